import { ofTab } from '$lib/kit/storage/storage';

/** A pledge that was sent from this tab and waits to be confirmed. */
export interface SentPledge {
	id: string;
	/** Where the last message went. */
	email: string;
	mailed_at: string;
	/** By which the sender alone has it sent again, or to another address. */
	secret: string;
}

const key = 'thousand.pledge.sent';

/** Keeps, for the page that says so, what is needed to send the message again. */
export function rememberSent({ id, email, mailed_at, secret }: SentPledge): void {
	ofTab.set(key, JSON.stringify({ id, email, mailed_at, secret }));
}

/** The last one; null also where what was kept cannot be read. */
export function lastSent(): SentPledge | null {
	try {
		return JSON.parse(ofTab.get(key) ?? 'null');
	} catch {
		return null;
	}
}
