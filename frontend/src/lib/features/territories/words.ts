import type { ActKind, Level, Size, Stage, Territory } from '$lib/api/types';
import { m } from '$lib/paraglide/messages';

export const stageNames: Record<Stage, () => string> = {
	pledged: m.stage_pledged,
	member: m.stage_member,
	on_hold: m.stage_on_hold,
	withdrawn: m.stage_withdrawn,
	none: m.stage_none
};

export function stageName(stage: Stage): string {
	return stageNames[stage]();
}

/** Where a pledge must not be taken for more than it is. */
export function stageInFull(stage: Stage): string {
	return stage === 'pledged' ? m.stage_pledged_long() : stageName(stage);
}

export const levelName: Record<Level, () => string> = {
	municipal: m.level_municipal,
	intermediate: m.level_intermediate,
	regional: m.level_regional,
	special: m.level_special
};

export const sizeName: Record<Size, () => string> = {
	under_50k: m.size_under_50k,
	'50k_250k': m.size_50k_250k,
	'250k_1m': m.size_250k_1m,
	over_1m: m.size_over_1m,
	unknown: m.size_unknown
};

export const actKindName: Record<ActKind, () => string> = {
	plenary_vote: m.act_plenary_vote,
	decree: m.act_decree,
	letter: m.act_letter,
	other: m.act_other
};

/**
 * What a hold suspends: the pledge of a government that has not become a member yet, else the membership. Who joined
 * has a year of joining, or stands here without ever having pledged.
 */
export function commitment({ stage, joined_year, pledge }: Territory): 'pledge' | 'membership' {
	return stage === 'pledged' || (pledge && !joined_year) ? 'pledge' : 'membership';
}
