/** The shapes of the API under the names that the screens use, taken from the contract: `npm run gen`. */
import type { components, paths } from './schema';

export type { paths };

type Schemas = components['schemas'];

export type AccessRefusal = Schemas['AccessRefusal'];
export type AccessRequest = Schemas['AccessRequest'];
export type AccessRequestState = Schemas['AccessRequestState'];
export type ActKind = Schemas['ActKind'];
export type Adhesion = Schemas['Adhesion'];
export type AdhesionFields = Schemas['AnswersOut'];
export type AdhesionPatch = Schemas['AdhesionFieldsPatch'];
export type AdhesionState = Schemas['AdhesionState'];
export type AdhesionSummary = Schemas['AdhesionSummary'];
export type Campaign = Schemas['Campaign'];
export type Comment = Schemas['Comment'];
export type ConfirmedPledge = Schemas['Confirmed'];
export type Contact = Schemas['Contact'];
export type DocumentRef = Schemas['Document'];
export type Erasure = Schemas['Erasure'];
export type HistoryEntry = Schemas['Change'];
export type Invitation = Schemas['Invitation'];
export type InvitationPreview = Schemas['Preview'];
export type Job = Schemas['Job'];
export type Leader = Schemas['Leader'];
export type Level = Schemas['Level'];
export type Me = Schemas['Me'];
export type MyChange = Schemas['MePatch'];
export type Milestone = Schemas['Milestone'];
export type NewPledge = Schemas['PledgeIn'];
export type NewReport = Schemas['ReportIn'];
export type Notices = Schemas['Notices'];
export type PersonalData = Schemas['Export'];
export type Place = Schemas['Place'];
export type Pledge = Schemas['Pledge'];
export type PledgePreview = Schemas['PledgePreview'];
export type PledgeState = Schemas['PledgeState'];
export type ProblemBody = Schemas['Problem'];
export type Publication = Schemas['Publication'];
export type PublicationPart = Schemas['PublicationPart'];
export type RedactionReason = Schemas['RedactionReason'];
export type Report = Schemas['Report'];
export type ReportOutcome = Schemas['ReportOutcome'];
export type ReportReason = Schemas['ReportReason'];
export type ReportState = Schemas['ReportState'];
export type Role = Schemas['InvitationRole'];
export type Scope = Schemas['Scope'];
export type SessionAnswer = Schemas['Session'];
export type Size = Schemas['Size'];
export type Stage = Schemas['Stage'];
export type TeamMember = Schemas['TeamMember'];
export type Territory = Schemas['Territory'];
export type TerritoryChange = Schemas['TerritoryPatch'];
export type TerritoryFeature = Schemas['TerritoryFeature'];
export type TerritoryRef = Schemas['TerritoryRef'];
export type TerritorySummary = Schemas['TerritorySummary'];
export type Text = Schemas['Text'];
export type Token = Schemas['Token'];
export type TokensOfUser = Schemas['TokensOfUser'];
export type User = Schemas['User'];

/** One page of a list, whatever it lists. */
export interface Page<Row> {
	data: Row[];
	page: Schemas['PageInfo'];
}

/** The filters of a list of territories; the same for JSON, GeoJSON and CSV. */
export type TerritoryFilters = NonNullable<paths['/v1/territories.geojson']['get']['parameters']['query']>;

/** What a call sends, as the contract has it: `BodyOf<'/v1/tokens', 'post'>`. */
export type BodyOf<Path extends keyof paths, Method extends 'post' | 'patch'> = paths[Path] extends {
	[method in Method]: { requestBody: { content: { 'application/json': infer Body } } };
}
	? Body
	: never;
