import type { HistoryEntry, RedactionReason, Stage } from '$lib/api/types';
import { m } from '$lib/paraglide/messages';

/** What an entry may say beyond its action. */
export interface Facts {
	reason?: string | null;
	reason_lang?: string | null;
	/** The stage before. */
	from?: Stage;
	pledge_removed?: boolean;
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
	'territory.document_unpublished': m.history_document_unpublished,
	'history.redacted': m.history_words
};

/** What happened, in words. */
export function what(entry: HistoryEntry): string {
	const { pledge_removed, from } = factsOf(entry);
	if (pledge_removed) return m.history_pledge_removed();
	if (entry.action === 'territory.held') {
		return m.history_held({ of: from === 'pledged' ? 'pledge' : 'membership' });
	}
	return (actions[entry.action] ?? m.history_other)();
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
