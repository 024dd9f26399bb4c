import { expect, type APIRequestContext } from '@playwright/test';
import { asAdministrator } from './secretariat';
import { act } from './steps';

const fields = {
	level: 'municipal',
	population: 60000,
	population_year: 2024,
	leader_name: 'Ada Example',
	leader_office: 'Mayor',
	text_lang: 'en',
	why_local_governments: 'They are closest to people.',
	why_human_rights: 'They protect the dignity of all.',
	motivations: 'We want to learn from others.',
	policies: ['A plan for human rights', 'An ombudsperson'],
	act_kind: 'plenary_vote',
	act_body: 'Municipal council',
	act_on: '2025-11-20',
	signatory_name: 'Ada Example',
	signatory_office: 'Mayor',
	contacts: [{ name: 'Grace Officer', email: 'grace@example.org' }, { name: 'Alan Officer' }]
};

/**
 * An adhesion of a government with an answer to every question, a file and a comment; one contact lacks an address,
 * unless it is `complete`. Made by the API, once for all tests that ask for it.
 */
export async function adhesionOf(
	request: APIRequestContext,
	slug: string,
	complete: boolean
): Promise<string> {
	const headers = await asAdministrator(request);
	const { id: territory_id } = await (await request.get(`/v1/territories/${slug}`)).json();
	const begun = await request.post('/v1/adhesions', { headers, data: { territory_id } });
	const answered = await begun.json();
	// Another test was faster.
	if (begun.status() === 409) return answered.adhesion.id;

	const { id } = answered;
	const file = await request.post('/v1/documents', {
		headers,
		multipart: { territory_id, file: act }
	});
	const act_document_id = (await file.json()).id;
	const contacts = complete ? fields.contacts.slice(0, 1) : fields.contacts;
	const change = await request.patch(`/v1/adhesions/${id}`, {
		headers: { ...headers, 'If-Match': '*' },
		data: { fields: { ...fields, contacts, act_document_id } }
	});
	expect(change.status()).toBe(200);
	const data = { body: 'Could you say more?', field: '/fields/motivations' };
	expect((await request.post(`/v1/adhesions/${id}/comments`, { headers, data })).status()).toBe(201);
	return id;
}

/** One that waits for the secretariat. */
export async function sentAdhesionOf(request: APIRequestContext, slug: string): Promise<string> {
	const id = await adhesionOf(request, slug, true);
	const headers = { ...(await asAdministrator(request)), 'If-Match': '*' };
	// Refused where it was sent before.
	await request.post(`/v1/adhesions/${id}/submit`, { headers, data: {} });
	return id;
}
