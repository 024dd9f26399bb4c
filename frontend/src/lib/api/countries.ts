import { getLocale } from '$lib/paraglide/runtime';
import { api } from './client';
import { everything } from './everything';

/** Every country as an option of a select, in the reader's language and order. */
export async function countryOptions(signal: AbortSignal) {
	const countries = await everything((cursor) =>
		api.GET('/v1/countries', { params: { query: { limit: 200, cursor } }, signal })
	);
	const { compare } = new Intl.Collator(getLocale());
	return countries
		.map(({ code, name }) => ({ value: code, label: name }))
		.sort((a, b) => compare(a.label, b.label));
}
