import { expect, it, vi } from 'vitest';
import { upload } from './upload';

const token = vi.hoisted(() => ({ arrive: (_: string) => {} }));
vi.mock('$lib/kit/api/session.svelte', () => ({
	session: { token: () => new Promise((resolve) => (token.arrive = resolve)) }
}));
vi.mock('$lib/paraglide/runtime', () => ({ getLocale: () => 'en' }));

it('sends nothing when it was taken back while the token was awaited', async () => {
	const opened = vi.fn();
	vi.stubGlobal('XMLHttpRequest', opened);
	const abort = new AbortController();
	const file = new File(['%PDF'], 'act.pdf');
	const given = { territoryId: 'salé', file, key: 'k', progress: () => {}, signal: abort.signal };
	const sending = upload(given);
	abort.abort();
	token.arrive('a token');
	await expect(sending).rejects.toThrow(DOMException);
	expect(opened).not.toHaveBeenCalled();
});
