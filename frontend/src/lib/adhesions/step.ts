import { ifMatch } from '$lib/kit/api/headers';
import { ApiProblem, type Versioned } from '$lib/kit/api/problem';
import type { Adhesion } from '$lib/kit/api/types';
import type { AdhesionStore } from './store.svelte';

interface Options {
	params: { path: { id: string }; header: { 'If-Match': string } };
}

/**
 * One step of an adhesion, such as sending it, on the version that is on the page. Who was slower sees the newest and
 * decides again. `sent` is called before the page shows what became of it.
 */
export async function step(
	store: AdhesionStore,
	call: (options: Options) => Promise<Versioned<Adhesion>>,
	sent?: () => void
): Promise<true> {
	const { data, etag } = store.record!;
	try {
		const answered = await call({ params: { path: { id: data.id }, header: ifMatch({ etag }) } });
		sent?.();
		store.take(answered);
		return true;
	} catch (cause) {
		if (!(cause instanceof ApiProblem) || cause.status !== 412) throw cause;
		await store.reread();
		throw new ApiProblem(412, { code: 'stale_step' });
	}
}
