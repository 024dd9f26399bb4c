import { api } from '$lib/api/client';
import { answer } from '$lib/api/problem';
import { session } from '$lib/api/session.svelte';

export async function signIn(email: string, password: string): Promise<true> {
	session.begin(await answer(api.POST('/v1/sessions', { body: { email, password } })));
	return true;
}
