import { ApiProblem } from './problem';

/**
 * Data that a component shows as soon as it is there. Runs in the browser only; what `load` reads before its first
 * await is tracked, and loading starts anew when it changes. Data already shown stays until the new is there.
 *
 *     const campaign = resource(() => answer(api.GET('/v1/campaign')));
 *     {#if campaign.data} … {:else if campaign.problem} … {:else} <Loading /> {/if}
 */
export function resource<Data>(load: (signal: AbortSignal) => Promise<Data>) {
	let data = $state.raw<Data>();
	let problem = $state.raw<ApiProblem>();
	let loading = $state(true);
	let attempt = $state(0);

	$effect(() => {
		void attempt;
		const abort = new AbortController();
		loading = true;
		load(abort.signal)
			.then((loaded) => {
				if (abort.signal.aborted) return;
				data = loaded;
				problem = undefined;
				loading = false;
			})
			.catch((cause) => {
				if (abort.signal.aborted) return;
				if (!(cause instanceof ApiProblem)) throw cause;
				data = undefined;
				problem = cause;
				loading = false;
			});
		return () => abort.abort();
	});

	return {
		get data() {
			return data;
		},
		get problem() {
			return problem;
		},
		get loading() {
			return loading;
		},
		retry() {
			attempt += 1;
		}
	};
}
