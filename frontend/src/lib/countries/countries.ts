import { api } from '$lib/kit/api/client';
import { everything } from '$lib/kit/api/everything';
import { getLocale } from '$lib/paraglide/runtime';

function countries(signal: AbortSignal) {
	return everything((cursor) =>
		api.GET('/v1/countries', { params: { query: { limit: 200, cursor } }, signal })
	);
}

/** The sections of UCLG, as the data names them. */
export async function uclgSections(signal: AbortSignal): Promise<string[]> {
	const sections = (await countries(signal)).flatMap(({ section }) => section ?? []);
	return [...new Set(sections)].sort();
}

/** Every country as an option of a select, in the reader's language and order. */
export async function countryOptions(signal: AbortSignal) {
	const { compare } = new Intl.Collator(getLocale());
	return (await countries(signal))
		.map(({ code, name }) => ({ value: code, label: name }))
		.sort((a, b) => compare(a.label, b.label));
}
