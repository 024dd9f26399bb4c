import type { Handle } from '@sveltejs/kit';
import { building } from '$app/environment';
import { direction, languageOfPath } from '$lib/kit/i18n/language';
import '$lib/kit/i18n/strategy';
import { paraglideMiddleware } from '$lib/paraglide/server';

/**
 * Runs while pages are built, never in production. A page has its language written into <html>; the shell, which
 * has none yet, keeps the placeholders for the server to fill. Who operates the installation the server writes into
 * all of them; `npm run dev` has no such server.
 */
export const handle: Handle = ({ event, resolve }) => {
	const lang = languageOfPath(event.url.pathname);
	if (!lang) return resolve(event);
	return paraglideMiddleware(event.request, () =>
		resolve(event, {
			transformPageChunk: ({ html }) =>
				html
					.replace('%thousand.lang%', lang)
					.replace('%thousand.dir%', direction(lang))
					.replace('<!--thousand:head-->', '')
					.replace(/%thousand\.(operator|contact|imprint)%/g, building ? '$&' : '')
		})
	);
};
