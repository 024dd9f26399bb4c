import { describe, expect, it } from 'vitest';
import type { AdhesionFields } from '$lib/kit/api/types';
import { questions, toForm, type AdhesionForm, type FieldName } from './questions';

const fields: AdhesionFields = {
	name: 'Salé',
	names: [],
	level: 'municipal',
	kind_local: null,
	population: 903485,
	population_year: null,
	population_source: null,
	website: null,
	leader_name: null,
	leader_office: null,
	leader_term_from: null,
	leader_term_to: null,
	publish_leader: null,
	text_lang: null,
	why_local_governments: null,
	publish_why_local_governments: null,
	why_human_rights: null,
	publish_why_human_rights: null,
	motivations: null,
	publish_motivations: null,
	policies: [],
	publish_policies: null,
	contacts: [],
	act_kind: null,
	act_body: null,
	act_on: null,
	act_link: null,
	publish_political_act: null,
	act_document: null,
	publish_act_document: null,
	signatory_name: null,
	signatory_office: null,
	signatory_term_from: null,
	signatory_term_to: null,
	publish_signatory: null
};

describe('the adhesion as it is typed', () => {
	it('sends only the answers of the page, emptied ones as taken back', () => {
		const form = { ...toForm(fields), population: '٩٠٣ ٤٨٥', website: '  ' };
		expect(questions.sent(form, ['population', 'website'])).toEqual({
			population: 903485,
			website: null
		});
	});

	it('leaves empty rows out', () => {
		const form = { ...toForm(fields), policies: [' One ', '', ' '] };
		form.contacts.push({ name: 'Ada', office: ' ', email: 'ada@example.org', phone: '' });
		expect(questions.sent(form, ['policies', 'contacts'])).toEqual({
			policies: ['One'],
			contacts: [{ name: 'Ada', office: null, email: 'ada@example.org', phone: null }]
		});
	});

	it('sends a row of which a part is missing, for the server to name the part', () => {
		const form = { ...toForm(fields), names: [{ lang: 'fr', name: '' }] };
		expect(questions.sent(form, ['names'])).toEqual({ names: [{ lang: 'fr', name: '' }] });
	});

	it('sends what may be published as yes, no, or nothing said', () => {
		const { publish_leader, ...rest } = toForm({ ...fields, publish_leader: false });
		expect(publish_leader).toBe('false');
		const form = { ...rest, publish_leader, publish_motivations: 'true' };
		const page = ['publish_leader', 'publish_motivations', 'publish_policies'] satisfies FieldName[];
		expect(questions.sent(form, page)).toEqual({
			publish_leader: false,
			publish_motivations: true,
			publish_policies: null
		});
		expect(
			questions.written({ ...form, motivations: 'Why' }, ['motivations', 'publish_motivations'])
		).toEqual(['Why']);
	});

	it('sends a document by its id', () => {
		const act_document = {
			id: 'd',
			filename: '',
			media_type: '',
			bytes: 1,
			sha256: '',
			visibility: 'private' as const,
			created_at: ''
		};
		const form = toForm({ ...fields, act_document });
		expect(questions.sent(form, ['act_document'])).toEqual({ act_document_id: 'd' });
	});
});

describe('where the errors of the API belong', () => {
	it('is the field, or the first of its rows', () => {
		expect(questions.ids).toEqual({
			'/fields/policies': 'policies-0',
			'/fields/contacts': 'contacts-0-name',
			'/fields/act_document_id': 'act_document'
		});
	});

	it('is beside what could not even be sent, of the questions of the page', () => {
		const form = { ...toForm(fields), population: 'many', act_on: '2023-13', leader_term_to: '23' };
		const wrong = questions.wrong(form, ['population', 'population_year', 'act_on']);
		expect(wrong.map(({ field }) => field)).toEqual(['population', 'act_on']);
	});
});

describe('two people at once', () => {
	const base = toForm(fields);
	const conflicts = (theirs: AdhesionForm, mine: AdhesionForm) =>
		questions.clashes(questions.sent(mine, ['name', 'policies']), questions.changes(base, theirs));

	it('is no conflict when the other changed another page', () => {
		const theirs = toForm({ ...fields, population: 1 });
		expect(conflicts(theirs, { ...base, name: 'Mine' })).toEqual([]);
	});

	it('is one when both changed the same answer differently', () => {
		const theirs = toForm({ ...fields, name: 'Theirs', policies: ['P'] });
		const mine = { ...base, name: 'Mine', policies: ['P'] };
		expect(conflicts(theirs, mine)).toEqual(['name']);
	});
});
