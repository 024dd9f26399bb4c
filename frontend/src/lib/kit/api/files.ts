import { getLocale } from '$lib/paraglide/runtime';
import { query } from './address';

/** The address of a file of the API in the language of the page: a download asks for none by itself. */
export function fileOf(path: string, asked: Record<string, string | undefined> = {}): string {
	return path + query({ ...asked, lang: getLocale() });
}
