import { describe, expect, it } from 'vitest';
import { emptyLeader, type TerritoryForm } from './form';
import { linesOf } from './parts';

const form = {
	population: '1660122',
	population_year: '2023',
	population_source: '',
	website: '',
	names: [
		{ lang: 'ca', name: 'Barcelona' },
		{ lang: 'fr', name: 'Barcelone' }
	],
	leaders: [{ ...emptyLeader(), name: 'Ada Example' }]
} as TerritoryForm;

describe('what a colleague saved', () => {
	it('is read line by line, without what is empty', () => {
		expect(linesOf('population', form)).toEqual([['1,660,122', '2023']]);
		expect(linesOf('names', form)).toEqual([
			['Catalan', 'Barcelona'],
			['French', 'Barcelone']
		]);
		expect(linesOf('leaders', form)).toEqual([['Ada Example']]);
		expect(linesOf('website', form)).toEqual([]);
	});
});
