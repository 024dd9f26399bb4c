import { describe, expect, it } from 'vitest';
import type { AdhesionFields } from '$lib/api/types';
import type { FieldName } from './sections';
import { conflicts, patchOf, toForm, writtenOn } from './form';

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
		expect(patchOf({ fields: ['population', 'website'] }, form)).toEqual({
			population: 903485,
			website: null
		});
	});

	it('leaves empty rows out', () => {
		const form = { ...toForm(fields), policies: [' One ', '', ' '] };
		form.contacts.push({ name: 'Ada', office: ' ', email: 'ada@example.org', phone: '' });
		expect(patchOf({ fields: ['policies', 'contacts'] }, form)).toEqual({
			policies: ['One'],
			contacts: [{ name: 'Ada', office: null, email: 'ada@example.org', phone: null }]
		});
	});

	it('sends a row of which a part is missing, for the server to name the part', () => {
		const form = { ...toForm(fields), names: [{ lang: 'fr', name: '' }] };
		expect(patchOf({ fields: ['names'] }, form)).toEqual({ names: [{ lang: 'fr', name: '' }] });
	});

	it('sends what may be published as yes, no, or nothing said', () => {
		const { publish_leader, ...rest } = toForm({ ...fields, publish_leader: false });
		expect(publish_leader).toBe('false');
		const form = { ...rest, publish_leader, publish_motivations: 'true' };
		const section = { fields: ['publish_leader', 'publish_motivations', 'publish_policies'] satisfies FieldName[] };
		expect(patchOf(section, form)).toEqual({
			publish_leader: false,
			publish_motivations: true,
			publish_policies: null
		});
		expect(writtenOn({ fields: ['motivations', 'publish_motivations'] }, { ...form, motivations: 'Why' })).toEqual(['Why']);
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
		expect(patchOf({ fields: ['act_document'] }, form)).toEqual({ act_document_id: 'd' });
	});
});

describe('two people at once', () => {
	const section = { fields: ['name', 'policies'] satisfies FieldName[] };
	const base = toForm(fields);

	it('is no conflict when the other changed another page', () => {
		const theirs = toForm({ ...fields, population: 1 });
		expect(conflicts(section, base, theirs, { ...base, name: 'Mine' })).toEqual([]);
	});

	it('is one when both changed the same answer differently', () => {
		const theirs = toForm({ ...fields, name: 'Theirs', policies: ['P'] });
		const mine = { ...base, name: 'Mine', policies: ['P'] };
		expect(conflicts(section, base, theirs, mine)).toEqual(['name']);
	});
});
