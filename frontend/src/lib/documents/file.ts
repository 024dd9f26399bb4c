import type { DocumentRef } from '$lib/kit/api/types';
import type { About, Field } from '$lib/kit/forms/fields';

/** A file: it comes as a whole, and goes by its id. */
export function file(about: About): Field<DocumentRef | null> {
	return {
		kind: 'file',
		typed: (read) => (read as DocumentRef | null | undefined) ?? null,
		sent: (value) => value?.id ?? null,
		...about
	};
}
