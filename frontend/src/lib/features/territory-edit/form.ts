import type { Level, Territory, TerritoryChange } from '$lib/api/types';
import { wholeNumber } from '$lib/forms/digits';

/** A government's record as it is typed. */
export interface TerritoryForm {
	level: string;
	kind_term: string;
	kind_lang: string;
	population: string;
	population_year: string;
	population_source: string;
	website: string;
	leaders: { name: string; office: string; office_lang: string; term_from: string; term_to: string }[];
}

export const emptyLeader = () => ({ name: '', office: '', office_lang: '', term_from: '', term_to: '' });

export function toForm(territory: Territory): TerritoryForm {
	const { population, kind_local } = territory;
	return {
		level: territory.level,
		kind_term: kind_local?.term ?? '',
		kind_lang: kind_local?.lang ?? '',
		population: population ? String(population.value) : '',
		population_year: population?.year ? String(population.year) : '',
		population_source: population?.source ?? '',
		website: territory.website ?? '',
		leaders: territory.leaders.map((leader) => ({
			name: leader.name,
			office: leader.office,
			office_lang: leader.office_lang ?? '',
			term_from: leader.term_from ?? '',
			term_to: leader.term_to ?? ''
		}))
	};
}

function fieldsOf(form: TerritoryForm): TerritoryChange {
	const value = wholeNumber(form.population);
	return {
		level: form.level as Level,
		kind_local: form.kind_term.trim()
			? { term: form.kind_term.trim(), lang: form.kind_lang || null }
			: null,
		population:
			value === null
				? null
				: {
						value,
						year: wholeNumber(form.population_year),
						source: form.population_source.trim() || null
					},
		website: form.website.trim() || null,
		leaders: form.leaders
			.filter(({ name }) => name.trim())
			.map((leader) => ({
				name: leader.name.trim(),
				office: leader.office.trim(),
				office_lang: leader.office_lang || null,
				term_from: leader.term_from || null,
				term_to: leader.term_to || null
			}))
	};
}

/** Only what was changed, so that a change touches nothing else of the record. */
export function changeOf(before: TerritoryForm, after: TerritoryForm): TerritoryChange {
	const old = fieldsOf(before) as Record<string, unknown>;
	const changed = Object.entries(fieldsOf(after)).filter(
		([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field])
	);
	return Object.fromEntries(changed);
}
