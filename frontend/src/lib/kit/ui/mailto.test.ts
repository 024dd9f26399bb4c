import { expect, test } from 'vitest';
import { mailto } from './mailto';

test('F.10 an address names one reader, and nothing else of the letter', () => {
	expect(mailto('a?bcc=b&body=c@city.example')).toBe('mailto:a%3Fbcc%3Db%26body%3Dc@city.example');
	expect(mailto('a#b%20c@city.example')).toBe('mailto:a%23b%2520c@city.example');
	expect(mailto('nora.ferrer@xn--mller-kva.example')).toBe('mailto:nora.ferrer@xn--mller-kva.example');
	expect(new URL(mailto('a?bcc=b@city.example')).search).toBe('');
});

test('F.10 letters are addressed here alone', () => {
	const sources = import.meta.glob<string>('/src/**/*.{svelte,ts}', {
		query: '?raw',
		import: 'default',
		eager: true
	});
	const own = Object.entries(sources).filter(([, text]) => text.includes('mailto:'));
	expect(own.map(([path]) => path)).toEqual(['/src/lib/kit/ui/mailto.ts']);
});
