/** The closed lists of the contract in the order in which a reader meets them. That they are whole, words.ts and its like prove. */
import type {
	AccessRefusal,
	AccessRequestState,
	ActKind,
	AdhesionState,
	Level,
	Notices,
	PledgeState,
	PublicationPart,
	RedactionReason,
	ReportOutcome,
	ReportReason,
	ReportState,
	Scope,
	Size,
	Stage
} from './types';

export const levels = [
	'municipal',
	'intermediate',
	'regional',
	'special'
] as const satisfies Level[];

export const sizes = [
	'under_50k',
	'50k_250k',
	'250k_1m',
	'over_1m',
	'unknown'
] as const satisfies Size[];

export const stages = [
	'pledged',
	'member',
	'on_hold',
	'withdrawn',
	'none'
] as const satisfies Stage[];

export const pledgeStates = [
	'unconfirmed',
	'public',
	'fulfilled',
	'removed'
] as const satisfies PledgeState[];

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

/** When somebody of the secretariat is told of what is new. */
export const noticePaces = ['at_once', 'daily'] as const satisfies Notices[];

export const adhesionStates = [
	'draft',
	'submitted',
	'changes_requested',
	'accepted',
	'declined',
	'withdrawn'
] as const satisfies AdhesionState[];

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

export const accessRequestStates = [
	'open',
	'invited',
	'declined'
] as const satisfies AccessRequestState[];

export const accessRefusals = [
	'not_confirmed',
	'address_not_official',
	'ask_team',
	'already_invited',
	'other_government',
	'other'
] as const satisfies AccessRefusal[];

/** Why words are taken out of the history. */
export const redactionReasons = [
	'personal_data',
	'offensive',
	'unlawful',
	'mistake'
] as const satisfies RedactionReason[];

/** What a partner's token may be limited to: reading, and filing what others decide. */
export const scopes = [
	'pledges:read',
	'territories:write',
	'adhesions:read',
	'adhesions:write',
	'jobs:read'
] as const satisfies Scope[];

/** What otherwise people of the secretariat decide. */
export const decidingScopes = [
	'pledges:decide',
	'territories:govern',
	'adhesions:decide',
	'people:write'
] as const satisfies Scope[];
