import type { ReportOutcome, ReportState } from '$lib/kit/api/types';
import { m } from '$lib/paraglide/messages';

export const reportStateNames: Record<ReportState, () => string> = {
	open: m.report_open,
	answered: m.report_answered
};

export const reportOutcomeNames: Record<ReportOutcome, () => string> = {
	removed: m.report_outcome_removed,
	corrected: m.report_outcome_corrected,
	passed_on: m.report_outcome_passed_on,
	no_change: m.report_outcome_no_change,
	abuse: m.report_outcome_abuse
};
