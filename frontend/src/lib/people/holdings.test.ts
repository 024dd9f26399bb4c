import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { locales } from '$lib/paraglide/runtime';
import { holding, holdings } from './holdings';

const register = readFileSync(new URL('../../../../docs/personal-data.md', import.meta.url), 'utf8');
const tables = [...register.matchAll(/^### `(\w+)`: /gm)].map(([, table]) => table!);

it('every table with personal data has a name, and nothing else has', () => {
	expect(tables).toContain('access_request');
	expect(Object.keys(holdings).sort()).toEqual(tables.sort());
});

it.each(locales)('no two tables are called the same in %s', (locale) => {
	const names = Object.values(holdings as Record<string, (inputs: object, options: object) => string>).map(
		(name) => name({}, { locale })
	);
	expect(new Set(names).size).toBe(names.length);
});

it('a table that nobody has named yet is not shown by its name', () => {
	expect(holding('new_table')).toBe('Other data');
});
