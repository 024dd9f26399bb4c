import type { AccessRefusal, AccessRequest, AccessRequestState } from '$lib/kit/api/types';
import { m } from '$lib/paraglide/messages';

export const accessStateNames: Record<AccessRequestState, () => string> = {
	open: m.access_open,
	invited: m.access_invited,
	declined: m.access_declined
};

export const refusalNames: Record<AccessRefusal, () => string> = {
	not_confirmed: m.access_refusal_not_confirmed,
	address_not_official: m.access_refusal_address_not_official,
	ask_team: m.access_refusal_ask_team,
	already_invited: m.access_refusal_already_invited,
	other_government: m.access_refusal_other_government,
	other: m.access_refusal_other
};

export const domainNames: Record<AccessRequest['marks']['domain'], () => string> = {
	same: m.access_domain_same,
	other: m.access_domain_other,
	unknown: m.access_domain_unknown
};
