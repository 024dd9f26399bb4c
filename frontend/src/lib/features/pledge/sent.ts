import { ofTab } from '$lib/storage';

const key = 'thousand.pledge.sent';

/** Keeps, for the page that says so, where the mail went. */
export function rememberSent(email: string): void {
	ofTab.set(key, email);
}

export function sentTo(): string | null {
	return ofTab.get(key);
}
