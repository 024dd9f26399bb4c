import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { adhesionOf, parts } from './adhesion';
import { anAdministrator, asAdministrator, asLeadOf, asPartner } from './api';
import { expectAccessible } from './axe';
import { mailsTo, needsMail } from './mail';
import { needsAdministrator, signIn } from './secretariat';
import { desk } from './steps';

/** What a government agrees to publish is what is public. */

test.beforeEach(() => {
	needsMail();
	needsAdministrator();
});

const authority = { confirmed_by: 'Secretary General', how: 'By telephone', on: '2025-11-21' };
const refused = ['motivations', 'signatory'] as const;
const agreed = parts.filter((part) => !(refused as readonly string[]).includes(part));

/** What shows that a part is public. */
const said: Record<(typeof parts)[number], string> = {
	why_local_governments: 'They are closest to people.',
	why_human_rights: 'They protect the dignity of all.',
	motivations: 'We want to learn from others.',
	policies: 'A plan for human rights',
	political_act: 'Municipal council',
	act_document: '/content',
	signatory: 'Sally Signs',
	leader: 'Ada Example'
};

/** The parts that anybody can read by the API: in the record, its history, the lists and files, and the feed. */
async function publicParts(request: APIRequestContext, slug: string): Promise<string[]> {
	const addresses = [
		`/v1/territories/${slug}`,
		`/v1/territories/${slug}/history?limit=200`,
		'/v1/territories?limit=200',
		'/v1/territories.csv',
		'/v1/territories.geojson'
	];
	const texts = await Promise.all(addresses.map(async (address) => (await request.get(address)).text()));
	return parts.filter((part) => texts.some((text) => text.includes(said[part])));
}

/** The parts that a reader sees on the page. */
async function shownParts(page: Page, slug: string): Promise<string[]> {
	await page.goto(`/en/territories/${slug}`);
	await page.waitForLoadState('networkidle');
	const shown = await page.locator('article.page').innerHTML();
	return parts.filter((part) => shown.includes(said[part]));
}

test('E.1 what the government ticked is what is public, by page and by API', async ({
	page,
	browser,
	request
}) => {
	test.setTimeout(300_000);
	const slug = 'irbid';
	const lead = await asLeadOf(request, slug);
	const id = await adhesionOf(request, slug, 'filled', refused);
	const change = { headers: { ...lead.headers, 'If-Match': '*' } };
	const fields = {
		signatory_name: 'Sally Signs',
		contacts: [{ name: 'Grace Officer', email: 'grace@example.org' }]
	};
	expect((await request.patch(`/v1/adhesions/${id}`, { ...change, data: { fields } })).ok()).toBe(true);

	// A partner that files for it may repeat what it said, and say nothing else in its place.
	const partner = { headers: { ...(await asPartner(request)), 'If-Match': '*' } };
	const saying = (publish_motivations: boolean) =>
		request.patch(`/v1/adhesions/${id}`, { ...partner, data: { fields: { publish_motivations } } });
	expect((await saying(false)).status()).toBe(200);
	expect((await saying(true)).status()).toBe(403);

	// Its team sees what it has said, and sends it.
	await signIn(page, lead.account, `/en/adhesions/${id}?page=motivations`);
	await expect(page.getByLabel('No, it stays private')).toBeChecked();
	await page.goto(`/en/adhesions/${id}?page=check`);
	await expect(page.getByText('No, it stays private')).toHaveCount(refused.length);
	await page.getByRole('button', { name: 'Send the adhesion' }).click();
	await expect(page.getByText('The adhesion has been sent')).toBeVisible();

	// The reviewer sees it too, and is offered no more.
	const secretariat = await desk(browser);
	await signIn(secretariat, await anAdministrator(request), `/en/secretariat/adhesions/${id}`);
	const headers = await asAdministrator(request);
	const options = { headers: { ...headers, 'If-Match': '*' } };
	const confirmed = await request.post(`/v1/adhesions/${id}/confirm-authority`, {
		...options,
		data: authority
	});
	expect(confirmed.ok(), await confirmed.text()).toBe(true);
	await secretariat.reload();
	await secretariat.getByText('Accept the adhesion', { exact: true }).first().click();
	for (const part of parts) {
		await expect(secretariat.locator(`#publish-${part}`)).toHaveCount(agreed.includes(part) ? 1 : 0);
	}
	const form = secretariat.getByRole('group', { name: 'What becomes public' });
	await expect(form.getByRole('checkbox', { checked: true })).toHaveCount(0);
	await expect(form).toContainText('because the government does not agree');
	await expect(form.getByRole('listitem')).toHaveText([
		'Motivations',
		'Name, office and term of the signatory'
	]);
	await expectAccessible(secretariat);

	// More is refused, whether the page is made to ask for it or the API is asked.
	const more = await request.post(`/v1/adhesions/${id}/accept`, { ...options, data: { publish: parts } });
	expect(more.status()).toBe(409);
	expect(await more.json()).toMatchObject({ code: 'not_agreed', parts: refused });
	await secretariat.getByRole('button', { name: 'Tick everything that the government agrees to' }).click();
	await secretariat.route('**/accept', (route) => {
		const body = route.request().postDataJSON();
		return route.continue({ postData: JSON.stringify({ ...body, publish: [...body.publish, 'signatory'] }) });
	});
	await secretariat.getByRole('button', { name: 'Accept the adhesion' }).click();
	const refusal = secretariat
		.getByRole('alert')
		.filter({ hasText: 'the government does not agree to publish this' });
	await expect(refusal).toBeFocused();
	await expect(refusal.getByRole('listitem')).toHaveText('Name, office and term of the signatory');
	await expect(secretariat.locator('#publish-policies')).toBeChecked();
	await expectAccessible(secretariat);
	await secretariat.unroute('**/accept');
	await secretariat.getByRole('button', { name: 'Accept the adhesion' }).click();
	await expect(secretariat.getByText('The adhesion was accepted')).toBeVisible();

	expect(await publicParts(request, slug)).toEqual(agreed);
	const reader = await desk(browser);
	expect(await shownParts(reader, slug)).toEqual(agreed);
	const mail = () => mailsTo(lead.account.email).find((text) => text.includes('my/publication')) ?? '';
	await expect.poll(mail, { timeout: 20_000 }).toContain('– Policies, mechanisms and programmes');
	expect(mail()).not.toContain('– Motivations');

	// The team takes parts back, from the page that the mail leads to.
	await page.goto(/https?:\/\/[^/]+(\/en\/my\/publication\S+)/.exec(mail())![1]!);
	const part = (name: string) => page.getByRole('listitem').filter({ hasText: name });
	const document = (await (await request.get(`/v1/territories/${slug}`)).json()).political_act.document;
	expect((await request.get(document)).status()).toBe(200);
	for (const name of ['The document of the political act', 'political leaders']) {
		await expect(part(name)).toContainText('The government agrees.');
		await part(name).getByRole('button', { name: 'Withdraw consent' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Withdraw consent' }).click();
		await expect(part(name).locator(':focus')).toContainText('Not public');
	}
	await expectAccessible(page);
	const left = agreed.filter((one) => one !== 'act_document' && one !== 'leader');
	expect(await publicParts(request, slug)).toEqual(left);
	expect(await shownParts(reader, slug)).toEqual(left);
	expect((await request.get(document)).status()).toBe(404);
	await expect(
		reader.getByText('No longer public at the government’s wish: The document of the political act')
	).toBeVisible();

	// The secretariat cannot bring them back, neither here nor by writing the leader into the record.
	const release = { ...options, data: { act_document: { released: true } } };
	expect(
		(
			await request.patch(`/v1/territories/${slug}/publication`, {
				...options,
				data: { act_document: { released: false } }
			})
		).status()
	).toBe(200);
	expect((await request.patch(`/v1/territories/${slug}/publication`, release)).status()).toBe(409);
	const leaders = [{ name: 'Ada Example', office: 'Mayor' }];
	expect((await request.patch(`/v1/territories/${slug}`, { ...options, data: { leaders } })).status()).toBe(
		409
	);
	await secretariat.goto(`/en/secretariat/adhesions/${id}`);
	const row = secretariat.getByRole('listitem').filter({ hasText: 'The document of the political act' });
	await expect(row).toContainText('The government does not agree.');
	await expect(row.getByRole('button')).toHaveCount(0);

	// The government agrees again: the leader is back at once, the document once the secretariat publishes it.
	for (const name of ['The document of the political act', 'political leaders']) {
		await part(name).getByRole('button', { name: 'Agree to publication' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Agree to publication' }).click();
		await expect(part(name)).toContainText(
			/The government agrees|You agree. The secretariat has not published it yet/
		);
	}
	expect(await publicParts(request, slug)).toEqual(agreed.filter((one) => one !== 'act_document'));
	await secretariat.reload();
	await row.getByRole('button', { name: 'Publish' }).click();
	await secretariat.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
	await expect(row.locator(':focus')).toContainText('Public');
	expect(await publicParts(request, slug)).toEqual(agreed);
});

test('E.1 the questions are asked beside the answers, and must be answered', async ({ page, request }) => {
	const slug = 'goicoechea';
	const lead = await asLeadOf(request, slug);
	const id = await adhesionOf(request, slug, 'draft');
	await signIn(page, lead.account, `/en/adhesions/${id}?page=motivations`);
	const question = page.getByRole('group', { name: 'May your motivations be published?' });
	await expect(question.getByRole('radio', { checked: true })).toHaveCount(0);
	await page.locator('#motivations').fill('To learn.');
	await page.getByRole('button', { name: 'Save and stop here' }).click();
	await page.getByRole('link', { name: 'Check your answers' }).click();
	const missing = page.locator('.notice').filter({ hasText: 'Still missing' });
	await expect(missing.getByRole('link', { name: 'Political leader: Office' })).toBeVisible();
	await missing.getByRole('link', { name: 'May your motivations be published?' }).click();
	await expect(page.locator('#publish_motivations')).toBeFocused();
	// What is chosen outlives a reload, like what is typed.
	await question.getByLabel('Yes, it may be published').focus();
	await page.keyboard.press('ArrowDown');
	await expect(question.getByLabel('No, it stays private')).toBeChecked();
	await page.reload();
	await expect(question.getByLabel('No, it stays private')).toBeChecked();
	await page.getByRole('button', { name: 'Save and continue' }).click();
	await expect(missing).toBeVisible();
	await expect(missing.getByRole('link', { name: 'May your motivations be published?' })).toHaveCount(0);

	// The document is asked about once it is there, and nobody of the secretariat answers for the government.
	await page.goto(`/en/adhesions/${id}?page=act`);
	await expect(page.locator('#publish_political_act')).toBeVisible();
	await expect(page.locator('#publish_act_document')).toHaveCount(0);
	await signIn(page, await anAdministrator(request), `/en/adhesions/${id}?page=motivations`);
	await expect(page.getByText('Only the government’s own team can answer this.')).toBeVisible();
	await expect(page.locator('#publish_motivations')).toHaveCount(0);
	await page.locator('#motivations').fill('To learn from others.');
	await page.getByRole('button', { name: 'Save and stop here' }).click();
	await expect(page.getByText('is saved.')).toBeVisible();
	const { fields } = await (await request.get(`/v1/adhesions/${id}`, { headers: lead.headers })).json();
	// What was said of other words is left open again.
	expect([fields.motivations, fields.publish_motivations]).toEqual(['To learn from others.', null]);
});
