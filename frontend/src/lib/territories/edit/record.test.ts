import { describe, expect, it } from 'vitest';
import type { Territory } from '$lib/kit/api/types';
import { record } from './record';

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
const before = record.toForm(territory);
const emptyLeader = record.fields.leaders.blank;

describe('the record as it is typed', () => {
	it('shows the name by which the government calls itself, not the one in the reader’s language', () => {
		expect(before).toMatchObject({ name: 'Barcelona', name_lang: 'ca' });
	});

	it('sends what was changed and nothing else', () => {
		expect(record.changes(before, { ...before })).toEqual({});
		expect(record.changes(before, { ...before, wave: '٢', latitude: '41,4' })).toEqual({
			wave: 2,
			position: { latitude: 41.4, longitude: 2.15899 }
		});
	});

	it('sends every part of it as the API takes it', () => {
		expect(record.sent(before)).toEqual({
			name: 'Barcelona',
			name_lang: 'ca',
			names: [{ lang: 'fr', name: 'Barcelone' }],
			kind_local: null,
			population: { value: 1660122, year: 2023, source: 'Idescat' },
			website: null,
			position: { latitude: 41.38879, longitude: 2.15899 },
			leaders: [],
			level: 'municipal',
			section: null,
			joined_year: null,
			wave: null,
			external_ids: { geonames: null, wikidata: null, iso_3166_2: null }
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
		expect(record.changes(before, emptied)).toEqual({ position: null, population: null });
		// The name is refused by the server.
		expect(record.changes(before, { ...before, name: ' ' })).toEqual({ name: '' });
		// A language of nothing goes with the word.
		expect(record.changes(before, { ...before, kind_lang: 'ca' })).toEqual({});
	});

	it('drops nothing that was typed: the server says what it lacks', () => {
		const leader = { ...emptyLeader(), office: 'Mayor' };
		const half = { ...before, population: '', leaders: [emptyLeader(), leader] };
		expect(record.changes(before, half)).toEqual({
			population: { value: null, year: 2023, source: 'Idescat' },
			leaders: [{ name: '', office: 'Mayor', office_lang: null, term_from: null, term_to: null }]
		});
		expect(record.rowsOf(half).leaders).toEqual([1]);
	});

	it('says what is no number, and where the errors of the API belong', () => {
		const typed = { ...before, population: 'many', latitude: 'north', geonames: 'Q1' };
		expect(record.wrong(typed).map(({ field }) => field)).toEqual(['population', 'latitude', 'geonames']);
		expect(record.ids).toEqual({
			'/kind_local/term': 'kind_local',
			'/kind_local/lang': 'kind_lang',
			'/population/value': 'population',
			'/population/year': 'population_year',
			'/population/source': 'population_source',
			'/position/latitude': 'latitude',
			'/position/longitude': 'longitude',
			'/external_ids/geonames': 'geonames',
			'/external_ids/wikidata': 'wikidata',
			'/external_ids/iso_3166_2': 'iso_3166_2'
		});
	});
});

describe('two people at once', () => {
	it('keep what was typed here and take what was changed elsewhere', () => {
		const newest = record.toForm({ ...territory, website: 'https://example.org' } as Territory);
		const mine = { ...before, wave: '3' };
		expect({ ...mine, ...record.untouched(before, mine, newest) }).toEqual({ ...newest, wave: '3' });
	});

	it('clash where they want different things of the same part', () => {
		const newest = record.toForm({ ...territory, website: 'https://example.org' } as Territory);
		const theirs = record.changes(before, newest);
		const mine = { ...before, wave: '3' };
		expect(record.clashes(record.changes(before, mine), theirs)).toEqual([]);
		const both = { ...mine, website: 'https://example.com' };
		expect(record.clashes(record.changes(before, both), theirs)).toEqual(['website']);
		// Who wants the same does not clash.
		expect(record.clashes(theirs, theirs)).toEqual([]);
		// A part of several fields goes by the first of them.
		const moved = record.changes(before, { ...before, longitude: '3' });
		expect(record.clashes(moved, record.changes(before, { ...before, latitude: '4' }))).toEqual(['latitude']);
		expect(record.label('latitude')).toBe('Latitude and Longitude');
	});
});

describe('what a colleague saved', () => {
	const form = {
		...before,
		population_source: '',
		names: [
			{ lang: 'ca', name: 'Barcelona' },
			{ lang: 'fr', name: 'Barcelone' }
		],
		leaders: [{ ...emptyLeader(), name: 'Ada Example' }],
		geonames: '3128760'
	};

	it('is read line by line, without what is empty', () => {
		expect(record.lines('population', form)).toEqual([['1,660,122', '2023']]);
		expect(record.lines('names', form)).toEqual([
			['Catalan', 'Barcelona'],
			['French', 'Barcelone']
		]);
		expect(record.lines('leaders', form)).toEqual([['Ada Example']]);
		expect(record.lines('website', form)).toEqual([]);
		expect(record.lines('geonames', form)).toEqual([['3128760']]);
		expect(record.lines('level', form)).toEqual([['Municipal']]);
	});
});
