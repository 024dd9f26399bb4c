import type { Scope } from '$lib/kit/api/types';
import { m } from '$lib/paraglide/messages';

export const scopeNames: Record<Scope, () => string> = {
	'pledges:read': m.scope_pledges_read,
	'pledges:decide': m.scope_pledges_decide,
	'territories:write': m.scope_territories_write,
	'territories:govern': m.scope_territories_govern,
	'adhesions:read': m.scope_adhesions_read,
	'adhesions:write': m.scope_adhesions_write,
	'adhesions:decide': m.scope_adhesions_decide,
	'people:write': m.scope_people_write,
	'jobs:read': m.scope_jobs_read
};

export type Term = 30 | 90 | 365;

/** When a token of so many days expires. An hour less, so that the longest stays within the year that is allowed. */
export function expiryIn(days: Term, now = Date.now()): string {
	return new Date(now + days * 86_400_000 - 3_600_000).toISOString();
}
