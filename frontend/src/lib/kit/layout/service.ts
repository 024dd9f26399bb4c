import { browser } from '$app/environment';

/**
 * What the server writes into every page as it reads it, so that no page says anything else while it loads, when a
 * call fails or without scripts: in the built page stands the placeholder.
 */
function said(name: 'operator' | 'contact' | 'imprint'): string {
	return browser ? (document.documentElement.dataset[name] ?? '') : `%thousand.${name}%`;
}

/**
 * Who operates this installation; each empty where it is not set. What is shown only with or only without it says so
 * by a class of base.css, because the built page does not know.
 */
export const service = {
	operator: said('operator'),
	contact: said('contact'),
	imprint: said('imprint')
};
