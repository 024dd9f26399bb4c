import { isLanguage } from '$lib/kit/i18n/language';

/**
 * Where to go after signing in: the page one came from, if it is one of ours. Anything else, such as an address that
 * leads to another server, is taken for the given default.
 */
export function returnPath(asked: string | null, otherwise: string): string {
	if (!asked) return otherwise;
	const here = 'https://thousand.invalid';
	const url = URL.canParse(asked, here) ? new URL(asked, here) : undefined;
	const ours = url?.origin === here && asked.startsWith('/') && isLanguage(url.pathname.split('/')[1]);
	return ours ? url.pathname + url.search : otherwise;
}
