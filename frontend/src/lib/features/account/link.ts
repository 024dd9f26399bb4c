import type { ApiProblem } from '$lib/api/problem';

/** What has become of a mailed link, from what the server says of its token. */
export function linkState(problem: ApiProblem | undefined): 'invalid' | 'expired' | undefined {
	if (problem?.code === 'link_invalid') return 'invalid';
	return problem?.code === 'link_expired' ? 'expired' : undefined;
}
