import type { FieldError } from '$lib/kit/api/words';

/** What can be told without asking the server: an empty field, an address without "@". Runs after submitting only. */
export function required(
	values: Record<string, string | boolean>,
	words: Record<string, () => string>
): FieldError[] {
	return Object.entries(words)
		.filter(([field]) => {
			const value = values[field];
			return typeof value === 'string' ? !value.trim() : !value;
		})
		.map(([field, say]) => ({ field, words: say() }));
}

/** Deliberately lenient: whether an address works is known only once a mail arrives. */
export function looksLikeEmail(text: string): boolean {
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}
