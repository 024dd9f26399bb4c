import { api } from '$lib/kit/api/client';
import { ifMatch } from '$lib/kit/api/headers';
import { answer, versioned } from '$lib/kit/api/problem';
import type { BodyOf } from '$lib/kit/api/types';

interface Answers {
	invite: BodyOf<'/v1/access-requests/{id}/invite', 'post'>;
	decline: BodyOf<'/v1/access-requests/{id}/decline', 'post'>;
}

/** Answers a request, as it stands now: what is known around it may have changed since it was read, it itself only by an answer. */
export async function answerRequest<Name extends keyof Answers>(id: string, name: Name, body: Answers[Name]) {
	const path = { id };
	const newest = await versioned(api.GET('/v1/access-requests/{id}', { params: { path } }));
	const params = { path, header: ifMatch(newest) };
	const calls = {
		invite: () => api.POST('/v1/access-requests/{id}/invite', { params, body: body as Answers['invite'] }),
		decline: () => api.POST('/v1/access-requests/{id}/decline', { params, body: body as Answers['decline'] })
	};
	return answer(calls[name]());
}
