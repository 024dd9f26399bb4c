import createClient from 'openapi-fetch';
import { getLocale } from '$lib/paraglide/runtime';
import { session } from './session.svelte';
import type { paths } from './types';

/** Sends the caller's token, and once more with a fresh one if the server says that it has run out. */
async function authorised(request: Request): Promise<Response> {
	const again = request.clone();
	let unclear: unknown;
	const token = await session.token().catch((cause: unknown) => {
		unclear = cause;
		return null;
	});
	if (token) request.headers.set('Authorization', `Bearer ${token}`);
	const response = await fetch(request);
	if (response.status !== 401 || (await isWrongPassword(response))) return response;
	// Not that one is signed out: only that it could not be told.
	if (unclear) throw unclear;
	if (!token) return response;
	const fresh = await session.refresh();
	if (!fresh) return response;
	again.headers.set('Authorization', `Bearer ${fresh}`);
	return fetch(again);
}

/** Sent again, a wrong password would only count as one more guess. */
async function isWrongPassword(response: Response): Promise<boolean> {
	const problem = await response
		.clone()
		.json()
		.catch(() => null);
	return problem?.code === 'credentials_wrong';
}

/**
 * The API, typed by its contract. Wrap a call in `answer` (problem.ts) to get its data or an ApiProblem:
 *
 *     const campaign = await answer(api.GET('/v1/campaign'));
 */
export const api = createClient<paths>({
	baseUrl: '',
	fetch: authorised,
	// Repeated values of a filter are comma separated.
	querySerializer: { array: { style: 'form', explode: false } }
});

api.use({
	onRequest({ request }) {
		request.headers.set('Accept-Language', getLocale());
	}
});
