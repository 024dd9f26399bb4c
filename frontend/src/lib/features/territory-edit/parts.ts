import type { Level } from '$lib/api/types';
import { levelName, sectionName } from '$lib/features/territories/words';
import { dateText, languageName, list, number } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import { partFields, type Part, type TerritoryForm } from './form';

/** What each part of the record is called. */
export const labels: Record<Part, () => string> = {
	name: m.field_name,
	name_lang: m.edit_name_lang,
	names: m.edit_all_names,
	kind_local: m.kind_local,
	population: m.population,
	website: m.field_website,
	position: () => list([m.edit_latitude(), m.edit_longitude()]),
	leaders: m.leaders_title,
	level: m.level_label,
	section: m.fact_section,
	joined_year: m.filter_year,
	wave: m.accept_wave,
	external_ids: m.fact_ids
};

/** How a field is read where it is not read as it is typed. */
const readings: Record<string, (value: string) => string> = {
	name_lang: languageName,
	kind_lang: languageName,
	office_lang: languageName,
	lang: languageName,
	term_from: dateText,
	term_to: dateText,
	population: (value) => number(Number(value)),
	level: (value) => levelName[value as Level](),
	section: sectionName
};

function line(values: Record<string, string>): string[] {
	const filled = Object.entries(values).filter(([, value]) => value);
	return filled.map(([field, value]) => readings[field]?.(value) ?? value);
}

/** A part of a saved record, line by line, each line value by value. */
export function linesOf(part: Part, form: TerritoryForm): string[][] {
	const fields: readonly (keyof TerritoryForm)[] = partFields[part];
	const alone: Record<string, string> = {};
	const rows: Record<string, string>[] = [];
	for (const field of fields) {
		const value = form[field];
		if (typeof value === 'string') alone[field] = value;
		else rows.push(...value);
	}
	return [alone, ...rows].map(line).filter((values) => values.length > 0);
}
