import { describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '$lib/kit/api/problem';
import { saveVersioned } from './versioned';

const newest = { etag: '"2"', data: 'theirs' };
const saved = { etag: '"3"', data: 'ours' };
const stale = () => Promise.reject(new ApiProblem(412, { code: 'stale' }));

function saving(clashing: string[]) {
	const send = vi.fn((etag: string) => (etag === '"1"' ? stale() : Promise.resolve(saved)));
	return { send, reread: vi.fn(async () => newest), clashes: () => clashing };
}

describe('saving what others change too', () => {
	it('reads nothing again where nobody was faster', async () => {
		const given = saving([]);
		expect(await saveVersioned({ ...given, etag: '"2"' })).toEqual({ newest: saved, clashing: [] });
		expect(given.reread).not.toHaveBeenCalled();
	});

	it('goes on from the newest version where others changed something else', async () => {
		const given = saving([]);
		expect(await saveVersioned({ ...given, etag: '"1"' })).toEqual({ newest: saved, clashing: [] });
		expect(given.send.mock.calls).toEqual([['"1"'], ['"2"']]);
	});

	it('overwrites nothing where others changed the same', async () => {
		const given = saving(['name']);
		expect(await saveVersioned({ ...given, etag: '"1"' })).toEqual({ newest, clashing: ['name'] });
		expect(given.send).toHaveBeenCalledTimes(1);
	});

	it('tells any other problem', async () => {
		const refused = new ApiProblem(422, {});
		const given = { ...saving([]), send: () => Promise.reject(refused) };
		await expect(saveVersioned({ ...given, etag: '"1"' })).rejects.toBe(refused);
	});
});
