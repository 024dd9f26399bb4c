import type { Me, Role } from '$lib/api/types';
import { m } from '$lib/paraglide/messages';

const names: Record<Role, () => string> = {
	lead: m.role_lead,
	editor: m.role_editor,
	administrator: m.role_administrator,
	reviewer: m.role_reviewer
};

export function roleName(role: Role): string {
	return names[role]();
}

export type Need = 'signed-in' | 'secretariat' | 'administrator';

/** Whether a page may be shown. The server decides again at every call; this only spares a page of refusals. */
export function suffices(user: Me, need: Need): boolean {
	if (need === 'signed-in') return true;
	return need === 'administrator' ? user.role === 'administrator' : user.role !== null;
}
