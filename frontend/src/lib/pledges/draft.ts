import type { Level, NewPledge, Place } from '$lib/kit/api/types';
import type { FieldError } from '$lib/kit/api/words';
import { looksLikeEmail, required } from '$lib/kit/forms/check';
import { wholeNumber } from '$lib/kit/forms/digits';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

/** The form as it is typed. */
export interface PledgeDraft {
	place: Place | null;
	name: string;
	country: string;
	level: string;
	kind_local: string;
	population: string;
	/** Whether the person who fills this in signs it; either answer says that they may act for the government. */
	signs: string;
	/** Theirs, where somebody else signs. */
	contact_name: string;
	signatory_name: string;
	signatory_office: string;
	email: string;
	statement: string;
	statement_lang: string;
	publish: boolean;
	website2: string;
}

export function emptyDraft(): PledgeDraft {
	return {
		place: null,
		name: '',
		country: '',
		level: '',
		kind_local: '',
		population: '',
		signs: '',
		contact_name: '',
		signatory_name: '',
		signatory_office: '',
		email: '',
		statement: '',
		statement_lang: getLocale(),
		publish: false,
		website2: ''
	};
}

export const steps = ['government', 'signatory', 'promise', 'check'] as const;
export type Step = (typeof steps)[number];

const stepFields: Record<Step, readonly string[]> = {
	government: ['name', 'country', 'level', 'kind_local', 'population'],
	signatory: ['signs', 'contact_name', 'signatory_name', 'signatory_office', 'email', 'website2'],
	promise: ['statement', 'statement_lang', 'publish'],
	check: []
};

/** The page of the form on which a field stands. */
export function stepOf(field: string): Step | undefined {
	return steps.find((step) => stepFields[step].includes(field));
}

const missing: Record<Step, Record<string, () => string>> = {
	government: {
		name: m.pledge_error_name,
		country: m.pledge_error_country,
		level: m.pledge_error_level
	},
	signatory: {
		signs: m.pledge_error_signs,
		contact_name: m.error_name,
		signatory_name: m.pledge_error_signatory_name,
		signatory_office: m.pledge_error_signatory_office,
		email: m.pledge_error_email
	},
	promise: {
		statement: m.pledge_error_statement,
		publish: m.pledge_error_publish
	},
	check: {}
};

/** What is wrong with one page of the form, as far as it shows without the server. */
export function check(step: Step, draft: PledgeDraft): FieldError[] {
	const { place: _, ...typed } = draft;
	const values = { ...typed, contact_name: draft.signs === 'no' ? draft.contact_name : '-' };
	const errors = required(values, missing[step]);
	if (step === 'government' && Number.isNaN(wholeNumber(draft.population))) {
		errors.push({ field: 'population', words: m.error_population() });
	}
	if (step === 'signatory' && draft.email.trim() && !looksLikeEmail(draft.email)) {
		errors.push({ field: 'email', words: m.error_email() });
	}
	if (step === 'signatory' && draft.website2.trim()) {
		errors.push({ field: 'website2', words: m.pledge_error_trap() });
	}
	return errors;
}

/** Who fills the form in. */
export function contactOf(draft: PledgeDraft): string {
	return (draft.signs === 'yes' ? draft.signatory_name : draft.contact_name).trim();
}

/** What a chosen place knows of the government. */
function filledBy(place: Place | null): Pick<PledgeDraft, 'country' | 'population'> {
	return {
		country: place?.country.code ?? '',
		population: place?.population ? String(place.population) : ''
	};
}

/** Whether somebody typed the population, rather than take the one that the list knows. */
export function hasOwnPopulation({ place, population }: PledgeDraft): boolean {
	return population !== '' && population !== filledBy(place).population;
}

/**
 * Takes a place, or none. What the last one filled in goes with it; what a person typed stays, except for a country
 * in which the place does not lie.
 */
export function choose(draft: PledgeDraft, place: Place | null): void {
	const [before, now] = [filledBy(draft.place), filledBy(place)];
	for (const field of ['country', 'population'] as const) {
		if (!draft[field] || draft[field] === before[field]) draft[field] = now[field];
	}
	if (place) draft.country = now.country;
	draft.place = place;
}

/** Takes up what was typed on an earlier visit. What has been typed on this one, before scripts ran, is newer. */
export function restore(draft: PledgeDraft, old: Partial<PledgeDraft>): void {
	const empty: Record<string, unknown> = { ...emptyDraft() };
	const typed = Object.fromEntries(Object.entries(draft).filter(([field, value]) => value !== empty[field]));
	Object.assign(draft, old);
	// The language is that of a text; where there is none, it is the one that the page is read in now.
	if ('statement' in typed || !draft.statement.trim()) draft.statement_lang = getLocale();
	if ('name' in typed) choose(draft, null);
	Object.assign(draft, typed);
}

/** The form as it is sent, with the secret by which its sender is known again. */
export function pledgeOf(draft: PledgeDraft, sender_secret: string): NewPledge {
	return {
		geonames_id: draft.place?.geonames_id ?? null,
		name: draft.name.trim(),
		country: draft.country,
		level: draft.level as Level,
		kind_local: draft.kind_local.trim() || null,
		population: wholeNumber(draft.population),
		signatory_name: draft.signatory_name,
		signatory_office: draft.signatory_office,
		contact_name: contactOf(draft),
		email: draft.email.trim(),
		statement: draft.statement,
		statement_lang: draft.statement_lang,
		may_act: draft.signs !== '',
		publish: draft.publish,
		language: getLocale(),
		website2: draft.website2,
		sender_secret
	};
}
