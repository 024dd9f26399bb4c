import type { Adhesion, Comment } from '$lib/api/types';
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

/** What was said about one question, or about the whole. */
export function commentsOn({ comments }: Adhesion, field: string | null): Comment[] {
	return comments.filter((comment) => (comment.field ? fieldOf(comment.field) : null) === field);
}

/** Conversations that nobody has called resolved. */
export function openThreads({ comments }: Adhesion): Comment[] {
	return comments.filter(({ reply_to, resolved_at }) => !reply_to && !resolved_at);
}
