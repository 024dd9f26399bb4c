import createClient from 'openapi-fetch';
import { browser } from '$app/environment';
import { forgetDrafts } from '$lib/kit/storage/drafts';
import { lasting } from '$lib/kit/storage/storage';
import { getLocale } from '$lib/paraglide/runtime';
import { lifetime } from './lifetime';
import { answer, ApiProblem } from './problem';
import type { Me, paths, SessionAnswer } from './types';

// Calls about the session itself go out as they are; `client.ts` would ask the session for a token first.
const bare = createClient<paths>({ baseUrl: '' });

/**
 * The id of who is signed in, while a refresh cookie is likely to exist, so that an anonymous visit never asks for one.
 * Empty when the session ended by itself, gone when somebody signed out.
 */
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
	/** Why it could not be found out on arrival. */
	problem = $state.raw<ApiProblem>();
	/** Whose session ended other than by signing out here; a new object whenever somebody goes on without one. */
	over = $state.raw<{ user: Me; elsewhere: boolean }>();

	#token: string | null = null;
	#expires = 0;
	#refreshing: Promise<string | null> | null = null;

	/** Whose page it is, also while the session is over; empty when nobody's. */
	get account(): string {
		return this.user?.id ?? this.over?.user.id ?? '';
	}

	/** On arrival: takes up the session of an earlier visit, and from then on what other tabs do. */
	async start(): Promise<void> {
		addEventListener('storage', ({ key, newValue }) => {
			if (key === hint) this.#heard(newValue);
		});
		// A page that the browser had put aside heard nothing meanwhile.
		addEventListener('pageshow', ({ persisted }) => {
			if (persisted) this.#heard(lasting.get(hint));
		});
		// So did a tab that was closed and is opened again, with what was typed in it.
		if (lasting.get(hint) === null) forgetDrafts();
		await this.restore();
	}

	async restore(): Promise<void> {
		this.known = false;
		this.problem = undefined;
		try {
			if (lasting.get(hint)) await this.refresh();
		} catch (cause) {
			if (!(cause instanceof ApiProblem)) throw cause;
			// The session may well be there: nobody is sent to sign in for this.
			this.problem = cause;
		}
		this.known = true;
	}

	/** After signing in or accepting an invitation. */
	begin({ access_token, user }: SessionAnswer): void {
		this.#token = access_token;
		this.#expires = Date.now() + lifetime(access_token);
		this.user = user;
		this.known = true;
		this.problem = undefined;
		this.over = undefined;
		forgetDrafts(user.id);
		lasting.set(hint, user.id);
	}

	/** A token good for the next request, or null when nobody is signed in. An ApiProblem when that cannot be told. */
	async token(): Promise<string | null> {
		if (!browser) return null;
		if (this.#token && Date.now() < this.#expires - margin) return this.#token;
		if (lasting.get(hint)) return this.refresh();
		// Somebody goes on as if still signed in: they are asked again.
		if (this.over) this.over = { ...this.over };
		return null;
	}

	refresh(): Promise<string | null> {
		this.#refreshing ??= this.#exchange().finally(() => (this.#refreshing = null));
		return this.#refreshing;
	}

	/** Ends the session. An ApiProblem when it goes on because the server could not be told. */
	async signOut(): Promise<void> {
		// The cookie suffices; the token is for browsers that keep none.
		const headers = this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
		await answer(bare.DELETE('/v1/sessions/current', { headers }));
		this.#end();
		lasting.remove(hint);
		forgetDrafts();
	}

	async #exchange(): Promise<string | null> {
		const ask = () =>
			answer(bare.POST('/v1/sessions/refresh', { headers: { 'Accept-Language': getLocale() } }));
		const before = this.user ?? this.over?.user;
		try {
			this.begin(await (navigator.locks ? navigator.locks.request('thousand.session', ask) : ask()));
		} catch (cause) {
			// Anything but a plain refusal may pass; the session is kept for the next attempt.
			if (!(cause instanceof ApiProblem) || cause.status !== 401) throw cause;
			this.#lose(lasting.get(hint) === null);
			return null;
		}
		// Somebody else signed in meanwhile: what was begun by one must not be done by the other.
		if (before && before.id !== this.user?.id) throw new ApiProblem(401, { code: 'session_over' });
		return this.#token;
	}

	/** Another tab signed out, or in. */
	#heard(account: string | null): void {
		if (account === null) {
			this.#lose(true);
			forgetDrafts();
		} else if (account === '') {
			this.#lose(false);
		} else if (account !== this.user?.id) {
			// What somebody else left is hidden before it is known who is there.
			if (account !== this.account) this.#lose(true);
			void this.restore();
		}
	}

	/** The session ended without being asked to here: what is on the page stays, for whoever signs in again. */
	#lose(elsewhere: boolean): void {
		const user = this.user ?? this.over?.user;
		this.#end();
		this.over = user && { user, elsewhere };
		if (!elsewhere) lasting.set(hint, '');
	}

	#end(): void {
		this.#token = null;
		this.user = null;
		this.over = undefined;
	}
}

export const session = new Session();
