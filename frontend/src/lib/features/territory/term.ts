import { dateText, isolated } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

interface Term {
	term_from?: string | null;
	term_to?: string | null;
	/** As a source words it, where it gives no dates. */
	term_text?: string | null;
}

/** A term of office in words, as far as it is known. */
export function termOf({ term_from: from, term_to: end, term_text: text }: Term): string | undefined {
	if (from && end) return m.leader_term({ from: dateText(from), to: dateText(end) });
	if (from) return m.leader_term_from({ from: dateText(from) });
	if (end) return m.leader_term_to({ to: dateText(end) });
	return text ? m.leader_term_text({ text: isolated(text) }) : undefined;
}
