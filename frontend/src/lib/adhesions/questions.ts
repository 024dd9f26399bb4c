import { file } from '$lib/documents/file';
import type { AdhesionFields } from '$lib/kit/api/types';
import { define, type Typed } from '$lib/kit/forms/define';
import {
	choice,
	date,
	language,
	link,
	long,
	rows,
	text,
	texts,
	yesOrNo,
	type Field
} from '$lib/kit/forms/fields';
import { m } from '$lib/paraglide/messages';
import { government } from '$lib/territories/government';
import { actKinds } from '$lib/territories/values';
import { actKindName } from '$lib/territories/words';

/** The document goes by its id when it is sent and comes as a whole; it is one question. */
export type FieldName = Exclude<keyof AdhesionFields, 'act_document_id'>;

/** One of the long answers. */
const essay = (label: () => string, hint: () => string) => long({ label, hint, most: 10_000, rows: 10 });

/** Whether something may be published: yes, no, or nothing yet. */
const consent = (label: () => string) =>
	yesOrNo({
		label,
		hint: m.consent_hint,
		options: () => [
			{ value: 'true', label: m.consent_yes() },
			{ value: 'false', label: m.consent_no() }
		]
	});

/** A term of office: of the leader, and of who signs. */
const term = {
	from: date({ label: m.field_term_from, hint: m.field_term_hint, optional: true }),
	to: date({ label: m.field_term_to, hint: m.field_term_hint, optional: true })
};

/** What the adhesion asks. */
export const questions = define(
	{
		name: government.name,
		names: government.names,
		level: government.level,
		kind_local: government.kind_local,
		population: government.population,
		population_year: government.population_year,
		population_source: government.population_source,
		website: government.website,
		leader_name: text({ label: m.field_leader_name }),
		leader_office: text({ label: m.field_leader_office, hint: m.pledge_signatory_office_hint }),
		leader_term_from: term.from,
		leader_term_to: term.to,
		publish_leader: consent(m.consent_leader),
		text_lang: language({ label: m.field_text_lang, hint: m.field_text_lang_hint }),
		why_local_governments: essay(m.field_why_local_governments, m.field_why_hint),
		publish_why_local_governments: consent(m.consent_why_local_governments),
		why_human_rights: essay(m.field_why_human_rights, m.field_why_hint),
		publish_why_human_rights: consent(m.consent_why_human_rights),
		motivations: essay(m.field_motivations, m.field_motivations_hint),
		publish_motivations: consent(m.consent_motivations),
		policies: texts({ label: m.field_policies, hint: m.field_policies_hint, least: 1 }),
		publish_policies: consent(m.consent_policies),
		act_kind: choice({
			label: m.field_act_kind,
			options: () => actKinds.map((value) => ({ value, label: actKindName[value]() }))
		}),
		act_body: text({ label: m.field_act_body, hint: m.field_act_body_hint }),
		act_on: date({ label: m.field_act_on }),
		act_link: link({ label: m.field_act_link, hint: m.field_act_link_hint, optional: true }),
		publish_political_act: consent(m.consent_political_act),
		act_document: file({
			label: m.field_act_document,
			hint: m.field_act_document_hint,
			optional: true,
			at: 'act_document_id',
			from: 'act_document'
		}),
		publish_act_document: consent(m.consent_act_document),
		signatory_name: text({ label: m.field_signatory_name }),
		signatory_office: text({ label: m.field_signatory_office, hint: m.pledge_signatory_office_hint }),
		signatory_term_from: term.from,
		signatory_term_to: term.to,
		publish_signatory: consent(m.consent_signatory),
		contacts: rows({
			label: m.field_contacts,
			hint: m.field_contacts_hint,
			add: m.field_contacts_add,
			least: 1,
			row: {
				name: text({ label: m.field_contact_name, empty: '' }),
				office: text({ label: m.field_contact_office, optional: true }),
				email: text({
					label: m.email,
					empty: '',
					input: {
						type: 'email',
						dir: 'ltr',
						autocapitalize: 'none',
						spellcheck: 'false',
						autocomplete: 'off'
					}
				}),
				phone: text({
					label: m.field_contact_phone,
					hint: m.field_contact_phone_hint,
					optional: true,
					input: { type: 'tel', dir: 'ltr' }
				})
			}
		})
		// eslint-disable-next-line @typescript-eslint/no-explicit-any
	} satisfies Record<FieldName, Field<any>>,
	{ under: '/fields' }
);

/** The adhesion as it is typed: everything is text, lists have one empty row to begin with. */
export interface AdhesionForm extends Typed<typeof questions.fields> {
	/** While the file is on its way. */
	uploading: boolean;
}

export function toForm(fields: AdhesionFields): AdhesionForm {
	return { ...questions.toForm(fields), uploading: false };
}

/** What the fields of a page receive. */
export interface PartProps {
	form: AdhesionForm;
	error: (id: string) => string | undefined;
	territoryId: string;
}
