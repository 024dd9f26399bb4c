import type { ClientInit } from '@sveltejs/kit';
import '$lib/kit/i18n/strategy';

/**
 * The shell of a dynamic page arrives with description and addresses filled in by the server, for readers without
 * scripts. The page writes its own, so the server's are taken away first. A built page is left as it is.
 */
export const init: ClientInit = () => {
	if (document.querySelector('main')) return;
	document
		.querySelectorAll('link[rel=canonical], link[hreflang], meta[name=description]')
		.forEach((element) => element.remove());
};
