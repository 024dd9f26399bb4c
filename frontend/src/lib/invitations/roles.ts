import type { Me, Role } from '$lib/kit/api/types';
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

const option = (value: Role, hint: string) => ({ value, label: roleName(value), hint });

/** What one may be in a government's team. */
export const teamRoles = () => [option('lead', m.role_lead_hint()), option('editor', m.role_editor_hint())];

/** What one may be in the secretariat. */
export const secretariatRoles = () => [
	option('reviewer', m.role_reviewer_hint()),
	option('administrator', m.role_administrator_hint())
];

/** Whether somebody may change a government's team. The server decides again at every call. */
export const manages = (me: Me, territoryId: string) =>
	me.role !== null || me.teams.some(({ territory, role }) => territory.id === territoryId && role === 'lead');
