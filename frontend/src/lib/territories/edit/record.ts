import { define, type Typed } from '$lib/kit/forms/define';
import { date, decimal, language, rows, text, whole, year } from '$lib/kit/forms/fields';
import { list } from '$lib/kit/i18n/format';
import { m } from '$lib/paraglide/messages';
import { government } from '../government';
import { sectionName } from '../words';

/** How the number or code of a government in a register is typed. */
const register = (example: string) => ({
	hint: () => m.edit_register_hint({ example }),
	optional: true,
	input: { dir: 'ltr', autocapitalize: 'none', autocomplete: 'off', spellcheck: 'false' } as const
});

/** A government's record as it is edited. */
export const record = define(
	{
		// `name` is the one in the reader's language; what is changed is what the government calls itself.
		name: text({ label: m.field_name, hint: m.field_name_hint, from: 'own_name/name', empty: '' }),
		name_lang: language({ label: m.edit_name_lang, from: 'own_name/lang', optional: true }),
		names: { ...government.names, label: m.edit_all_names, hint: m.edit_all_names_hint },
		kind_local: { ...government.kind_local, at: 'kind_local/term' },
		kind_lang: language({ label: m.edit_kind_lang, at: 'kind_local/lang', optional: true }),
		population: { ...government.population, at: 'population/value', optional: true },
		population_year: { ...government.population_year, at: 'population/year' },
		population_source: { ...government.population_source, at: 'population/source' },
		website: government.website,
		latitude: decimal({
			label: m.edit_latitude,
			hint: m.edit_position_hint,
			error: m.error_latitude,
			at: 'position/latitude',
			optional: true,
			input: { autocomplete: 'off' }
		}),
		longitude: decimal({
			label: m.edit_longitude,
			error: m.error_longitude,
			at: 'position/longitude',
			optional: true,
			input: { autocomplete: 'off' }
		}),
		leaders: rows({
			label: m.leaders_title,
			add: m.edit_leader_add,
			row: {
				name: text({ label: m.field_leader_name, empty: '' }),
				office: text({ label: m.field_leader_office, empty: '' }),
				office_lang: language({ label: m.edit_office_lang, optional: true }),
				term_from: date({ label: m.field_term_from, hint: m.field_term_hint, optional: true }),
				term_to: date({ label: m.field_term_to, hint: m.field_term_hint, optional: true })
			}
		}),
		// What only the secretariat changes.
		level: government.level,
		section: text({ label: m.fact_section, words: sectionName, optional: true }),
		joined_year: year({ label: m.filter_year, optional: true, input: { autocomplete: 'off' } }),
		wave: whole({
			label: m.accept_wave,
			hint: m.accept_wave_hint,
			error: m.error_wave,
			optional: true,
			input: { maxlength: 2, autocomplete: 'off' }
		}),
		geonames: whole({
			label: () => 'GeoNames',
			error: m.error_geonames,
			at: 'external_ids/geonames',
			words: String,
			...register('3128760')
		}),
		wikidata: text({ label: () => 'Wikidata', at: 'external_ids/wikidata', ...register('Q1492') }),
		iso_3166_2: text({ label: () => 'ISO 3166-2', at: 'external_ids/iso_3166_2', ...register('ES-B') })
	},
	{
		parts: {
			// A language of nothing goes with the word.
			kind_local: { none: ({ term }) => term === null },
			position: { label: () => list([m.edit_latitude(), m.edit_longitude()]) },
			external_ids: { label: m.fact_ids, none: () => false }
		}
	}
);

/** A government's record as it is typed. */
export type RecordForm = Typed<typeof record.fields>;

/** What the parts of the form receive. */
export interface PartProps {
	form: RecordForm;
	error: (id: string) => string | undefined;
}
