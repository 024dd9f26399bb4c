import { number } from '$lib/kit/i18n/format';
import { m } from '$lib/paraglide/messages';
import { questions, type FieldName } from './questions';
import { fieldOf, partOf, pointerTo, sectionOf } from './sections';

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
	const question = questions.label(field);
	const section = ofWhom.includes(field) ? sectionOf(pointerTo(field)) : undefined;
	return section ? m.question_of({ section: section.title(), question }) : question;
}

/** What is missing, in a list: the question, and the part of it. */
export function missingQuestion(pointer: string): string {
	const field = fieldOf(pointer);
	const question = field in questions.fields ? questionInFull(field as FieldName) : pointer;
	const found = partOf(pointer);
	if (!found) return question;
	const part = contactParts[found.part]?.() ?? found.part;
	return m.check_missing_part({ question, part, n: number(found.row + 1) });
}
