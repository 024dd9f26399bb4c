/** The shapes of the API as the screens use them. To be derived from the generated schema.d.ts. */
import type { PartialDate } from '$lib/i18n/format';
import type { TerritoryChange } from './joining';

export interface AreaRef {
	code: string;
	name: string;
}
export type CountryRef = AreaRef;
export const levels = ['municipal', 'intermediate', 'regional', 'special'] as const;
export type Level = (typeof levels)[number];
export const sizes = ['under_50k', '50k_250k', '250k_1m', 'over_1m', 'unknown'] as const;
export type Size = (typeof sizes)[number];
export const stages = ['pledged', 'member', 'on_hold', 'withdrawn', 'none'] as const;
export type Stage = (typeof stages)[number];

export interface Text {
	value: string;
	lang: string | null;
	origin: 'human' | 'machine' | null;
	translated_from: string | null;
}

export interface Page<T> {
	data: T[];
	page: { next: string | null; total: number };
}

export interface Counted {
	members: number;
	pledges: number;
}

export interface Milestone {
	n: number;
	reached_on: string | null;
	precision: PartialDate['precision'] | null;
}

export interface Campaign {
	goal: number;
	deadline: string;
	counts: { members: number; pledges: number; adhesions: number };
	organisations: number;
	milestones: Milestone[];
	by_region: (AreaRef & Counted)[];
	by_section: ({ section: string | null } & Counted)[];
	by_country: (CountryRef & Counted)[];
	by_year: { year: number | null; members: number }[];
}

export interface Country extends CountryRef {
	region: AreaRef | null;
	section: string | null;
}

export interface Region extends AreaRef {
	level: 'region' | 'subregion' | 'intermediate';
	parent: string | null;
}

export interface Organisation {
	id: string;
	slug: string;
	name: string;
	kind: 'network' | 'civil_society';
	country: CountryRef | null;
	joined_year: number | null;
	source_url: string | null;
}

export interface TerritorySummary {
	id: string;
	slug: string;
	name: string;
	name_lang: string | null;
	country: CountryRef;
	region: AreaRef | null;
	section: string | null;
	level: Level;
	kind_local: { term: string; lang: string | null } | null;
	population: { value: number; year: number | null; source: string | null } | null;
	size: Size;
	position: { latitude: number; longitude: number } | null;
	stage: Stage;
	stage_since: PartialDate | null;
	joined_year: number | null;
	wave: number | null;
	founder: boolean;
	updated_at: string;
}

export interface Leader {
	id: string;
	name: string;
	office: string;
	office_lang: string | null;
	term_from: string | null;
	term_to: string | null;
	term_text: string | null;
	term_ended: boolean;
	as_of: string | null;
	source_url: string | null;
}

export interface Territory extends TerritorySummary {
	names: { lang: string; name: string }[];
	subregion: AreaRef | null;
	website: string | null;
	external_ids: { geonames: number | null; wikidata: string | null; iso_3166_2: string | null };
	stage_reason: string | null;
	leaders: Leader[];
	pledge: {
		id: string;
		statement: Text | null;
		signatory_name: string;
		signatory_office: string;
		confirmed_at: string | null;
	} | null;
	vision: {
		why_local_governments: Text | null;
		why_human_rights: Text | null;
		motivations: Text | null;
		policies: Text[];
	} | null;
	political_act: {
		kind: 'plenary_vote' | 'decree' | 'letter' | 'other';
		body: string | null;
		date: string | null;
		link: string | null;
		document: string | null;
	} | null;
	sources: string[];
}

export interface HistoryEntry {
	seq: number;
	action: string;
	recorded_at: string;
	effective_on: PartialDate | null;
	actor: 'secretariat' | 'team' | 'system' | 'public';
	facts: Record<string, unknown>;
}

export interface TerritoryFeature {
	type: 'Feature';
	id: string;
	geometry: { type: 'Point'; coordinates: number[] } | null;
	properties: {
		slug: string;
		name: string;
		name_lang: string | null;
		country: string;
		country_name: string;
		region: string | null;
		section: string | null;
		level: Level;
		population: number | null;
		size: Size;
		stage: Stage;
		joined_year: number | null;
		founder: boolean;
	};
}

export interface TerritoryFeatures {
	type: 'FeatureCollection';
	features: TerritoryFeature[];
	attribution: string | string[];
	license: string;
	disclaimer: string;
}

export interface Service {
	name: string;
	version: string;
	operator: string | null;
	contact: string | null;
	imprint: string | null;
	license: string;
	attribution: string[];
	demonstration: boolean;
}

export interface Me {
	id: string;
	email: string;
	name: string;
	language: string;
	role: 'administrator' | 'reviewer' | null;
	teams: {
		territory: { id: string; slug: string; name: string; stage: Stage };
		role: 'lead' | 'editor';
	}[];
}

export interface SessionAnswer {
	access_token: string;
	expires_at: string;
	user: Me;
}

export interface ProblemBody {
	type: string;
	title: string;
	status: number;
	code: string;
	detail: string;
	errors?: { pointer: string; code: string; detail: string }[];
	request_id: string;
}

/** The filters of a list of territories; the same for JSON, GeoJSON and CSV. */
export interface TerritoryFilters {
	q?: string;
	country?: string;
	region?: string;
	section?: string;
	level?: string;
	size?: string;
	stage?: string;
	year?: string;
	sort?: string;
}

type Paged = { limit?: number; cursor?: string };

type Answer<Ok> = {
	responses: {
		200: { content: { 'application/json': Ok } };
		default: { content: { 'application/problem+json': ProblemBody } };
	};
};
type Get<Ok, Query = never, Path = never> = {
	get: Answer<Ok> & {
		parameters: ([Query] extends [never] ? object : { query?: Query }) &
			([Path] extends [never] ? object : { path: Path });
	};
};

export interface paths {
	'/v1': Get<Service>;
	'/v1/campaign': Get<Campaign>;
	'/v1/countries': Get<Page<Country>, Paged>;
	'/v1/regions': Get<Page<Region>, Paged>;
	'/v1/organisations': Get<Page<Organisation>, Paged>;
	'/v1/territories': Get<Page<TerritorySummary>, TerritoryFilters & Paged>;
	'/v1/territories.geojson': Get<TerritoryFeatures, TerritoryFilters>;
	'/v1/territories/{id}': Get<Territory, never, { id: string }> & {
		patch: Answer<Territory> & {
			parameters: { path: { id: string } };
			requestBody: { content: { 'application/json': TerritoryChange } };
		};
	};
	'/v1/territories/{id}/history': Get<Page<HistoryEntry>, Paged, { id: string }>;
	'/v1/sessions': {
		post: Answer<SessionAnswer> & {
			requestBody: { content: { 'application/json': { email: string; password: string } } };
		};
	};
	'/v1/sessions/refresh': { post: Answer<SessionAnswer> };
	'/v1/sessions/current': { delete: Answer<undefined> };
}
