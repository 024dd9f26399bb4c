import type { AdhesionState } from '$lib/api/types';
import { m } from '$lib/paraglide/messages';

export const adhesionStateNames: Record<AdhesionState, () => string> = {
	draft: m.adhesion_draft,
	submitted: m.adhesion_submitted,
	changes_requested: m.adhesion_changes_requested,
	accepted: m.adhesion_accepted,
	declined: m.adhesion_declined,
	withdrawn: m.adhesion_withdrawn
};

/** Whether the government's team may still write. */
export function isOpen(state: AdhesionState): boolean {
	return state === 'draft' || state === 'changes_requested';
}

/** Whether a new one may be filed after it. */
export function isClosed(state: AdhesionState): boolean {
	return state === 'declined' || state === 'withdrawn';
}
