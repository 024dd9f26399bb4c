import { m } from '$lib/paraglide/messages';

const names: Record<string, () => string> = {
	user: m.holds_user,
	session: m.holds_session,
	email_token: m.holds_email_token,
	team_member: m.holds_team_member,
	invitation: m.holds_invitation,
	api_token: m.holds_api_token,
	pledge: m.holds_pledge,
	adhesion: m.holds_adhesion,
	comment: m.holds_comment,
	document: m.holds_document,
	territory: m.holds_territory,
	territory_name: m.holds_territory_name,
	leader: m.holds_leader,
	history: m.holds_history,
	history_text: m.holds_history_text,
	history_personal: m.holds_history_personal,
	job: m.holds_job,
	idempotency_key: m.holds_idempotency_key
};

/** What a table holds, in words; its own name where there are none yet. */
export function holding(table: string): string {
	return names[table]?.() ?? table;
}
