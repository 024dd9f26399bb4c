import { ApiProblem } from './problem';

/** One button's call, such as "revoke": busy while it is under way, and the problem if it failed. */
export function action<Arguments extends unknown[]>(call: (...given: Arguments) => Promise<unknown>) {
	let busy = $state(false);
	let problem = $state.raw<ApiProblem>();

	return {
		get busy() {
			return busy;
		},
		get problem() {
			return problem;
		},
		/** True when it worked. */
		async run(...given: Arguments): Promise<boolean> {
			if (busy) return false;
			busy = true;
			problem = undefined;
			try {
				await call(...given);
				return true;
			} catch (cause) {
				// Taken back on purpose: there is nothing to tell.
				if (cause instanceof DOMException && cause.name === 'AbortError') return false;
				if (!(cause instanceof ApiProblem)) throw cause;
				problem = cause;
				return false;
			} finally {
				busy = false;
			}
		}
	};
}
