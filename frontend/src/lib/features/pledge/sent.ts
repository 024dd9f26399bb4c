const key = 'thousand.pledge.sent';

/** Keeps, for the page that says so, where the mail went. */
export function rememberSent(email: string): void {
	sessionStorage.setItem(key, email);
}

/** Where it went; kept no longer than until it has been said. */
export function sentTo(): string | null {
	const email = sessionStorage.getItem(key);
	sessionStorage.removeItem(key);
	return email;
}
