/** Closed lists of the contract, in the order in which a reader meets them. That they are whole, the records of words prove. */
import type { Scope } from '$lib/kit/api/types';

/** What a partner's token may be limited to: reading, and filing what others decide. */
export const scopes = [
	'pledges:read',
	'territories:write',
	'adhesions:read',
	'adhesions:write',
	'jobs:read'
] as const satisfies Scope[];

/** What otherwise people of the secretariat decide. */
export const decidingScopes = [
	'pledges:decide',
	'territories:govern',
	'adhesions:decide',
	'people:write'
] as const satisfies Scope[];
