import { describe, expect, it } from 'vitest';
import { storage } from './storage';

/** As much of the browser's as is used, with room for so many values. */
function browsers(room: number): Storage {
	const kept: Record<string, string> = {};
	const methods = {
		getItem: (key: string) => kept[key] ?? null,
		setItem(key: string, value: string) {
			if (!(key in kept) && Object.keys(kept).length >= room)
				throw new DOMException('', 'QuotaExceededError');
			kept[key] = value;
		},
		removeItem: (key: string) => void delete kept[key]
	};
	return new Proxy(methods, {
		ownKeys: () => Object.keys(kept),
		getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true })
	}) as unknown as Storage;
}
const blocked = () => {
	throw new DOMException('', 'SecurityError');
};
const full = browsers(0);
const roomy = browsers(9);

describe('what the browser keeps', () => {
	it.each([
		['as it should', () => roomy],
		['nothing, being blocked', blocked],
		['nothing, being full', () => full]
	] as [string, () => Storage][])('is there again where the browser keeps %s', (_, given) => {
		const kept = storage(given);
		expect(kept.get('a')).toBeNull();
		kept.set('a', 'one');
		kept.set('a', 'two');
		expect(kept.get('a')).toBe('two');
		expect(kept.keys()).toEqual(['a']);
		kept.remove('a');
		expect(kept.get('a')).toBeNull();
		expect(kept.keys()).toEqual([]);
	});
});
