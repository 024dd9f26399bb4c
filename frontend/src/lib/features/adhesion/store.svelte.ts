import { api } from '$lib/api/client';
import type { Adhesion } from '$lib/api/types';
import { versioned, type Versioned } from '$lib/api/problem';
import { resource } from '$lib/api/resource.svelte';

function read(id: string, signal?: AbortSignal): Promise<Versioned<Adhesion>> {
	return versioned(api.GET('/v1/adhesions/{id}', { params: { path: { id } }, signal }));
}

/** One adhesion as the server last gave it. A change goes out with its version, and the answer is taken here. */
export function adhesionStore(id: () => string) {
	let newest = $state.raw<Versioned<Adhesion>>();
	let overtaken = $state(false);
	const first = resource(async (signal) => (newest = await read(id(), signal)));

	return {
		get record() {
			return newest;
		},
		get problem() {
			return first.problem;
		},
		retry: first.retry,
		/** Whether somebody else brought it to another state while it was on the page. */
		get overtaken() {
			return overtaken;
		},
		/** Takes the answer to a change. */
		take(answered: Versioned<Adhesion>) {
			newest = answered;
			overtaken = false;
		},
		/** Reads again: after a comment, or when somebody else was faster. */
		async reread(): Promise<Versioned<Adhesion>> {
			const before = newest?.data.state;
			newest = await read(id());
			overtaken = before !== newest.data.state;
			return newest;
		}
	};
}

export type AdhesionStore = ReturnType<typeof adhesionStore>;
