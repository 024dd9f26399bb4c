/** Shapes and operations of joining: places, pledges, accounts, adhesions, and what the secretariat does. */
import type {
	CountryRef,
	Level,
	Me,
	Page,
	ProblemBody,
	SessionAnswer,
	Stage,
	Territory,
	TerritorySummary,
	Text
} from './types';

export interface TerritoryRef {
	id: string;
	slug: string;
	name: string;
	stage: Stage;
}

export interface Place {
	geonames_id: number;
	name: string;
	ascii_name: string;
	country: CountryRef;
	latitude: number;
	longitude: number;
	population: number | null;
	matched: string | null;
	near: { name: string; km: number } | null;
	territory: TerritoryRef | null;
}

export interface NewPledge {
	geonames_id: number | null;
	name: string;
	country: string;
	level: Level | '';
	kind_local: string | null;
	population: number | null;
	signatory_name: string;
	signatory_office: string;
	email: string;
	statement: string;
	statement_lang: string;
	may_act: boolean;
	publish: boolean;
	language: string;
	website2: string;
}

export const pledgeStates = ['unconfirmed', 'public', 'fulfilled', 'removed'] as const;
export type PledgeState = (typeof pledgeStates)[number];

export interface Pledge {
	id: string;
	state: PledgeState;
	territory: { id: string; slug: string; name: string } | null;
	name: string;
	country: CountryRef;
	level: Level;
	kind_local: string | null;
	population: number | null;
	geonames_id: number | null;
	signatory_name: string;
	signatory_office: string;
	email: string;
	free_mail: boolean;
	statement: Text | null;
	created_at: string;
	confirmed_at: string | null;
	removed_reason: string | null;
}

export interface ConfirmedPledge {
	pledge: Pledge;
	territory: TerritorySummary;
	password_token: string | null;
	email: string;
}

export const adhesionStates = [
	'draft',
	'submitted',
	'changes_requested',
	'accepted',
	'declined',
	'withdrawn'
] as const;
export type AdhesionState = (typeof adhesionStates)[number];

export interface AdhesionSummary {
	id: string;
	territory: TerritoryRef & { country: CountryRef };
	state: AdhesionState;
	submitted_at: string | null;
	created_at: string;
	updated_at: string;
	open_comments: number;
	authority_confirmed: boolean;
}

export interface Contact {
	name: string;
	office: string | null;
	email: string;
	phone: string | null;
}

export interface DocumentRef {
	id: string;
	filename: string;
	media_type: string;
	bytes: number;
	sha256: string;
}

export const actKinds = ['plenary_vote', 'decree', 'letter', 'other'] as const;
export type ActKind = (typeof actKinds)[number];

export interface AdhesionFields {
	name: string | null;
	names: { lang: string; name: string }[];
	level: Level | null;
	kind_local: string | null;
	population: number | null;
	population_year: number | null;
	population_source: string | null;
	website: string | null;
	leader_name: string | null;
	leader_office: string | null;
	leader_term_from: string | null;
	leader_term_to: string | null;
	text_lang: string | null;
	why_local_governments: string | null;
	why_human_rights: string | null;
	motivations: string | null;
	policies: string[];
	contacts: Contact[];
	act_kind: ActKind | null;
	act_body: string | null;
	act_on: string | null;
	act_link: string | null;
	act_document: DocumentRef | null;
	signatory_name: string | null;
	signatory_office: string | null;
	signatory_term_from: string | null;
	signatory_term_to: string | null;
}

/** What a change may carry: the document goes by its id. */
export type AdhesionPatch = Partial<Omit<AdhesionFields, 'act_document'>> & {
	act_document_id?: string | null;
};

export interface Comment {
	id: string;
	field: string | null;
	body: string;
	author: { name: string; side: 'secretariat' | 'team' };
	reply_to: string | null;
	resolved_at: string | null;
	created_at: string;
}

export interface Authority {
	confirmed_by: string;
	how: string;
	on: string;
	recorded_by: string;
	recorded_at: string;
}

export interface Adhesion {
	id: string;
	territory: TerritoryRef;
	pledge: Pledge | null;
	state: AdhesionState;
	fields: AdhesionFields;
	missing: { pointer: string; code: string }[];
	authority: Authority | null;
	decision: { outcome: 'accepted' | 'declined' | 'withdrawn'; reason: string | null; decided_at: string } | null;
	submitted_at: string | null;
	created_at: string;
	updated_at: string;
	comments: Comment[];
}

export const publishable = ['vision', 'political_act', 'act_document', 'signatory'] as const;
export type Publishable = (typeof publishable)[number];

export type Role = 'lead' | 'editor' | 'administrator' | 'reviewer';

export interface Invitation {
	id: string;
	email: string;
	language: string;
	territory: { id: string; slug: string; name: string } | null;
	role: Role;
	state: 'open' | 'accepted' | 'revoked' | 'expired';
	created_at: string;
	expires_at: string;
}

export interface InvitationPreview {
	email: string;
	role: Role;
	territory: { id: string; slug: string; name: string } | null;
	needs_password: boolean;
}

export interface User extends Me {
	created_at: string;
	disabled_at: string | null;
}

export interface Token {
	id: string;
	name: string;
	purpose: string;
	scopes: string[];
	last_four: string;
	created_at: string;
	expires_at: string;
	last_used_at: string | null;
	revoked_at: string | null;
}

export interface Job {
	id: string;
	kind: string;
	state: 'waiting' | 'running' | 'done' | 'failed';
	attempts: number;
	run_at: string;
	last_error: string | null;
	created_at: string;
}

export interface TerritoryChange {
	website?: string | null;
	population?: { value: number; year: number | null; source: string | null } | null;
	names?: { lang: string; name: string }[];
	kind_local?: { term: string; lang: string | null } | null;
	level?: Level;
	leaders?: {
		name: string;
		office: string;
		office_lang: string | null;
		term_from: string | null;
		term_to: string | null;
	}[];
}

type Problems = { default: { content: { 'application/problem+json': ProblemBody } } };
type Ok<Data> = {
	responses: { 200: { content: { 'application/json': Data } } } & Problems;
};
type Path<Of> = { parameters: { path: Of } };
type Query<Of> = { parameters: { query?: Of } };
type Send<Body> = { requestBody: { content: { 'application/json': Body } } };
type Empty = Record<string, never>;
type Id = Path<{ id: string }>;
type Paged = { limit?: number; cursor?: string };

declare module './types' {
	interface paths {
		'/v1/places': { get: Ok<Page<Place>> & Query<{ q?: string; country?: string } & Paged> };
		'/v1/pledges': {
			get: Ok<Page<Pledge>> & Query<{ state?: string } & Paged>;
			post: Ok<{ id: string; state: PledgeState; expires_at: string }> & Send<NewPledge>;
		};
		'/v1/pledges/{id}': { get: Ok<Pledge> & Id };
		'/v1/pledges/{id}/confirm': { post: Ok<ConfirmedPledge> & Id & Send<{ token: string }> };
		'/v1/pledges/{id}/remove': { post: Ok<Pledge> & Id & Send<{ reason: string }> };

		'/v1/me': { get: Ok<Me>; patch: Ok<Me> & Send<{ name?: string; language?: string }> };
		'/v1/email-verifications': { post: Ok<undefined> & Send<{ token: string }> };
		'/v1/password-resets': { post: Ok<Empty> & Send<{ email: string }> };
		'/v1/password-resets/redeem': { post: Ok<undefined> & Send<{ token: string; password: string }> };
		'/v1/users': {
			get: Ok<Page<User>> & Query<{ q?: string } & Paged>;
			post: Ok<Empty> & Send<{ email: string; password: string; name: string; language: string }>;
		};
		'/v1/users/{id}': {
			get: Ok<User> & Id;
			patch: Ok<User> & Id & Send<{ role?: Me['role']; disabled?: boolean }>;
		};
		'/v1/invitations': {
			get: Ok<Page<Invitation>> & Query<{ territory_id?: string; state?: string } & Paged>;
			post: Ok<Invitation> &
				Send<{ email: string; language: string; territory_id: string | null; role: Role }>;
		};
		'/v1/invitations/{id}': { delete: Ok<undefined> & Id };
		'/v1/invitations/preview': { post: Ok<InvitationPreview> & Send<{ token: string }> };
		'/v1/invitations/accept': {
			post: Ok<SessionAnswer> & Send<{ token: string; name: string; password: string | null }>;
		};

		'/v1/adhesions': {
			get: Ok<Page<AdhesionSummary>> &
				Query<{ state?: string; territory?: string; sort?: string } & Paged>;
			post: Ok<Adhesion> & Send<{ territory_id: string }>;
		};
		'/v1/adhesions/{id}': {
			get: Ok<Adhesion> & Id;
			patch: Ok<Adhesion> & Id & Send<{ fields: AdhesionPatch }>;
		};
		'/v1/adhesions/{id}/submit': { post: Ok<Adhesion> & Id & Send<Empty> };
		'/v1/adhesions/{id}/withdraw': { post: Ok<Adhesion> & Id & Send<{ reason: string | null }> };
		'/v1/adhesions/{id}/request-changes': { post: Ok<Adhesion> & Id & Send<{ message: string }> };
		'/v1/adhesions/{id}/confirm-authority': {
			post: Ok<Adhesion> & Id & Send<{ confirmed_by: string; how: string; on: string }>;
		};
		'/v1/adhesions/{id}/accept': {
			post: Ok<Adhesion> &
				Id &
				Send<{ publish: Publishable[]; pledge: 'keep_text' | 'archive_text' }>;
		};
		'/v1/adhesions/{id}/decline': {
			post: Ok<Adhesion> & Id & Send<{ reason: string; pledge: 'keep' | 'remove' }>;
		};
		'/v1/adhesions/{id}/comments': {
			get: Ok<Page<Comment>> & Id & Query<Paged>;
			post: Ok<Comment> &
				Id &
				Send<{ field: string | null; body: string; reply_to: string | null }>;
		};
		'/v1/adhesions/{id}/comments/{comment_id}/resolve': {
			post: Ok<Comment> & Path<{ id: string; comment_id: string }> & Send<Empty>;
		};

		'/v1/territories/{id}/hold': {
			post: Ok<Territory> & Id & Send<{ reason: string; effective_on?: string }>;
		};
		'/v1/territories/{id}/reinstate': {
			post: Ok<Territory> & Id & Send<{ reason?: string; effective_on?: string }>;
		};
		'/v1/territories/{id}/withdraw': {
			post: Ok<Territory> & Id & Send<{ reason: string; effective_on?: string }>;
		};

		'/v1/tokens': {
			get: Ok<Page<Token>> & Query<Paged>;
			post: Ok<Token & { token: string }> &
				Send<{ name: string; purpose: string; scopes: string[]; expires_at: string }>;
		};
		'/v1/tokens/{id}': { delete: Ok<undefined> & Id };
		'/v1/documents/{id}/content': { get: Ok<Blob> & Id };
		'/v1/jobs': { get: Ok<Page<Job>> & Query<{ state?: string } & Paged> };
		'/v1/jobs/{id}/retry': { post: Ok<Job> & Id & Send<Empty> };
	}
}
