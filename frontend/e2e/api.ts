import { expect, type APIRequestContext } from '@playwright/test';
import { linkTo } from './mail';
import { administrator, type Account } from './secretariat';

/** Less than an access token lasts. */
const aWhile = 10 * 60 * 1000;
let bearer: { headers: Record<string, string>; until: number } | undefined;

/** What the administrator does by the API, for tests of a page that needs something to be there. Signs in once in a while. */
export async function asAdministrator(request: APIRequestContext) {
	if (!bearer || bearer.until < Date.now()) {
		bearer = { headers: await signedIn(request, administrator), until: Date.now() + aWhile };
	}
	return bearer.headers;
}

/** What somebody does by the API. */
export async function signedIn(request: APIRequestContext, account: Account) {
	const session = await request.post('/v1/sessions', { data: account });
	expect(session.ok(), await session.text()).toBe(true);
	return { Authorization: `Bearer ${(await session.json()).access_token}` };
}

let made = 0;
const password = 'plenty of words here';
const newAddress = (who: string) => `${who}-${Date.now()}-${(made += 1)}@example.org`;

async function newAdministrator(request: APIRequestContext): Promise<Account> {
	const email = newAddress('colleague');
	const headers = await asAdministrator(request);
	const data = { email, role: 'administrator', language: 'en', territory_id: null };
	const invited = await request.post('/v1/invitations', { headers, data });
	expect(invited.ok(), await invited.text()).toBe(true);
	const accepted = await request.post('/v1/invitations/accept', {
		data: { token: await tokenOf(email, 'invitation'), name: 'A Colleague', password }
	});
	expect(accepted.ok(), await accepted.text()).toBe(true);
	return { email, password };
}

/** Somebody new who leads a government's team: their account, and what their calls carry for the next minutes. */
export async function asLeadOf(request: APIRequestContext, slug: string) {
	const email = newAddress('lead');
	const headers = await asAdministrator(request);
	const { id: territory_id } = await (await request.get(`/v1/territories/${slug}`)).json();
	const data = { email, role: 'lead', language: 'en', territory_id };
	const invited = await request.post('/v1/invitations', { headers, data });
	expect(invited.ok(), await invited.text()).toBe(true);
	const accepted = await request.post('/v1/invitations/accept', {
		data: { token: await tokenOf(email, 'invitation'), name: 'A Lead', password }
	});
	expect(accepted.ok(), await accepted.text()).toBe(true);
	const { access_token } = await accepted.json();
	return { account: { email, password }, headers: { Authorization: `Bearer ${access_token}` } };
}

let filing: Promise<string> | undefined;

/** Issued by somebody who has chosen a password: with a one-time one nobody issues tokens. */
async function newToken(request: APIRequestContext): Promise<string> {
	const headers = await signedIn(request, await anAdministrator(request));
	const expires_at = new Date(Date.now() + 86_400_000).toISOString();
	const data = {
		name: 'Files for governments',
		public_name: 'A partner',
		purpose: 'Tests',
		scopes: ['adhesions:read', 'adhesions:write'],
		all_territories: true,
		expires_at
	};
	const issued = await request.post('/v1/tokens', { headers, data });
	expect(issued.ok(), await issued.text()).toBe(true);
	return (await issued.json()).token;
}

/** What a partner does that files for governments. */
export async function asPartner(request: APIRequestContext) {
	return { Authorization: `Bearer ${await (filing ??= newToken(request))}` };
}

let colleague: Account | undefined;
let asked = 0;

/**
 * An administrator beside the one who was made for the tests. Attempts to sign in are counted for each account, and
 * accounts for each address, so a few tests share one.
 */
export async function anAdministrator(request: APIRequestContext): Promise<Account> {
	if (asked % 4 === 0 || !colleague) colleague = await newAdministrator(request);
	asked += 1;
	return colleague;
}

async function tokenOf(email: string, page: string): Promise<string | null> {
	return new URLSearchParams((await linkTo(email, page)).split('#')[1]).get('token');
}

/** An account whose address is confirmed, of no government. */
export async function newAccount(request: APIRequestContext): Promise<Account> {
	const email = newAddress('somebody');
	const data = { email, password, name: 'Somebody Else', language: 'en' };
	expect((await request.post('/v1/users', { data })).ok()).toBe(true);
	const verified = await request.post('/v1/email-verifications', {
		data: { token: await tokenOf(email, 'verify-email'), password }
	});
	expect(verified.ok(), await verified.text()).toBe(true);
	return { email, password };
}
