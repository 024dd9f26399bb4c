import type { PledgeState } from '$lib/kit/api/types';
import { m } from '$lib/paraglide/messages';

export const pledgeStateNames: Record<PledgeState, () => string> = {
	unconfirmed: m.pledge_unconfirmed,
	public: m.pledge_public,
	fulfilled: m.pledge_fulfilled,
	removed: m.pledge_removed
};
