import type { Level, Territory, TerritoryChange } from '$lib/api/types';
import { decimalNumber, wholeNumber } from '$lib/forms/digits';
import { isFilled, sentRows, type SentRows } from '$lib/forms/rows';

/** A government's record as it is typed. */
export interface TerritoryForm {
	name: string;
	name_lang: string;
	names: { lang: string; name: string }[];
	kind_term: string;
	kind_lang: string;
	population: string;
	population_year: string;
	population_source: string;
	website: string;
	latitude: string;
	longitude: string;
	leaders: { name: string; office: string; office_lang: string; term_from: string; term_to: string }[];
	// What only the secretariat changes.
	level: string;
	section: string;
	joined_year: string;
	wave: string;
	geonames: string;
	wikidata: string;
	iso_3166_2: string;
}

/** What of the record changes as one, and the fields that it is typed into. */
export const partFields = {
	name: ['name'],
	name_lang: ['name_lang'],
	names: ['names'],
	kind_local: ['kind_term', 'kind_lang'],
	population: ['population', 'population_year', 'population_source'],
	website: ['website'],
	position: ['latitude', 'longitude'],
	leaders: ['leaders'],
	level: ['level'],
	section: ['section'],
	joined_year: ['joined_year'],
	wave: ['wave'],
	external_ids: ['geonames', 'wikidata', 'iso_3166_2']
} as const satisfies Partial<Record<keyof TerritoryChange, (keyof TerritoryForm)[]>>;

export type Part = keyof typeof partFields;

/** What the parts of the form receive. */
export interface PartProps {
	form: TerritoryForm;
	error: (field: string) => string | undefined;
}

/** Where the API has several values under one name, the field of each. */
export const fieldIds = {
	'/kind_local/term': 'kind_term',
	'/kind_local/lang': 'kind_lang',
	'/population/value': 'population',
	'/population/year': 'population_year',
	'/population/source': 'population_source',
	'/position/latitude': 'latitude',
	'/position/longitude': 'longitude',
	'/external_ids/geonames': 'geonames',
	'/external_ids/wikidata': 'wikidata',
	'/external_ids/iso_3166_2': 'iso_3166_2'
};

export const emptyLeader = () => ({ name: '', office: '', office_lang: '', term_from: '', term_to: '' });

const text = (value: string | number | null | undefined) => String(value ?? '');

export function toForm(territory: Territory): TerritoryForm {
	const { own_name, population, kind_local, position, external_ids } = territory;
	return {
		// `name` is the one in the reader's language; what is changed is what the government calls itself.
		name: own_name.name,
		name_lang: text(own_name.lang),
		names: territory.names.map((entry) => ({ ...entry })),
		kind_term: text(kind_local?.term),
		kind_lang: text(kind_local?.lang),
		population: text(population?.value),
		population_year: text(population?.year),
		population_source: text(population?.source),
		website: text(territory.website),
		latitude: text(position?.latitude),
		longitude: text(position?.longitude),
		leaders: territory.leaders.map((leader) => ({
			name: leader.name,
			office: leader.office,
			office_lang: text(leader.office_lang),
			term_from: text(leader.term_from),
			term_to: text(leader.term_to)
		})),
		level: territory.level,
		section: text(territory.section),
		joined_year: text(territory.joined_year),
		wave: text(territory.wave),
		geonames: text(external_ids.geonames),
		wikidata: text(external_ids.wikidata),
		iso_3166_2: text(external_ids.iso_3166_2)
	};
}

/** Several values under one name: all of them, so that one without the others is refused; nothing where none is there. */
function together<Values extends Record<string, unknown>>(values: Values): Values | null {
	return Object.values(values).some((value) => value !== null) ? values : null;
}

function fieldsOf(form: TerritoryForm): TerritoryChange {
	const said = (value: string) => value.trim() || null;
	const term = said(form.kind_term);
	return {
		name: form.name.trim(),
		name_lang: said(form.name_lang),
		names: form.names.filter(isFilled).map(({ lang, name }) => ({ lang, name: name.trim() })),
		// A language of nothing goes with the word.
		kind_local: term === null ? null : { term, lang: said(form.kind_lang) },
		population: together({
			value: wholeNumber(form.population),
			year: wholeNumber(form.population_year),
			source: said(form.population_source)
		}),
		website: said(form.website),
		position: together({
			latitude: decimalNumber(form.latitude),
			longitude: decimalNumber(form.longitude)
		}),
		leaders: form.leaders.filter(isFilled).map((leader) => ({
			name: leader.name.trim(),
			office: leader.office.trim(),
			office_lang: said(leader.office_lang),
			term_from: said(leader.term_from),
			term_to: said(leader.term_to)
		})),
		level: form.level as Level,
		section: said(form.section),
		joined_year: wholeNumber(form.joined_year),
		wave: wholeNumber(form.wave),
		external_ids: {
			geonames: wholeNumber(form.geonames),
			wikidata: said(form.wikidata),
			iso_3166_2: said(form.iso_3166_2)
		}
	};
}

export const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Only what was changed, so that a change touches nothing else of the record. */
export function changeOf(before: TerritoryForm, after: TerritoryForm): TerritoryChange {
	const old = fieldsOf(before);
	const changed = Object.entries(fieldsOf(after)).filter(
		([field, value]) => !same(value, old[field as keyof TerritoryChange])
	);
	return Object.fromEntries(changed);
}

/** The parts of the record for which two changes want different things. */
export function clashes(mine: TerritoryChange, theirs: TerritoryChange): Part[] {
	const wanted = mine as Record<string, unknown>;
	return Object.entries(theirs)
		.filter(([part, value]) => part in wanted && !same(wanted[part], value))
		.map(([part]) => part as Part);
}

/** The newest record with what was typed here since `before`. */
export function merged(before: TerritoryForm, mine: TerritoryForm, newest: TerritoryForm): TerritoryForm {
	const typed = Object.entries(mine).filter(
		([field, value]) => !same(value, before[field as keyof TerritoryForm])
	);
	return { ...newest, ...Object.fromEntries(typed) };
}

/** Which rows of the lists are sent. */
export function rowsOf({ names, leaders }: TerritoryForm): SentRows {
	return sentRows({ names, leaders });
}
