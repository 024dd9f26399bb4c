import type { ActKind, Level, Size, Stage, Territory } from '$lib/kit/api/types';
import { isolated } from '$lib/kit/i18n/format';
import { m } from '$lib/paraglide/messages';

interface Government {
	name: string;
	country_name: string;
	stage: Stage;
}

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

/** The sections of UCLG by the names that the data gives them; one that is not known here is shown as it came. */
const sectionNames: Record<string, () => string> = {
	Africa: m.uclg_africa,
	ASPAC: m.uclg_aspac,
	Eurasia: m.uclg_eurasia,
	Europe: m.uclg_europe,
	'Latin America': m.uclg_latin_america,
	MEWA: m.uclg_mewa,
	'North America': m.uclg_north_america
};

export function sectionName(section: string): string {
	return sectionNames[section]?.() ?? section;
}

/** A government in one line, such as the name of its point on the map. */
export function governmentWords({ name, country_name, stage }: Government): string {
	return m.government_words({
		name: isolated(name),
		country: country_name,
		stage: stageInFull(stage)
	});
}
