import { describe, expect, it } from 'vitest';
import type { Adhesion, Comment } from '$lib/kit/api/types';
import { commentsOn, counted, threads } from './threads';

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

describe('comments', () => {
	const on = (id: string, field: string | null): Comment => ({ ...comment(id, '2026'), field });

	it('belong to their question, or to the whole', () => {
		const all = [on('a', null), on('b', '/fields/policies/2'), on('c', '/fields/act_document_id')];
		const ids = (field: string | null) => commentsOn(all, field).map(({ id }) => id);
		expect([ids(null), ids('policies'), ids('act_document'), ids('name')]).toEqual([['a'], ['b'], ['c'], []]);
	});

	it('are counted by the server, also where they are not read', () => {
		const fields = [
			{ field: null, total: 4, open: 1 },
			{ field: '/fields/policies', total: 200, open: 3 },
			{ field: '/fields/act_document_id', total: 2, open: 0 }
		];
		const adhesion = { comments: { total: 206, open: 4, fields } } as Adhesion;
		expect(counted(adhesion, [null])).toEqual({ total: 4, open: 1 });
		expect(counted(adhesion, ['policies', 'act_document', 'name'])).toEqual({ total: 202, open: 3 });
	});
});
