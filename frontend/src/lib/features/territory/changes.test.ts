import { expect, test } from 'vitest';
import type { HistoryEntry } from '$lib/api/types';
import { wordsAt } from './changes';

test('words are found by their place', () => {
	const facts = { changes: [{ field: 'names', old: null, new: [{ lang: 'fr', name: 'Lyon' }] }] };
	const entry = { facts } as unknown as HistoryEntry;
	expect(wordsAt(entry, '/changes/0/new/0/name')).toBe('Lyon');
	expect(wordsAt(entry, '/changes/0/old/0/name')).toBe('');
});
