import { defineCustomClientStrategy, defineCustomServerStrategy } from '$lib/paraglide/runtime';
import { isLanguage, languageOfPath } from './language';

// Messages follow the address. Changing the language loads a new page, so nothing has to react to the change.
defineCustomServerStrategy('custom-path', {
	getLocale: (request) => (request ? languageOfPath(new URL(request.url).pathname) : undefined)
});
defineCustomClientStrategy('custom-path', {
	getLocale: () => {
		const { lang } = document.documentElement;
		// The not-found page is served at any address, in the language that it says.
		return languageOfPath(location.pathname) ?? (isLanguage(lang) ? lang : undefined);
	},
	setLocale: () => {}
});
