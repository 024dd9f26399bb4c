/**
 * The outlines of the world as the maps need them, for slow lines: `npm run atlas`, after world-atlas has been updated.
 * Without names and on a coarser grid, which at this scale is not seen. The result is committed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { quantize } from 'topojson-client';

const source = new URL('../node_modules/world-atlas/countries-110m.json', import.meta.url);
const target = new URL('../src/lib/territories/map/world.json', import.meta.url);
/** Steps across the whole world, each about a tenth of a degree. */
const grid = 4000;

const { objects, arcs, bbox, transform } = JSON.parse(await readFile(source, 'utf8'));
const { scale, translate } = transform;
const plain = arcs.map((arc) => {
	let [x, y] = [0, 0];
	return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
});
const geometries = objects.countries.geometries.map(({ type, id, arcs }) => ({ type, id, arcs }));
const countries = { type: 'GeometryCollection', geometries };
const world = quantize({ type: 'Topology', bbox, objects: { countries }, arcs: plain }, grid);
await writeFile(target, JSON.stringify(world));
