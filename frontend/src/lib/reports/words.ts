import type { ReportReason } from '$lib/kit/api/types';
import { m } from '$lib/paraglide/messages';

/** What somebody says is wrong. */
export const reportReasonNames: Record<ReportReason, () => string> = {
	not_genuine: m.report_reason_not_genuine,
	wrong_information: m.report_reason_wrong_information,
	personal_data: m.report_reason_personal_data,
	inappropriate: m.report_reason_inappropriate,
	other: m.report_reason_other
};
