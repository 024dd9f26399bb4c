import type { Adhesion, Comment } from '$lib/kit/api/types';
import { fieldOf } from './sections';

export interface CommentThread {
	first: Comment;
	replies: Comment[];
}

/** Comments as conversations, oldest first: a reply to a reply belongs to the same one. */
export function threads(comments: Comment[]): CommentThread[] {
	const sorted = [...comments].sort((a, b) => a.created_at.localeCompare(b.created_at));
	const byId = new Map<string, CommentThread>();
	const all: CommentThread[] = [];
	for (const comment of sorted) {
		const thread = comment.reply_to ? byId.get(comment.reply_to) : undefined;
		if (thread) {
			thread.replies.push(comment);
			byId.set(comment.id, thread);
		} else {
			const own = { first: comment, replies: [] };
			all.push(own);
			byId.set(comment.id, own);
		}
	}
	return all;
}

/** What was said about one question, or about the whole, as far as it was read. */
export function commentsOn(comments: Comment[], field: string | null): Comment[] {
	return comments.filter((comment) => (comment.field ? fieldOf(comment.field) : null) === field);
}

/** How many comments there are on these questions, or on the whole, and how many of them nobody has called resolved. */
export function counted({ comments }: Adhesion, fields: readonly (string | null)[]) {
	const on = comments.fields.filter(({ field }) => fields.includes(field ? fieldOf(field) : null));
	const sum = (name: 'total' | 'open') => on.reduce((sum, counts) => sum + counts[name], 0);
	return { total: sum('total'), open: sum('open') };
}
