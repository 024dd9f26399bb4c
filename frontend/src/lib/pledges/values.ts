/** Closed lists of the contract, in the order in which a reader meets them. That they are whole, the records of words prove. */
import type { PledgeState } from '$lib/kit/api/types';

export const pledgeStates = [
	'unconfirmed',
	'public',
	'fulfilled',
	'removed'
] as const satisfies PledgeState[];
