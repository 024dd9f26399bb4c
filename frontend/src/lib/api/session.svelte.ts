import createClient from 'openapi-fetch';
import { browser } from '$app/environment';
import { getLocale } from '$lib/paraglide/runtime';
import type { Me, paths, SessionAnswer } from './types';

// Calls about the session itself go out as they are; `client.ts` would ask the session for a token first.
const bare = createClient<paths>({ baseUrl: '' });

/** Set while a refresh cookie is likely to exist, so that an anonymous visit never asks for one. */
const hint = 'thousand.signed-in';
/** Renew a little early: a token must outlive the request that carries it. */
const margin = 30_000;

/**
 * Who is signed in. The access token lives in memory only; the refresh token is a cookie that scripts cannot read.
 * One refresh runs at a time, over all tabs, because each spends the cookie of the last.
 */
class Session {
	user = $state.raw<Me | null>(null);
	/** False until it is known whether somebody is signed in. */
	known = $state(false);

	#token: string | null = null;
	#expires = 0;
	#refreshing: Promise<string | null> | null = null;

	/** On arrival: takes up the session of an earlier visit. */
	async restore(): Promise<void> {
		try {
			if (localStorage.getItem(hint)) await this.refresh();
		} catch {
			// No answer: nobody is signed in for now; the next call asks again.
		}
		this.known = true;
	}

	/** After signing in or accepting an invitation. */
	begin({ access_token, expires_at, user }: SessionAnswer): void {
		this.#token = access_token;
		this.#expires = Date.parse(expires_at);
		this.user = user;
		this.known = true;
		localStorage.setItem(hint, 'yes');
	}

	/** A token good for the next request, or null when nobody is signed in. */
	async token(): Promise<string | null> {
		if (!browser || !localStorage.getItem(hint)) return null;
		if (this.#token && Date.now() < this.#expires - margin) return this.#token;
		return this.refresh();
	}

	refresh(): Promise<string | null> {
		this.#refreshing ??= this.#exchange().finally(() => (this.#refreshing = null));
		return this.#refreshing;
	}

	async signOut(): Promise<void> {
		const token = await this.token();
		if (token) {
			await bare.DELETE('/v1/sessions/current', {
				headers: { Authorization: `Bearer ${token}` }
			});
		}
		this.#end();
	}

	async #exchange(): Promise<string | null> {
		const ask = () =>
			bare.POST('/v1/sessions/refresh', { headers: { 'Accept-Language': getLocale() } });
		const { data, response } = navigator.locks
			? await navigator.locks.request('thousand.session', ask)
			: await ask();
		if (data) this.begin(data);
		// Anything but a plain refusal may pass; the session is kept for the next attempt.
		else if (response.status === 401) this.#end();
		return data?.access_token ?? null;
	}

	#end(): void {
		this.#token = null;
		this.user = null;
		localStorage.removeItem(hint);
	}
}

export const session = new Session();
