import type { TerritoryFeature } from '$lib/api/types';
import type { Place } from './WorldMap.svelte';

export function placesOf(features: TerritoryFeature[]): Place[] {
	return features.map(({ geometry, properties: { slug, name, country_name, stage } }) => {
		const [longitude, latitude] = geometry?.coordinates ?? [];
		const at: Place['at'] =
			longitude === undefined || latitude === undefined ? null : [longitude, latitude];
		return { slug, name, country_name, stage, at };
	});
}
