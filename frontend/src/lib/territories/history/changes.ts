import type { HistoryEntry, PublicationPart, RedactionReason, Stage } from '$lib/kit/api/types';
import { list } from '$lib/kit/i18n/format';
import { m } from '$lib/paraglide/messages';
import { partNames } from '$lib/territories/publication/words';

/** What an entry may say beyond its action. */
export interface Facts {
	reason?: string | null;
	reason_lang?: string | null;
	/** The stage before. */
	from?: Stage;
	pledge_removed?: boolean;
	/** Parts of the adhesion. */
	consent_withdrawn?: PublicationPart[];
	published?: PublicationPart[];
	unpublished?: PublicationPart[];
}

export const factsOf = (entry: HistoryEntry): Facts => entry.facts;

const actions: Record<string, () => string> = {
	'territory.joined': m.history_joined,
	'territory.pledged': m.history_pledged,
	'territory.updated': m.history_updated,
	'territory.reinstated': m.history_reinstated,
	'territory.withdrawn': m.history_withdrawn,
	'territory.adhesion_submitted': m.history_adhesion_submitted,
	'territory.adhesion_accepted': m.history_adhesion_accepted,
	'territory.adhesion_declined': m.history_adhesion_declined,
	'territory.adhesion_withdrawn': m.history_adhesion_withdrawn,
	'territory.pledge_removed': m.history_pledge_removed,
	'territory.publication_changed': m.history_publication,
	'history.redacted': m.history_words
};

/** What happened, in words. */
export function what(entry: HistoryEntry): string {
	const { pledge_removed, from } = factsOf(entry);
	if (pledge_removed) return m.history_pledge_removed();
	if (entry.action === 'territory.publication_changed' && partsOf(entry).length === 0) {
		return m.history_publication_may();
	}
	if (entry.action === 'territory.held') {
		return m.history_held({ of: from === 'pledged' ? 'pledge' : 'membership' });
	}
	return (actions[entry.action] ?? m.history_other)();
}

/** When the campaign last accepted an adhesion, as far as these entries tell. Who joined before adhesions were filed here has none. */
export function acceptedAt(entries: HistoryEntry[]): string | undefined {
	const accepted = entries.find(
		({ action, facts }) =>
			action === 'territory.adhesion_accepted' || (action === 'territory.joined' && 'published' in facts)
	);
	return accepted?.recorded_at;
}

/** What became public, or is no longer, a line each. What a government says of parts that nobody can read concerns nobody. */
export function partsOf(entry: HistoryEntry): string[] {
	if (entry.action !== 'territory.publication_changed') return [];
	const { consent_withdrawn = [], published = [], unpublished = [] } = factsOf(entry);
	const wished = (part: PublicationPart) => consent_withdrawn.includes(part);
	const lines = [
		{ parts: unpublished.filter(wished), say: m.history_consent_withdrawn },
		{ parts: unpublished.filter((part) => !wished(part)), say: m.history_unpublished },
		{ parts: published, say: m.history_published }
	];
	return lines
		.filter(({ parts }) => parts.length > 0)
		.map(({ parts, say }) => say({ parts: list(parts.map((part) => partNames[part]())) }));
}

/** Why words were taken out of an entry. */
export const redactionReasons: Record<RedactionReason, () => string> = {
	personal_data: m.redaction_personal_data,
	offensive: m.redaction_offensive,
	unlawful: m.redaction_unlawful,
	mistake: m.redaction_mistake
};

/** The words that stand at a place of an entry's facts (a JSON Pointer). */
export function wordsAt(entry: HistoryEntry, pointer: string): string {
	const step = (value: unknown, name: string) => (value as Record<string, unknown> | undefined)?.[name];
	return String(pointer.split('/').slice(1).reduce<unknown>(step, entry.facts) ?? '');
}

/** The places of an entry's words that are still there: what was taken out has nothing to say. */
export function textsLeft(entry: HistoryEntry): string[] {
	return entry.texts.filter((pointer) => wordsAt(entry, pointer));
}

/** Facts that hold words in an entry of before words were kept apart from it. No such entry is made any more, so none is missing here. */
const typedOfBefore = [
	'reason',
	'political_act',
	'source_url',
	'name',
	'term',
	'source',
	'wikidata',
	'iso_3166_2'
];
/** Fields of a page whose value before and after is what somebody typed. */
const typedFields = ['name', 'website', 'section'];

/**
 * The words in an entry of before they were kept apart from it: it has no `texts`, and can only be withheld as a whole.
 * None where the words of an entry can be taken out one by one, or nobody is told them any more.
 */
export function wordsOfBefore({ texts, redacted, facts }: HistoryEntry): string[] {
	return texts.length > 0 || redacted ? [] : [...new Set(typedIn(facts))];
}

function typedIn(facts: object): string[] {
	const field = 'field' in facts ? String(facts.field) : undefined;
	return Object.entries(facts).flatMap(([name, value]: [string, unknown]) => {
		if (value && typeof value === 'object') return typedIn(value);
		const typed =
			field && ['old', 'new'].includes(name) ? typedFields.includes(field) : typedOfBefore.includes(name);
		return typed && typeof value === 'string' && value ? [value] : [];
	});
}
