const key = 'thousand.pledge.sent';

/** Keeps, for the page that says so, where the mail went. */
export function rememberSent(email: string): void {
	sessionStorage.setItem(key, email);
}

export function sentTo(): string | null {
	return sessionStorage.getItem(key);
}
