import { browser } from '$app/environment';
import { api } from '$lib/api/client';
import { answer } from '$lib/api/problem';
import type { Service } from '$lib/api/types';

let asked: Promise<Service | null> | undefined;

/** Who operates this installation; asked once. Null when the server cannot be reached: pages then stay silent. */
export function service(): Promise<Service | null> {
	if (!browser) return Promise.resolve(null);
	asked ??= answer(api.GET('/v1')).catch(() => null);
	return asked;
}
