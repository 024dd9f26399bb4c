/** Who may know whom in `src/lib`. Here the order is written down; whoever adds a folder gives it its place. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** What knows nothing of what it is used for. Each knows those before it, and none that follows. */
const kit = ['styles', 'storage', 'i18n', 'api', 'ui', 'forms', 'links', 'layout'];

/** The nouns of the API. Each may know those before it, and none that follows. */
const nouns = [
	'queues',
	'countries',
	'documents',
	'organisations',
	'invitations',
	'territories',
	'campaign',
	'pledges',
	'adhesions',
	'access-requests',
	'reports',
	'users',
	'tokens',
	'jobs',
	'people'
];

/** Places where somebody works, above the nouns. Each may know those before it, and none that follows. */
const areas = ['account', 'my', 'secretariat'];

/** From the lowest to the highest. */
const layers = [...kit.map((part) => `kit/${part}`), ...nouns, ...areas];

const src = fileURLToPath(new URL('..', import.meta.url));
const lib = join(src, 'lib');
/** Made by Paraglide and by `npm run gen`. */
const generated = ['lib/paraglide', 'lib/kit/api/schema.d.ts'];

function filesIn(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		if (generated.includes(relative(src, path))) return [];
		if (statSync(path).isDirectory()) return filesIn(path);
		return /\.(ts|svelte)$/.test(name) ? [path] : [];
	});
}

/** The scripts of a file: all of it, or what stands in the script elements of a component. */
function scriptsOf(file: string): string[] {
	const text = readFileSync(file, 'utf8');
	if (!file.endsWith('.svelte')) return [text];
	const { module, instance } = parse(text, { modern: true });
	return [module, instance].flatMap((script) =>
		script ? [text.slice(script.start, script.end).replace(/^<script[^>]*>|<\/script>$/g, '')] : []
	);
}

/** The file of ours that an import names; undefined for a package. */
function target(file: string, name: string): string | undefined {
	const path = name.startsWith('$lib/')
		? join(lib, name.slice(5))
		: name.startsWith('.')
			? join(dirname(file), name)
			: undefined;
	if (
		path === undefined ||
		generated.some((made) => relative(src, path).startsWith(made.replace('.d.ts', '')))
	)
		return undefined;
	const bare = path.replace(/\?\w+$/, '');
	const found = [bare, `${bare}.ts`].find((one) => existsSync(one) && statSync(one).isFile());
	// What is not found would not be looked at.
	if (!found && !name.includes('$types'))
		throw new Error(`${relative(src, file)} imports ${name}, which is not there`);
	return found;
}

const imports = new Map(
	filesIn(src).map((file) => {
		const names = scriptsOf(file).flatMap((script) =>
			ts.preProcessFile(script).importedFiles.map(({ fileName }) => fileName)
		);
		return [file, [...new Set(names.flatMap((name) => target(file, name) ?? []))]];
	})
);

/** The layer that a file lies in; undefined for routes and hooks, which may know everything. */
function layerOf(file: string): string | undefined {
	const [top, first, second] = relative(src, file).split('/');
	if (top !== 'lib' || first === undefined || first === 'layers.test.ts') return undefined;
	return first === 'kit' ? `kit/${second}` : first;
}

/** Every import that leads from one layer to another. */
const crossings = [...imports].flatMap(([file, targets]) =>
	targets.flatMap((to) => {
		const [from, other] = [layerOf(file), layerOf(to)];
		if (from === undefined || from === other) return [];
		return [{ from, to: other, words: `${relative(src, file)} knows ${relative(src, to)}` }];
	})
);

const told = (found: typeof crossings) => found.map(({ words }) => words);
const isKit = (layer: string | undefined) => layer?.startsWith('kit/');

/** Files that lead to each other, as sets (Tarjan). */
function circles(): string[][] {
	const number = new Map<string, number>();
	const low = new Map<string, number>();
	const open: string[] = [];
	const found: string[][] = [];
	function visit(file: string) {
		number.set(file, number.size);
		low.set(file, number.get(file)!);
		open.push(file);
		for (const next of imports.get(file) ?? []) {
			if (!number.has(next)) visit(next);
			if (open.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!));
		}
		if (low.get(file) === number.get(file)) found.push(open.splice(open.indexOf(file)));
	}
	for (const file of imports.keys()) if (!number.has(file)) visit(file);
	return found.filter((files) => files.length > 1);
}

describe('layers', () => {
	it('have a place for every folder', () => {
		const found = [...imports.keys()].flatMap((file) => layerOf(file) ?? []);
		expect([...new Set(found)].filter((layer) => !layers.includes(layer))).toEqual([]);
		expect(imports.size).toBeGreaterThan(300);
		expect(crossings.length).toBeGreaterThan(500);
	});

	it('the kit knows no noun and no area', () => {
		expect(told(crossings.filter(({ from, to }) => isKit(from) && !isKit(to)))).toEqual([]);
	});

	it('no noun knows an area', () => {
		const upwards = crossings.filter(({ from, to }) => nouns.includes(from) && areas.includes(to!));
		expect(told(upwards)).toEqual([]);
	});

	it('each knows only those below it', () => {
		const upwards = crossings.filter(
			({ from, to }) => to === undefined || layers.indexOf(to) > layers.indexOf(from)
		);
		expect(told(upwards)).toEqual([]);
	});

	it('no circle of files leads through several folders', () => {
		const wide = circles().filter((files) => new Set(files.map(dirname)).size > 1);
		expect(wide.map((files) => files.map((file) => relative(src, file)))).toEqual([]);
	});
});
