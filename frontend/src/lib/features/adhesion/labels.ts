import { number } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import { fieldOf, partOf, pointerTo, sectionOf, type FieldName } from './sections';

/** What each question is called, on its own page, in the answers and in comments. */
export const labels: Record<FieldName, () => string> = {
	name: m.field_name,
	names: m.field_names,
	level: m.level_label,
	kind_local: m.kind_local,
	population: m.population,
	population_year: m.field_population_year,
	population_source: m.field_population_source,
	website: m.field_website,
	leader_name: m.field_leader_name,
	leader_office: m.field_leader_office,
	leader_term_from: m.field_term_from,
	leader_term_to: m.field_term_to,
	publish_leader: m.consent_leader,
	text_lang: m.field_text_lang,
	why_local_governments: m.field_why_local_governments,
	publish_why_local_governments: m.consent_why_local_governments,
	why_human_rights: m.field_why_human_rights,
	publish_why_human_rights: m.consent_why_human_rights,
	motivations: m.field_motivations,
	publish_motivations: m.consent_motivations,
	policies: m.field_policies,
	publish_policies: m.consent_policies,
	contacts: m.field_contacts,
	act_kind: m.field_act_kind,
	act_body: m.field_act_body,
	act_on: m.field_act_on,
	act_link: m.field_act_link,
	publish_political_act: m.consent_political_act,
	act_document: m.field_act_document,
	publish_act_document: m.consent_act_document,
	signatory_name: m.field_signatory_name,
	signatory_office: m.field_signatory_office,
	signatory_term_from: m.field_term_from,
	signatory_term_to: m.field_term_to,
	publish_signatory: m.consent_signatory
};

/** The parts of a contact that must be there. */
const contactParts: Record<string, () => string> = { name: m.field_contact_name, email: m.email };

/** What is missing, below the question it belongs to. */
export function missingWords(pointer: string): string {
	const found = partOf(pointer);
	if (!found) return m.answer_missing();
	const part = contactParts[found.part]?.() ?? found.part;
	return m.answer_missing_part({ part, n: number(found.row + 1) });
}

/** Questions that are asked of two people in the same words. */
const ofWhom: readonly FieldName[] = [
	'leader_name',
	'leader_office',
	'leader_term_from',
	'leader_term_to',
	'signatory_term_from',
	'signatory_term_to'
];

/** What a question is called away from its page, where nothing says of whom it is asked. */
export function questionInFull(field: FieldName): string {
	const question = labels[field]();
	const section = ofWhom.includes(field) ? sectionOf(pointerTo(field)) : undefined;
	return section ? m.question_of({ section: section.title(), question }) : question;
}

/** What is missing, in a list: the question, and the part of it. */
export function missingQuestion(pointer: string): string {
	const field = fieldOf(pointer);
	const question = field in labels ? questionInFull(field as FieldName) : pointer;
	const found = partOf(pointer);
	if (!found) return question;
	const part = contactParts[found.part]?.() ?? found.part;
	return m.check_missing_part({ question, part, n: number(found.row + 1) });
}
