import { api } from '$lib/kit/api/client';
import { answer } from '$lib/kit/api/problem';
import { session } from '$lib/kit/api/session.svelte';

export async function signIn(email: string, password: string): Promise<true> {
	session.begin(await answer(api.POST('/v1/sessions', { body: { email, password } })));
	return true;
}
