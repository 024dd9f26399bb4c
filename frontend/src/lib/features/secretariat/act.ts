import { api } from '$lib/api/client';
import { versioned } from '$lib/api/problem';
import type { BodyOf } from '$lib/api/types';
import { step } from '$lib/features/adhesion/step';
import type { AdhesionStore } from '$lib/features/adhesion/store.svelte';

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
				accept: () =>
					api.POST('/v1/adhesions/{id}/accept', { ...options, body: body as StepBody<'accept'> }),
				decline: () =>
					api.POST('/v1/adhesions/{id}/decline', { ...options, body: body as StepBody<'decline'> })
			};
			return versioned(calls[name]());
		},
		sent
	);
}
