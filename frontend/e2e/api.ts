import { expect, type APIRequestContext } from '@playwright/test';
import { linkTo } from './mail';
import { administrator } from './secretariat';

/** What the administrator does by the API, for tests of a page that needs something to be there. */
async function asAdministrator(request: APIRequestContext) {
	const session = await request.post('/v1/sessions', { data: administrator });
	const { access_token } = await session.json();
	return { Authorization: `Bearer ${access_token}` };
}

const answers = {
	name: 'A government',
	level: 'municipal',
	population: 45000,
	leader_name: 'Layla Benali',
	leader_office: 'Mayor',
	text_lang: 'en',
	why_local_governments: 'They are close.',
	why_human_rights: 'They are for all.',
	motivations: 'To learn.',
	policies: ['A plan'],
	act_kind: 'decree',
	act_body: 'Mayor’s office',
	act_on: '2025-11-20',
	signatory_name: 'Layla Benali',
	signatory_office: 'Mayor',
	contacts: [{ name: 'Karim', email: 'karim@example.org' }]
};

/** A new adhesion of a government, which takes the place of an open one. Gives its id. */
export async function adhesionOf(
	request: APIRequestContext,
	slug: string,
	state: 'draft' | 'submitted'
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
	await request.patch(`/v1/adhesions/${id}`, { ...options, data: { fields: answers } });
	const sent = await request.post(`/v1/adhesions/${id}/submit`, { ...options, data: {} });
	expect(sent.ok(), await sent.text()).toBe(true);
	return id;
}

/** An account whose address is confirmed, of no government. */
export async function account(request: APIRequestContext): Promise<{ email: string; password: string }> {
	const given = { email: `somebody-${Date.now()}@example.org`, password: 'plenty of words here' };
	const data = { ...given, name: 'Somebody Else', language: 'en' };
	expect((await request.post('/v1/users', { data })).ok()).toBe(true);
	const link = await linkTo(given.email, 'verify-email');
	const token = new URLSearchParams(link.split('#')[1]).get('token');
	const verified = await request.post('/v1/email-verifications', {
		data: { token, password: given.password }
	});
	expect(verified.ok()).toBe(true);
	return given;
}
