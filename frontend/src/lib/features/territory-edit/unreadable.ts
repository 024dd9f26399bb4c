import type { FieldError } from '$lib/api/words';
import { decimalNumber, wholeNumber } from '$lib/forms/digits';
import { m } from '$lib/paraglide/messages';
import type { TerritoryForm } from './form';

const numbers = [
	{ field: 'population', read: wholeNumber, words: m.error_population },
	{ field: 'population_year', read: wholeNumber, words: m.error_year },
	{ field: 'latitude', read: decimalNumber, words: m.error_latitude },
	{ field: 'longitude', read: decimalNumber, words: m.error_longitude },
	{ field: 'joined_year', read: wholeNumber, words: m.error_year },
	{ field: 'wave', read: wholeNumber, words: m.error_wave },
	{ field: 'geonames', read: wholeNumber, words: m.error_geonames }
] as const;

/** What is no number and could not even be sent. */
export function unreadable(form: TerritoryForm): FieldError[] {
	return numbers
		.filter(({ field, read }) => Number.isNaN(read(form[field])))
		.map(({ field, words }) => ({ field, words: words() }));
}
