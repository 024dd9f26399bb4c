import { choice, language, link, rows, text, whole, year } from '$lib/kit/forms/fields';
import { m } from '$lib/paraglide/messages';
import { levels } from './values';
import { levelName } from './words';

const levelHints = {
	municipal: m.level_municipal_hint,
	intermediate: m.level_intermediate_hint,
	regional: m.level_regional_hint,
	special: m.level_special_hint
};

/** The common levels of governments, with examples of what countries call them. */
export const levelOptions = () =>
	levels.map((value) => ({ value, label: levelName[value](), hint: levelHints[value]() }));

/** What is asked of a government in more than one form. */
export const government = {
	name: text({ label: m.field_name, hint: m.field_name_hint }),
	names: rows({
		label: m.field_names,
		hint: m.field_names_hint,
		add: m.field_names_add,
		row: {
			lang: language({ label: m.field_names_lang, empty: '' }),
			name: text({ label: m.field_names_name, empty: '' })
		}
	}),
	level: choice({ label: m.level_label, options: levelOptions }),
	kind_local: text({ label: m.kind_local, hint: m.kind_local_hint, optional: true }),
	population: whole({ label: m.population, error: m.error_population }),
	population_year: year({ label: m.field_population_year, optional: true }),
	population_source: text({
		label: m.field_population_source,
		hint: m.field_population_source_hint,
		optional: true
	}),
	website: link({ label: m.field_website, hint: m.field_website_hint, optional: true })
};
