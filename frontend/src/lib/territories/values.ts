/** Closed lists of the contract, in the order in which a reader meets them. That they are whole, the records of words prove. */
import type { ActKind, Level, PublicationPart, RedactionReason, Size, Stage } from '$lib/kit/api/types';

export const levels = ['municipal', 'intermediate', 'regional', 'special'] as const satisfies Level[];

export const sizes = ['under_50k', '50k_250k', '250k_1m', 'over_1m', 'unknown'] as const satisfies Size[];

export const stages = ['pledged', 'member', 'on_hold', 'withdrawn', 'none'] as const satisfies Stage[];

export const actKinds = ['plenary_vote', 'decree', 'letter', 'other'] as const satisfies ActKind[];

/** The parts of an adhesion that may be published. */
export const publicationParts = [
	'why_local_governments',
	'why_human_rights',
	'motivations',
	'policies',
	'political_act',
	'act_document',
	'signatory',
	'leader'
] as const satisfies PublicationPart[];

/** Why words are taken out of the history. */
export const redactionReasons = [
	'personal_data',
	'offensive',
	'unlawful',
	'mistake'
] as const satisfies RedactionReason[];
