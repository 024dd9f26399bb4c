import { describe, expect, it } from 'vitest';
import { lifetime } from './lifetime';

const token = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

describe('the lifetime of a token', () => {
	it('is what lies between its two times, whatever the time is here', () => {
		expect(lifetime(token({ sub: '»ÿ?', iat: 1000, exp: 1900 }))).toBe(900_000);
	});

	it.each(['', 'opaque', 'a.b.c', token({}), token({ iat: 2, exp: 1 })])('is none in %j', (given) => {
		expect(lifetime(given)).toBe(0);
	});
});
