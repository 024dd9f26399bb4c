import type { Me } from '$lib/kit/api/types';

export type Need = 'signed-in' | 'secretariat' | 'administrator';

/** Whether a page may be shown. The server decides again at every call; this only spares a page of refusals. */
export function suffices(user: Me, need: Need): boolean {
	if (need === 'signed-in') return true;
	return need === 'administrator' ? user.role === 'administrator' : user.role !== null;
}
