import type { ApiProblem } from '$lib/kit/api/problem';

/** Whether a government's record is gone because it was there only by a pledge that was not genuine. */
export function isGone(problem: ApiProblem): boolean {
	return problem.code === 'pledge_removed';
}
