import type { TerritoryFeature } from '$lib/kit/api/types';

/** A government as the maps show it. */
export interface Place {
	slug: string;
	name: string;
	country_name: string;
	stage: TerritoryFeature['properties']['stage'];
	at: [longitude: number, latitude: number] | null;
}

export function placesOf(features: TerritoryFeature[]): Place[] {
	return features.map(({ geometry, properties: { slug, name, country_name, stage } }) => {
		const [longitude, latitude] = geometry?.coordinates ?? [];
		const at: Place['at'] = longitude === undefined || latitude === undefined ? null : [longitude, latitude];
		return { slug, name, country_name, stage, at };
	});
}
