import { ofTab } from '$lib/storage';

const key = 'thousand.pledge.sent';

/** Keeps, for the page that says so, where the mail went. */
export function rememberSent(email: string): void {
	ofTab.set(key, email);
}

/** Where it went; kept no longer than until it has been said. */
export function sentTo(): string | null {
	const email = ofTab.get(key);
	ofTab.remove(key);
	return email;
}
