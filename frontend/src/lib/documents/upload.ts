import { ApiProblem } from '$lib/kit/api/problem';
import { session } from '$lib/kit/api/session.svelte';
import type { DocumentRef, ProblemBody } from '$lib/kit/api/types';
import { getLocale } from '$lib/paraglide/runtime';

interface Upload {
	territoryId: string;
	file: File;
	/** Sent along, so that a retry after a lost answer stores nothing twice. */
	key: string;
	/** From 0 to 1. */
	progress: (share: number) => void;
	signal: AbortSignal;
}

/** Sends a file and tells how far it is, which fetch cannot; once more if the token has run out meanwhile. */
export async function upload(given: Upload): Promise<DocumentRef> {
	const token = await session.token();
	try {
		return await send(given, token);
	} catch (cause) {
		if (!(cause instanceof ApiProblem) || cause.status !== 401 || !token) throw cause;
		const fresh = await session.refresh();
		if (!fresh) throw cause;
		return send(given, fresh);
	}
}

function send(
	{ territoryId, file, key, progress, signal }: Upload,
	token: string | null
): Promise<DocumentRef> {
	// It may have been taken back while the token was awaited.
	signal.throwIfAborted();
	const body = new FormData();
	body.set('territory_id', territoryId);
	body.set('file', file);
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		request.open('POST', '/v1/documents');
		if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
		request.setRequestHeader('Accept-Language', getLocale());
		request.setRequestHeader('Idempotency-Key', key);
		request.responseType = 'json';
		request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
		request.onload = () => {
			if (request.status >= 200 && request.status < 300) return resolve(request.response);
			const problem: Partial<ProblemBody> = request.response ?? {};
			reject(new ApiProblem(request.status, problem, request.getResponseHeader('Retry-After')));
		};
		request.onerror = () => reject(new ApiProblem(0, {}));
		request.onabort = () => reject(new DOMException('', 'AbortError'));
		signal.addEventListener('abort', () => request.abort());
		request.send(body);
	});
}
