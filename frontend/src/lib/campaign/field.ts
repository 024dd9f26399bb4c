import type { Campaign, TerritoryFeature } from '$lib/kit/api/types';

/** How many dots stand in a row on a wide screen; DotField.svelte's styles know it too. */
export const columns = 40;

interface Staged {
	properties: Pick<TerritoryFeature['properties'], 'stage'>;
}

export interface FieldGroup {
	/** M49 code of the region; empty for governments without one. */
	code: string;
	name: string;
	/** Members first, then pledges, each in the order given. */
	governments: TerritoryFeature[];
	/** Faint dots that complete the last row of the group. */
	fillers: number;
}

export interface Field {
	groups: FieldGroup[];
	/** Faint dots below the groups. */
	rest: number;
}

/**
 * Lays out the field: one dot per government of the goal, a row (or more) per region, the remaining below. Whatever
 * the numbers, there are exactly as many dots as the goal, unless more have joined.
 */
export function layField(
	goal: number,
	regions: Campaign['by_region'],
	governments: TerritoryFeature[],
	elsewhere: string
): Field {
	const named = regions.flatMap(({ code, name }) => (code ? [{ code, name: name ?? code }] : []));
	const known = new Set(named.map(({ code }) => code));
	const groups = [...named, { code: '', name: elsewhere }].map(({ code, name }) => ({
		code,
		name,
		governments: governments
			.filter(({ properties: { region } }) => (code ? region === code : !region || !known.has(region)))
			.sort((a, b) => Number(isPledge(a)) - Number(isPledge(b))),
		fillers: 0
	}));

	let faint = Math.max(goal - governments.length, 0);
	const shown = groups.filter((group) => group.governments.length > 0);
	for (const group of shown) {
		const open = (columns - (group.governments.length % columns)) % columns;
		group.fillers = Math.min(open, faint);
		faint -= group.fillers;
	}
	return { groups: shown, rest: faint };
}

export function isPledge({ properties: { stage } }: Staged): boolean {
	return stage === 'pledged';
}
