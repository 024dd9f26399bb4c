import { describe, expect, it } from 'vitest';
import { ApiProblem, answer, versioned } from './problem';

const response = (status: number, headers?: HeadersInit) =>
	new Response(status === 204 ? null : '{}', { status, headers });

describe('answer', () => {
	it('gives the data', async () => {
		const call = Promise.resolve({ data: { goal: 1000 }, response: response(200) });
		await expect(answer(call)).resolves.toEqual({ goal: 1000 });
	});

	it('throws what the server says, with everything it says', async () => {
		const error = { code: 'already_there', detail: 'Already here.', territory: { slug: 'quilmes' } };
		const call = Promise.resolve({ error, response: response(409, { 'Retry-After': '7' }) });
		await expect(answer(call)).rejects.toBeInstanceOf(ApiProblem);
		await expect(answer(call)).rejects.toMatchObject({
			status: 409,
			code: 'already_there',
			retryAfter: 7,
			body: { territory: { slug: 'quilmes' } }
		});
	});

	it('makes a problem of an answer without one', async () => {
		const call = Promise.resolve({ error: 'Bad gateway', response: response(502) });
		await expect(answer(call)).rejects.toMatchObject({ status: 502, code: 'unknown' });
	});

	it('makes a problem of no answer, and lets an abort through', async () => {
		await expect(answer(Promise.reject(new TypeError('failed')))).rejects.toMatchObject({
			code: 'network'
		});
		const abort = new DOMException('', 'AbortError');
		await expect(answer(Promise.reject(abort))).rejects.toBe(abort);
	});
});

describe('versioned', () => {
	it('keeps the version beside the data', async () => {
		const call = Promise.resolve({ data: 1, response: response(200, { ETag: '"7"' }) });
		await expect(versioned(call)).resolves.toEqual({ data: 1, etag: '"7"' });
	});
});
