import { getLocale } from '$lib/paraglide/runtime';

/** An address within the site in the language of the page: to('/join') is /fr/join on a French page. */
export function to(path: string): string {
	return `/${getLocale()}${path === '/' ? '' : path}`;
}
