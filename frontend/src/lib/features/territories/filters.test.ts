import { describe, expect, it } from 'vitest';
import { cursorOf, query, readFilters, readView } from './filters';

describe('filters in the address', () => {
	it('keeps what the API knows and drops the rest', () => {
		const address = new URLSearchParams('q=%20Sant%20&country=ES,FR&level=&utm=x&view=map');
		expect(readFilters(address)).toEqual({ q: 'Sant', country: 'ES,FR' });
	});

	it('does not say the order by name, unless a search has another', () => {
		expect(readFilters(new URLSearchParams('sort=name'))).toEqual({});
		expect(readFilters(new URLSearchParams('sort=name&q=a'))).toEqual({ q: 'a', sort: 'name' });
	});

	it('shows a list unless another view is asked for by name', () => {
		expect(readView(new URLSearchParams('view=map'))).toBe('map');
		expect(readView(new URLSearchParams('view=globe'))).toBe('list');
	});

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
