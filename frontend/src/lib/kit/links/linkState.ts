import { ApiProblem } from '$lib/kit/api/problem';

/** Why a mailed link is of no use (any more). */
export type LinkState = 'invalid' | 'used' | 'expired';

/** What has become of a mailed link, from what the server says of its token. */
export function linkState(problem: unknown): LinkState | undefined {
	if (!(problem instanceof ApiProblem)) return undefined;
	const states: Record<string, LinkState> = {
		link_invalid: 'invalid',
		link_used: 'used',
		link_expired: 'expired'
	};
	return states[problem.code];
}
