import type { TerritoryFilters } from '$lib/kit/api/types';

/** The filters that live in the address of the directory, under the names that the API gives them. */
export const filterNames = [
	'q',
	'country',
	'region',
	'section',
	'level',
	'size',
	'stage',
	'year',
	'sort'
] as const satisfies readonly (keyof TerritoryFilters)[];

export const views = ['list', 'map', 'table'] as const;
export type View = (typeof views)[number];

export function readFilters(address: URLSearchParams): TerritoryFilters {
	const filters: TerritoryFilters = {};
	for (const name of filterNames) {
		const value = address.get(name)?.trim();
		if (value) filters[name] = value;
	}
	// The order without a search anyway; to a search it is a choice.
	if (filters.sort === 'name' && !filters.q) delete filters.sort;
	return filters;
}

export function readView(address: URLSearchParams): View {
	return views.find((view) => view === address.get('view')) ?? 'list';
}
