import { fileOf } from '$lib/kit/api/files';
import type { TerritoryFilters } from '$lib/kit/api/types';

/** The files of what these filters show. */
export function territoryFiles(filters: TerritoryFilters) {
	return [
		{ href: fileOf('/v1/territories.csv', filters), label: 'CSV' },
		{ href: fileOf('/v1/territories.geojson', filters), label: 'GeoJSON' }
	];
}
