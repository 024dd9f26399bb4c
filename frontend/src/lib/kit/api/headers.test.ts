import { describe, expect, it } from 'vitest';
import { idempotency, ifMatch } from './headers';

describe('idempotency', () => {
	it('keeps the key for the same body and changes it for another', () => {
		const once = idempotency();
		const first = once({ name: 'Gwangju' });
		expect(once({ name: 'Gwangju' })).toEqual(first);
		expect(once({ name: 'Quilmes' })).not.toEqual(first);
	});

	it('gives two forms two keys', () => {
		expect(idempotency()({})).not.toEqual(idempotency()({}));
	});
});

describe('ifMatch', () => {
	it('sends the version as it came', () => {
		expect(ifMatch({ etag: 'W/"7-en"' })).toEqual({ 'If-Match': 'W/"7-en"' });
	});
});
