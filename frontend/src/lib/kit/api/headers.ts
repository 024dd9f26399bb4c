import type { Versioned } from './problem';

/** The header with which a change says which version it saw: `params: { path, header: ifMatch(record) }`. */
export function ifMatch({ etag }: Pick<Versioned<unknown>, 'etag'>): { 'If-Match': string } {
	return { 'If-Match': etag };
}

/** What nobody guesses. */
export function randomKey(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Keys for creating something exactly once. Make one per form; ask it for headers at every attempt. The key stays as
 * long as the body does, so that a second click or a retry after a lost answer creates nothing twice.
 *
 *     const once = idempotency();
 *     await answer(api.POST('/v1/pledges', { body, headers: once(body) }));
 */
export function idempotency(): (body: unknown) => { 'Idempotency-Key': string } {
	let sent: string | undefined;
	let key = '';
	return (body) => {
		const text = JSON.stringify(body);
		if (text !== sent) {
			sent = text;
			key = randomKey();
		}
		return { 'Idempotency-Key': key };
	};
}
