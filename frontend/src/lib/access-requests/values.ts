/** Closed lists of the contract, in the order in which a reader meets them. That they are whole, the records of words prove. */
import type { AccessRefusal, AccessRequestState } from '$lib/kit/api/types';

export const accessRequestStates = ['open', 'invited', 'declined'] as const satisfies AccessRequestState[];

export const accessRefusals = [
	'not_confirmed',
	'address_not_official',
	'ask_team',
	'already_invited',
	'other_government',
	'other'
] as const satisfies AccessRefusal[];
