import { api } from '$lib/kit/api/client';
import { versioned, type Versioned } from '$lib/kit/api/problem';
import { resource } from '$lib/kit/api/resource.svelte';
import type { Adhesion } from '$lib/kit/api/types';
import { commentList } from './comments.svelte';

function read(id: string, signal?: AbortSignal): Promise<Versioned<Adhesion>> {
	return versioned(api.GET('/v1/adhesions/{id}', { params: { path: { id } }, signal }));
}

/** One adhesion as the server last gave it, and what was said. A change goes out with its version, and the answer is taken here. */
export function adhesionStore(id: () => string) {
	let newest = $state.raw<Versioned<Adhesion>>();
	let overtaken = $state(false);
	const comments = commentList(id);
	const first = resource(async (signal) => {
		const [record] = await Promise.all([read(id(), signal), comments.newest(signal)]);
		newest = record;
		return record;
	});

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
		comments,
		/** Takes the answer to a change. */
		take(answered: Versioned<Adhesion>) {
			const more = answered.data.comments.total > (newest?.data.comments.total ?? 0);
			newest = answered;
			overtaken = false;
			// Should it fail, they are still offered as earlier ones.
			if (more) void comments.newest().catch(() => {});
		},
		/** Reads again: after a comment, or when somebody else was faster. */
		async reread(): Promise<Versioned<Adhesion>> {
			const before = newest?.data.state;
			[newest] = await Promise.all([read(id()), comments.newest()]);
			overtaken = before !== newest.data.state;
			return newest;
		}
	};
}

export type AdhesionStore = ReturnType<typeof adhesionStore>;
