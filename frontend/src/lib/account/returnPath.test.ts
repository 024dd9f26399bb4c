import { describe, expect, it } from 'vitest';
import { returnPath } from './returnPath';

describe('where sign-in leads', () => {
	it('goes back to a page of ours', () => {
		expect(returnPath('/ar/adhesions/1?page=act', '/ar/my')).toBe('/ar/adhesions/1?page=act');
	});

	it.each([
		null,
		'',
		'https://evil.example/en/my',
		'//evil.example/en',
		'/\\evil.example/en',
		'/v1/me',
		'javascript:alert(1)',
		'en/my'
	])('does not follow %s', (asked) => {
		expect(returnPath(asked, '/en/my')).toBe('/en/my');
	});
});
