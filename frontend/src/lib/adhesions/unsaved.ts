import { session } from '$lib/kit/api/session.svelte';
import { draftsUnder } from '$lib/kit/storage/drafts';
import { sections, type Section } from './sections';

/** The pages of an adhesion on which something was typed in this tab that is not saved, and would not be sent. */
export function unsavedSections(adhesionId: string): Section[] {
	return sections.filter(
		({ id }) => draftsUnder(session.account, `adhesions.${adhesionId}.pages.${id}`).length > 0
	);
}
