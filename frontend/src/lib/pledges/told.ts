import type { Level, Pledge } from '$lib/kit/api/types';
import { wholeNumber } from '$lib/kit/forms/digits';
import type { PledgeDraft } from './draft';
import { contactOf } from './draft';

/** What a pledge says, wherever it is shown before it is public. Empty where there is no answer. */
export interface Told {
	name: string;
	country: string;
	level: Level | '';
	kind_local: string;
	population: number | null;
	signatory_name: string;
	signatory_office: string;
	contact_name: string;
	email: string;
	statement: string;
	statement_lang: string | undefined;
}

/** A pledge as it was sent. */
export function toldBy(pledge: Pledge): Told {
	return {
		...pledge,
		country: pledge.country.name,
		kind_local: pledge.kind_local ?? '',
		population: pledge.population ?? null,
		contact_name: pledge.contact_name ?? '',
		statement: pledge.statement?.value ?? '',
		statement_lang: pledge.statement?.lang ?? undefined
	};
}

/** A pledge as it is typed, with the name of its country. */
export function toldIn(draft: PledgeDraft, country: string): Told {
	return {
		name: draft.name.trim(),
		country,
		level: draft.level as Level | '',
		kind_local: draft.kind_local.trim(),
		population: wholeNumber(draft.population),
		signatory_name: draft.signatory_name.trim(),
		signatory_office: draft.signatory_office.trim(),
		contact_name: contactOf(draft),
		email: draft.email.trim(),
		statement: draft.statement.trim(),
		statement_lang: draft.statement_lang
	};
}
