import { m } from '$lib/paraglide/messages';
import { questions, type FieldName } from './questions';

/** The adhesion, one group of questions per page, in the order in which they are asked. */
export const sections = [
	{ id: 'name', title: m.section_name, fields: ['name', 'names'] },
	{
		id: 'government',
		title: m.section_government,
		fields: ['level', 'kind_local', 'population', 'population_year', 'population_source', 'website']
	},
	{
		id: 'leader',
		title: m.section_leader,
		fields: ['leader_name', 'leader_office', 'leader_term_from', 'leader_term_to', 'publish_leader']
	},
	{
		id: 'local-governments',
		title: m.section_local_governments,
		fields: ['text_lang', 'why_local_governments', 'publish_why_local_governments']
	},
	{
		id: 'human-rights',
		title: m.section_human_rights,
		fields: ['why_human_rights', 'publish_why_human_rights']
	},
	{
		id: 'motivations',
		title: m.section_motivations,
		fields: ['motivations', 'publish_motivations']
	},
	{
		id: 'policies',
		title: m.section_policies,
		fields: ['policies', 'publish_policies']
	},
	{
		id: 'act',
		title: m.section_act,
		fields: [
			'act_kind',
			'act_body',
			'act_on',
			'act_link',
			'publish_political_act',
			'act_document',
			'publish_act_document'
		]
	},
	{
		id: 'signatory',
		title: m.section_signatory,
		fields: [
			'signatory_name',
			'signatory_office',
			'signatory_term_from',
			'signatory_term_to',
			'publish_signatory'
		]
	},
	{ id: 'contacts', title: m.section_contacts, fields: ['contacts'] }
] as const satisfies { id: string; title: () => string; fields: FieldName[] }[];

export type Section = (typeof sections)[number];
export type SectionId = Section['id'];

/** The field that a pointer such as "/fields/contacts/0/email" lies in. */
export function fieldOf(pointer: string): string {
	const name = pointer.split('/')[2] ?? '';
	return name === 'act_document_id' ? 'act_document' : name;
}

/** The part of a row that a pointer names, such as the e-mail address of the second contact. */
export function partOf(pointer: string): { row: number; part: string } | undefined {
	const [, , , row, part] = pointer.split('/');
	return part ? { row: Number(row), part } : undefined;
}

/** The field on the page of a pointer: its own, or the first of its rows. */
export function controlOf(pointer: string): string {
	const field = fieldOf(pointer);
	const part = partOf(pointer);
	if (part) return `${field}-${part.row}-${part.part}`;
	return field in questions.fields ? questions.control(field as FieldName) : field;
}

/** What the API calls an answer, for comments on it. */
export function pointerTo(field: string): string {
	return `/fields/${field === 'act_document' ? 'act_document_id' : field}`;
}

/** The page on which the field of a pointer is asked. */
export function sectionOf(pointer: string): Section | undefined {
	const field = fieldOf(pointer);
	return sections.find(({ fields }) => (fields as readonly string[]).includes(field));
}
