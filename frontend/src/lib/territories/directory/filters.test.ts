import { describe, expect, it } from 'vitest';
import { readFilters, readView } from './filters';

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
});
