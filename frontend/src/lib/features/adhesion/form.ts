import type { AdhesionFields, AdhesionPatch, Contact, DocumentRef } from '$lib/api/types';
import { wholeNumber } from '$lib/forms/digits';
import { isFilled, sentRows, type SentRows } from '$lib/forms/rows';
import { textsIn } from '$lib/forms/drafts';
import { isConsent, type FieldName } from './sections';

type Texts = {
	[Field in Exclude<FieldName, 'names' | 'policies' | 'contacts' | 'act_document'>]: string;
};

/** The adhesion as it is typed: everything is text, lists have one empty row to begin with. */
export interface AdhesionForm extends Texts {
	names: { lang: string; name: string }[];
	policies: string[];
	contacts: { [Part in keyof Contact]-?: string }[];
	act_document: DocumentRef | null;
	/** While the file is on its way. */
	uploading: boolean;
}

export const emptyContact = () => ({ name: '', office: '', email: '', phone: '' });

const text = (value: string | number | boolean | null | undefined) => String(value ?? '');

export function toForm(fields: AdhesionFields): AdhesionForm {
	const { names, policies, contacts, act_document, act_document_id: _, ...rest } = fields;
	const texts = Object.fromEntries(
		Object.entries(rest).map(([field, value]) => [field, text(value)])
	) as Texts;
	return {
		...texts,
		names: names.map((entry) => ({ ...entry })),
		policies: policies.length > 0 ? [...policies] : [''],
		contacts:
			contacts.length > 0
				? contacts.map(({ name, office, email, phone }) => ({
						name: text(name),
						office: text(office),
						email: text(email),
						phone: text(phone)
					}))
				: [emptyContact()],
		act_document: act_document ?? null,
		uploading: false
	};
}

/** One answer as it is sent. Rows left empty are left out; an emptied text is taken back. */
function answerOf(field: FieldName, form: AdhesionForm): AdhesionPatch {
	if (isConsent(field)) return { [field]: form[field] ? form[field] === 'true' : null };
	switch (field) {
		case 'names':
			return { names: form.names.filter(isFilled) };
		case 'policies':
			return { policies: form.policies.filter(isFilled).map((policy) => policy.trim()) };
		case 'contacts':
			return {
				contacts: form.contacts
					.filter(isFilled)
					.map(({ name, office, email, phone }) => ({
						name: name.trim(),
						office: office.trim() || null,
						email: email.trim(),
						phone: phone.trim() || null
					}))
			};
		case 'act_document':
			return { act_document_id: form.act_document?.id ?? null };
		case 'population':
		case 'population_year':
			return { [field]: wholeNumber(form[field]) };
		default:
			return { [field]: form[field].trim() || null };
	}
}

/** Which rows of the lists are sent. */
export function rowsOf({ names, policies, contacts }: AdhesionForm): SentRows {
	return sentRows({ names, policies, contacts });
}

/** The answers that a page asks for. */
interface Fields {
	fields: readonly FieldName[];
}

/** What is typed on one page, as it stands there. */
export function typedIn({ fields }: Fields, form: AdhesionForm): Partial<AdhesionForm> {
	return Object.fromEntries(fields.map((field) => [field, form[field]]));
}

/** What was written on one page, as somebody would copy it. */
export function writtenOn({ fields }: Fields, form: AdhesionForm): string[] {
	return textsIn(typedIn({ fields: fields.filter((field) => !isConsent(field)) }, form));
}

/** What saving one page sends. */
export function patchOf({ fields }: Fields, form: AdhesionForm): AdhesionPatch {
	return Object.assign({}, ...fields.map((field) => answerOf(field, form)));
}

/**
 * The answers of a page that somebody else changed since `base` was read, to something other than what is typed here.
 */
export function conflicts(
	{ fields }: Fields,
	base: AdhesionForm,
	theirs: AdhesionForm,
	mine: AdhesionForm
): FieldName[] {
	const said = (field: FieldName, form: AdhesionForm) => JSON.stringify(answerOf(field, form));
	return fields.filter(
		(field: FieldName) =>
			said(field, theirs) !== said(field, base) && said(field, theirs) !== said(field, mine)
	);
}
