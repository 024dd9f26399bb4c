/** Closed lists of the contract, in the order in which a reader meets them. That they are whole, the records of words prove. */
import type { ReportOutcome, ReportReason, ReportState } from '$lib/kit/api/types';

export const reportReasons = [
	'not_genuine',
	'wrong_information',
	'personal_data',
	'inappropriate',
	'other'
] as const satisfies ReportReason[];

export const reportStates = ['open', 'answered'] as const satisfies ReportState[];

export const reportOutcomes = [
	'removed',
	'corrected',
	'passed_on',
	'no_change',
	'abuse'
] as const satisfies ReportOutcome[];
