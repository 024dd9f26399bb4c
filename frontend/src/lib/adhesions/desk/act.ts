import { api } from '$lib/kit/api/client';
import { versioned } from '$lib/kit/api/problem';
import type { BodyOf } from '$lib/kit/api/types';
import { step } from '../step';
import type { AdhesionStore } from '../store.svelte';

type Step = 'request-changes' | 'confirm-authority' | 'accept' | 'decline';
type StepBody<Name extends Step> = BodyOf<`/v1/adhesions/{id}/${Name}`, 'post'>;

/** One step of the review. */
export function review<Name extends Step>(
	store: AdhesionStore,
	name: Name,
	body: StepBody<Name>,
	sent?: () => void
): Promise<true> {
	return step(
		store,
		(options) => {
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
				accept: () => api.POST('/v1/adhesions/{id}/accept', { ...options, body: body as StepBody<'accept'> }),
				decline: () =>
					api.POST('/v1/adhesions/{id}/decline', { ...options, body: body as StepBody<'decline'> })
			};
			return versioned(calls[name]());
		},
		sent
	);
}
