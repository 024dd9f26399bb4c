import { dateText } from '$lib/kit/i18n/format';
import { m } from '$lib/paraglide/messages';

interface Term {
	term_from?: string | null;
	term_to?: string | null;
}

/** A term of office in words, as far as it is known. */
export function termOf({ term_from: from, term_to: end }: Term): string | undefined {
	if (from && end) return m.leader_term({ from: dateText(from), to: dateText(end) });
	if (from) return m.leader_term_from({ from: dateText(from) });
	return end ? m.leader_term_to({ to: dateText(end) }) : undefined;
}
