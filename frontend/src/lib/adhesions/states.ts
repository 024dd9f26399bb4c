import type { AdhesionState, Stage } from '$lib/kit/api/types';
import { m } from '$lib/paraglide/messages';

export const adhesionStateNames: Record<AdhesionState, () => string> = {
	draft: m.adhesion_draft,
	submitted: m.adhesion_submitted,
	changes_requested: m.adhesion_changes_requested,
	accepted: m.adhesion_accepted,
	declined: m.adhesion_declined,
	withdrawn: m.adhesion_withdrawn
};

/** Whether the government's team may still fill in. */
export function isOpen(state: AdhesionState): boolean {
	return state === 'draft' || state === 'changes_requested';
}

/** Whether it is not decided yet: until then both sides may comment. */
export function isUndecided(state: AdhesionState): boolean {
	return isOpen(state) || state === 'submitted';
}

/** Whether a new one may be filed after it: also after an accepted one, once the membership that came of it has ended. */
export function mayFollow(state: AdhesionState, stage: Stage): boolean {
	return state === 'accepted' ? stage !== 'member' && stage !== 'on_hold' : !isUndecided(state);
}
