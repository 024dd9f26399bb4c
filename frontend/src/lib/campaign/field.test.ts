import { describe, expect, it } from 'vitest';
import type { Stage, TerritoryFeature } from '$lib/kit/api/types';
import { columns, layField } from './field';

const government = (region: string | null, stage: Stage = 'member') =>
	({ id: crypto.randomUUID(), properties: { region, stage } }) as TerritoryFeature;

const regions = [
	{ code: '002', name: 'Africa', members: 0, pledges: 0 },
	{ code: '150', name: 'Europe', members: 0, pledges: 0 },
	{ code: null, name: null, members: 0, pledges: 0 }
];

function dots({ groups, rest }: ReturnType<typeof layField>): number {
	return groups.reduce((sum, group) => sum + group.governments.length + group.fillers, rest);
}

describe('the field of dots', () => {
	it('has one dot per government of the goal, however they spread', () => {
		for (const count of [0, 1, 39, 40, 41, 500, 999, 1000]) {
			const governments = Array.from({ length: count }, (_, at) => government(['002', '150', null][at % 3]!));
			expect(dots(layField(1000, regions, governments, 'Elsewhere'))).toBe(1000);
		}
	});

	it('shows every government when more have joined than the goal', () => {
		const governments = Array.from({ length: 1003 }, () => government('150'));
		expect(dots(layField(1000, regions, governments, 'Elsewhere'))).toBe(1003);
	});

	it('completes the rows of a region and puts pledges after members', () => {
		const field = layField(
			1000,
			regions,
			[government('150', 'pledged'), government('150'), government('999')],
			'Elsewhere'
		);
		const [europe, elsewhere] = field.groups;
		expect(europe?.governments.map(({ properties }) => properties.stage)).toEqual(['member', 'pledged']);
		expect(europe?.fillers).toBe(columns - 2);
		expect(elsewhere?.name).toBe('Elsewhere');
	});
});
