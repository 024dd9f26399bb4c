import { api } from '$lib/api/client';
import { ifMatch } from '$lib/api/headers';
import { ApiProblem, versioned } from '$lib/api/problem';
import type { AdhesionStore } from '$lib/features/adhesion/store.svelte';
import type { BodyOf } from '$lib/api/types';

type Step = 'request-changes' | 'confirm-authority' | 'accept' | 'decline';
type StepBody<Name extends Step> = BodyOf<`/v1/adhesions/{id}/${Name}`, 'post'>;

/**
 * One step of the review, on the version that the reviewer saw. Who was slower sees the newest and decides again.
 * `sent` is called before the page shows what became of it.
 */
export async function review<Name extends Step>(
	store: AdhesionStore,
	step: Name,
	body: StepBody<Name>,
	sent?: () => void
): Promise<true> {
	const { data, etag } = store.record!;
	const options = { params: { path: { id: data.id }, header: ifMatch({ etag }) } };
	const calls = {
		'request-changes': () =>
			api.POST('/v1/adhesions/{id}/request-changes', {
				...options,
				body: body as StepBody<'request-changes'>
			}),
		'confirm-authority': () =>
			api.POST('/v1/adhesions/{id}/confirm-authority', {
				...options,
				body: body as StepBody<'confirm-authority'>
			}),
		accept: () =>
			api.POST('/v1/adhesions/{id}/accept', { ...options, body: body as StepBody<'accept'> }),
		decline: () =>
			api.POST('/v1/adhesions/{id}/decline', { ...options, body: body as StepBody<'decline'> })
	};
	try {
		const answered = await versioned(calls[step]());
		sent?.();
		store.take(answered);
	} catch (cause) {
		if (cause instanceof ApiProblem && cause.status === 412) await store.reread();
		throw cause;
	}
	return true;
}
