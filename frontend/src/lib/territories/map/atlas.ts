import type { FeatureCollection, GeometryObject, MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import address from './world.json?url';

export interface Atlas {
	land: FeatureCollection<GeometryObject>;
	/** Lines between countries, each once. */
	borders: MultiLineString;
}

type World = Topology<{ countries: GeometryCollection }>;

const antarctica = '010';

let loading: Promise<Atlas> | undefined;

/** The outlines of the world (Natural Earth, 1:110 million), fetched once when the first map comes into sight. */
export function atlas(): Promise<Atlas> {
	loading ??= load().catch((cause) => {
		loading = undefined;
		throw cause;
	});
	return loading;
}

async function load(): Promise<Atlas> {
	const response = await fetch(address);
	const world: World = await response.json();
	const countries = world.objects.countries;
	const inhabited = {
		...countries,
		geometries: countries.geometries.filter(({ id }) => id !== antarctica)
	};
	return {
		land: feature(world, inhabited),
		borders: mesh(world, countries, (a, b) => a !== b)
	};
}
