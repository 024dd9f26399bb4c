import { cursorOf } from '$lib/kit/api/address';
import { api } from '$lib/kit/api/client';
import { answer } from '$lib/kit/api/problem';
import type { Comment } from '$lib/kit/api/types';
import type { FieldName } from './questions';
import { pointerTo } from './sections';

/** So many are read at once; few adhesions have more. */
const limit = 100;

/** The comments of one adhesion: the newest, and of each answer those before them when they are asked for. */
export function commentList(id: () => string) {
	let read = $state.raw<Comment[]>([]);
	/** Where the comments on an answer, or on the whole, go on. */
	const next = new Map<string, string | undefined>();

	function page(query: { field?: string; cursor?: string }, signal?: AbortSignal) {
		const params = { path: { id: id() }, query: { sort: '-created', limit, ...query } };
		return answer(api.GET('/v1/adhesions/{id}/comments', { params, signal }));
	}

	/** Of what is known already, the newer reading counts. */
	function take(comments: Comment[]) {
		const known = new Map([...read, ...comments].map((comment) => [comment.id, comment]));
		read = [...known.values()];
	}

	return {
		get read() {
			return read;
		},
		take,
		async newest(signal?: AbortSignal) {
			take((await page({}, signal)).data);
		},
		/** Earlier comments on one answer, or on the whole. */
		async earlier(field: FieldName | null) {
			const about = field ? pointerTo(field) : 'whole';
			const before = read.length;
			do {
				const { data, page: info } = await page({ field: about, cursor: next.get(about) });
				next.set(about, cursorOf(info.next));
				take(data);
				// A page of nothing but what was read with the newest of all shows nothing.
			} while (read.length === before && next.get(about));
		}
	};
}
