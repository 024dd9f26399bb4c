import { describe, expect, it } from 'vitest';
import type { Territory } from '$lib/api/types';
import { changeOf, clashes, emptyLeader, merged, rowsOf, toForm } from './form';

const territory = {
	name: 'Barcelone',
	name_lang: 'fr',
	own_name: { name: 'Barcelona', lang: 'ca' },
	names: [{ lang: 'fr', name: 'Barcelone' }],
	level: 'municipal',
	position: { latitude: 41.38879, longitude: 2.15899 },
	population: { value: 1660122, year: 2023, source: 'Idescat' },
	leaders: [],
	external_ids: {}
} as unknown as Territory;
const before = toForm(territory);

describe('the record as it is typed', () => {
	it('shows the name by which the government calls itself, not the one in the reader’s language', () => {
		expect(before).toMatchObject({ name: 'Barcelona', name_lang: 'ca' });
	});

	it('sends what was changed and nothing else', () => {
		expect(changeOf(before, { ...before })).toEqual({});
		expect(changeOf(before, { ...before, wave: '٢', latitude: '41,4' })).toEqual({
			wave: 2,
			position: { latitude: 41.4, longitude: 2.15899 }
		});
	});

	it('takes back what was emptied', () => {
		const emptied = {
			...before,
			latitude: '',
			longitude: '',
			population: '',
			population_year: '',
			population_source: ' '
		};
		expect(changeOf(before, emptied)).toEqual({ position: null, population: null });
	});

	it('drops nothing that was typed: the server says what it lacks', () => {
		const leader = { ...emptyLeader(), office: 'Mayor' };
		const half = { ...before, population: '', leaders: [emptyLeader(), leader] };
		expect(changeOf(before, half)).toEqual({
			population: { value: null, year: 2023, source: 'Idescat' },
			leaders: [{ name: '', office: 'Mayor', office_lang: null, term_from: null, term_to: null }]
		});
		expect(rowsOf(half).leaders).toEqual([1]);
	});
});

describe('two people at once', () => {
	it('keeps what was typed here and takes what was changed elsewhere', () => {
		const newest = toForm({ ...territory, website: 'https://example.org' } as Territory);
		const mine = { ...before, wave: '3' };
		expect(merged(before, mine, newest)).toEqual({ ...newest, wave: '3' });
		expect(clashes(changeOf(before, mine), changeOf(before, newest))).toEqual([]);
		const both = { ...mine, website: 'https://example.com' };
		expect(clashes(changeOf(before, both), changeOf(before, newest))).toEqual(['website']);
		// Who wants the same does not clash.
		expect(clashes(changeOf(before, newest), changeOf(before, newest))).toEqual([]);
	});
});
