import { m } from '$lib/paraglide/messages';

/** What the tables with personal data hold, in words. A test compares them with docs/personal-data.md. */
export const holdings: Record<string, () => string> = {
	user: m.holds_user,
	session: m.holds_session,
	refresh_token: m.holds_refresh_token,
	email_token: m.holds_email_token,
	team_member: m.holds_team_member,
	invitation: m.holds_invitation,
	api_token: m.holds_api_token,
	pledge: m.holds_pledge,
	adhesion: m.holds_adhesion,
	access_request: m.holds_access_request,
	report: m.holds_report,
	comment: m.holds_comment,
	document: m.holds_document,
	upload: m.holds_upload,
	territory: m.holds_territory,
	territory_name: m.holds_territory_name,
	leader: m.holds_leader,
	territory_search: m.holds_territory_search,
	search_word: m.holds_search_word,
	history: m.holds_history,
	history_text: m.holds_history_text,
	history_personal: m.holds_history_personal,
	job: m.holds_job,
	idempotency_key: m.holds_idempotency_key,
	event: m.holds_event
};

/** What a table holds, in words: no reader is shown the name of a table. */
export function holding(table: string): string {
	return (holdings[table] ?? m.holds_other)();
}
