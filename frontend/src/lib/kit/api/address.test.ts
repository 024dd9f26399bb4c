import { describe, expect, it } from 'vitest';
import { cursorOf, query } from './address';

describe('addresses of the API', () => {
	it('writes only what is set', () => {
		expect(query({ q: 'Sant Boi', country: undefined, level: '' })).toBe('?q=Sant+Boi');
		expect(query({})).toBe('');
	});

	it('takes the cursor out of the next address, absolute or not', () => {
		expect(cursorOf('https://example.org/v1/territories?limit=50&cursor=a%2Bb')).toBe('a+b');
		expect(cursorOf('/v1/territories?cursor=x')).toBe('x');
		expect(cursorOf(null)).toBeUndefined();
	});
});
