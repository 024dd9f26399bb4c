import { defineCustomClientStrategy, defineCustomServerStrategy } from '$lib/paraglide/runtime';
import { languageOfPath } from './language';

// Messages follow the address. Changing the language loads a new page, so nothing has to react to the change.
defineCustomServerStrategy('custom-path', {
	getLocale: (request) => (request ? languageOfPath(new URL(request.url).pathname) : undefined)
});
defineCustomClientStrategy('custom-path', {
	getLocale: () => languageOfPath(location.pathname),
	setLocale: () => {}
});
