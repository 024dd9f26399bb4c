import type { ProblemBody } from './types';

/** `stale_step` is our own: a step was taken on a version that is no longer the newest, which is on the page now. */
type Body = Omit<Partial<ProblemBody>, 'code'> & { code?: ProblemBody['code'] | 'stale_step' };

/** What went wrong with a call: the server's problem, or `network` when no answer came. */
export class ApiProblem extends Error {
	readonly status: number;
	readonly code: string;
	readonly detail: string;
	readonly errors: NonNullable<ProblemBody['errors']>;
	readonly requestId: string | undefined;
	/** The whole body: some problems carry more, such as the territory that is already there. */
	readonly body: Record<string, unknown>;
	/** Seconds to wait, when the server asks for patience. */
	readonly retryAfter: number | undefined;

	constructor(status: number, body: Body, retryAfter?: string | null) {
		super(body.detail ?? body.title ?? body.code ?? String(status));
		this.status = status;
		this.code = body.code ?? (status === 0 ? 'network' : 'unknown');
		this.detail = body.detail ?? '';
		this.errors = body.errors ?? [];
		this.requestId = body.request_id;
		this.body = { ...body };
		this.retryAfter = retryAfter ? Number(retryAfter) : undefined;
	}
}

interface Result<Data> {
	data?: Data;
	error?: unknown;
	response: Response;
}

async function settled<Data>(call: Promise<Result<Data>>): Promise<Result<Data>> {
	let result;
	try {
		result = await call;
	} catch (cause) {
		if (cause instanceof ApiProblem) throw cause;
		if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
		throw new ApiProblem(0, {});
	}
	const { response, error } = result;
	if (response.ok) return result;
	const body = typeof error === 'object' && error !== null ? error : {};
	throw new ApiProblem(response.status, body, response.headers.get('Retry-After'));
}

/** The data of a call, or an ApiProblem. */
export async function answer<Data>(call: Promise<Result<Data>>): Promise<Data> {
	return (await settled(call)).data as Data;
}

/** A record together with the version that a change to it must name. */
export interface Versioned<Data> {
	data: Data;
	etag: string;
}

/** Like `answer`, for a record that is going to be changed. */
export async function versioned<Data>(call: Promise<Result<Data>>): Promise<Versioned<Data>> {
	const { data, response } = await settled(call);
	return { data: data as Data, etag: response.headers.get('ETag') ?? '' };
}
