import { describe, expect, it } from 'vitest';
import type { Comment } from '$lib/api/types';
import { threads } from './threads';

const comment = (id: string, created_at: string, reply_to: string | null = null): Comment => ({
	id,
	field: null,
	body: id,
	author: { name: 'A', side: 'team' },
	reply_to,
	resolved_at: null,
	created_at
});

describe('threads', () => {
	it('gathers replies, also to replies, under the first comment', () => {
		const found = threads([
			comment('c', '2026-03', 'b'),
			comment('d', '2026-04'),
			comment('a', '2026-01'),
			comment('b', '2026-02', 'a')
		]);
		expect(found.map(({ first, replies }) => [first.id, ...replies.map(({ id }) => id)])).toEqual([
			['a', 'b', 'c'],
			['d']
		]);
	});

	it('shows a reply on its own when what it answers is not there', () => {
		expect(threads([comment('b', '2026-02', 'gone')])).toHaveLength(1);
	});
});
