/** Closed lists of the contract, in the order in which a reader meets them. That they are whole, the records of words prove. */
import type { AdhesionState } from '$lib/kit/api/types';

export const adhesionStates = [
	'draft',
	'submitted',
	'changes_requested',
	'accepted',
	'declined',
	'withdrawn'
] as const satisfies AdhesionState[];
