import { expect, type APIRequestContext } from '@playwright/test';
import { asAdministrator, asLeadOf } from './api';
import { act } from './steps';

const answers = {
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
	signatory_office: 'Mayor'
};
const contacts = [{ name: 'Grace Officer', email: 'grace@example.org' }, { name: 'Alan Officer' }];

/** Every part that may be published: the government alone says whether it agrees. */
export const parts = [
	'why_local_governments',
	'why_human_rights',
	'motivations',
	'policies',
	'political_act',
	'act_document',
	'signatory',
	'leader'
] as const;

/**
 * A new adhesion of a government, which takes the place of an open one. A draft begins with what is known of the
 * government; a filled one has an answer to every question, a file and a comment, and a contact without an address; one
 * that is submitted lacks nothing. A lead of the government agrees to publish all but what is refused. Gives its id.
 */
export async function adhesionOf(
	request: APIRequestContext,
	slug: string,
	state: 'draft' | 'filled' | 'submitted',
	refused: readonly (typeof parts)[number][] = []
): Promise<string> {
	const headers = await asAdministrator(request);
	const { id: territory_id } = await (await request.get(`/v1/territories/${slug}`)).json();
	const options = { headers: { ...headers, 'If-Match': '*' } };
	const start = () => request.post('/v1/adhesions', { headers, data: { territory_id } });
	let begun = await start();
	if (begun.status() === 409) {
		const { adhesion } = await begun.json();
		await request.post(`/v1/adhesions/${adhesion.id}/withdraw`, { ...options, data: {} });
		begun = await start();
	}
	const { id } = await begun.json();
	if (state === 'draft') return id;

	const file = await request.post('/v1/documents', { headers, multipart: { territory_id, file: act } });
	const fields = {
		...answers,
		contacts: state === 'filled' ? contacts : contacts.slice(0, 1),
		act_document_id: (await file.json()).id
	};
	const change = await request.patch(`/v1/adhesions/${id}`, { ...options, data: { fields } });
	expect(change.ok(), await change.text()).toBe(true);
	const consent = Object.fromEntries(parts.map((part) => [`publish_${part}`, !refused.includes(part)]));
	const lead = await asLeadOf(request, slug);
	const agreed = await request.patch(`/v1/adhesions/${id}`, {
		headers: { ...lead.headers, 'If-Match': '*' },
		data: { fields: consent }
	});
	expect(agreed.ok(), await agreed.text()).toBe(true);
	const data = { body: 'Could you say more?', field: '/fields/motivations' };
	const said = await request.post(`/v1/adhesions/${id}/comments`, { headers, data });
	expect(said.ok(), await said.text()).toBe(true);
	if (state === 'filled') return id;
	const sent = await request.post(`/v1/adhesions/${id}/submit`, { ...options, data: {} });
	expect(sent.ok(), await sent.text()).toBe(true);
	return id;
}
