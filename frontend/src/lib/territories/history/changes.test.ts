import { describe, expect, it, test } from 'vitest';
import type { HistoryEntry } from '$lib/kit/api/types';
import { acceptedAt, partsOf, textsLeft, what, wordsAt, wordsOfBefore } from './changes';

test('words are found by their place', () => {
	const facts = { changes: [{ field: 'names', old: null, new: [{ lang: 'fr', name: 'Lyon' }] }] };
	const entry = { facts } as unknown as HistoryEntry;
	expect(wordsAt(entry, '/changes/0/new/0/name')).toBe('Lyon');
	expect(wordsAt(entry, '/changes/0/old/0/name')).toBe('');
});

test('words that were taken out are not offered again', () => {
	const facts = { reason: null, name: 'Lyon' };
	const entry = { facts, texts: ['/reason', '/name'] } as unknown as HistoryEntry;
	expect(textsLeft(entry)).toEqual(['/name']);
});

test('the history says what became public or is no longer, and not who agreed to what', () => {
	const entry = (facts: object) =>
		({ action: 'territory.publication_changed', facts }) as unknown as HistoryEntry;
	const taken = entry({
		consent_withdrawn: ['motivations', 'policies'],
		unpublished: ['motivations', 'signatory']
	});
	expect(partsOf(taken)).toEqual([
		'No longer public at the government’s wish: Motivations',
		'No longer public: Name, office and term of the signatory'
	]);
	const given = entry({ consent_given: ['motivations', 'policies'], published: ['policies'] });
	expect(partsOf(given)).toEqual(['Now public: Policies, mechanisms and programmes']);
	const unread = entry({ consent_given: ['motivations'] });
	expect(partsOf(unread)).toEqual([]);
	expect(what(unread)).toBe(
		'The government changed what it agrees to publish; what is public stayed the same'
	);
});

describe('an entry of before words were kept apart from it', () => {
	const words = (entry: object) => wordsOfBefore({ texts: [], ...entry } as unknown as HistoryEntry);
	const held = { stage: 'on_hold', from: 'member', reason: 'A slander', reason_lang: 'en' };
	const changes = [
		{ field: 'name', old: 'Lyon', new: 'A slander' },
		{ field: 'names', old: [{ lang: 'fr', name: 'Lyon' }], new: [] },
		{ field: 'level', old: 'municipal', new: 'regional' },
		{ field: 'kind_local', old: null, new: { term: 'métropole', lang: 'fr' } },
		{ field: 'population', old: { value: 5, year: 2020, source: 'Insee' }, new: null },
		{ field: 'leaders' }
	];

	it('is known by its words, which are listed once', () => {
		expect(words({ facts: held })).toEqual(['A slander']);
		expect(words({ facts: { changes } })).toEqual(['Lyon', 'A slander', 'métropole', 'Insee']);
	});

	it('is not taken for one of those whose words are kept apart', () => {
		expect(words({ facts: held, texts: ['/reason'] })).toEqual([]);
		expect(words({ facts: { ...held, reason: null } })).toEqual([]);
		expect(
			words({ facts: { stage: 'pledged', pledge: '019a', level: 'municipal', published: ['signatory'] } })
		).toEqual([]);
	});

	it('is not withheld twice', () => {
		expect(words({ facts: {}, redacted: { texts: [] } })).toEqual([]);
	});
});

test('the day of acceptance is that of the last accepted adhesion; who joined before has none', () => {
	const entry = (action: string, facts: object, recorded_at: string) =>
		({ action, facts, recorded_at }) as unknown as HistoryEntry;
	const seeded = entry('territory.joined', { stage: 'member' }, '2026-01-01T00:00:00Z');
	const first = entry('territory.joined', { stage: 'member', published: [] }, '2026-02-01T00:00:00Z');
	const again = entry('territory.adhesion_accepted', { published: [] }, '2026-03-01T00:00:00Z');
	expect(acceptedAt([seeded])).toBeUndefined();
	expect(acceptedAt([first])).toBe('2026-02-01T00:00:00Z');
	expect(acceptedAt([again, first])).toBe('2026-03-01T00:00:00Z');
});
