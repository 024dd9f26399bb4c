import { expect, test, type APIRequestContext, type Browser, type Page } from '@playwright/test';
import { anAdministrator, asAdministrator, newAccount } from './api';
import { expectAccessible } from './axe';
import { linkTo, mailsTo, needsMail } from './mail';
import { needsAdministrator, signIn, type Account } from './secretariat';
import { confirm, desk, phone, pledge } from './steps';

test.beforeEach(() => {
	needsMail();
	needsAdministrator();
});

const reason = 'The council told us that it made no such pledge.';
const said = 'La mairie dit qu’elle n’a rien signé.';

/**
 * The story of a hoax: somebody pledges in a town's name, the secretariat is told, a resident reports it, it is removed,
 * and nothing says any more that the town took part. Then the town itself pledges.
 */
test('D.1 D.2 a pledge in a town’s name is removed, and the town’s own begins afresh', async ({
	browser,
	request
}) => {
	test.setTimeout(600_000);
	const stamp = Date.now();
	const town = await freeTown(request);
	const secretary = await anAdministrator(request);

	const impostor = { email: `hoax-${stamp}@example.org`, password: 'three small green boats' };
	const slug = await pledged(browser, town, impostor);
	const hoax = await (await request.get(`/v1/territories/${slug}`)).json();
	expect(hoax.stage).toBe('pledged');
	expect(await counted(request)).toContain(slug);

	// The secretariat is told at once, and led to where it can be removed.
	expect(await linkTo(secretary.email, `territories/${slug}`)).toBe(`/en/territories/${slug}`);
	const told = mailsTo(secretary.email).filter((mail) => mail.includes(`/en/territories/${slug}`));
	expect(told).toHaveLength(1);
	expect(told[0]).toContain('/en/secretariat/pledges');

	const resident = `resident-${stamp}@example.org`;
	await report(browser, { slug, town, email: resident });

	const office = await desk(browser);
	await remove(office, { secretary, town, email: resident });
	await answer(office, { town, email: resident });
	await expect(() => expect(mailsTo(resident)).toHaveLength(1)).toPass({ timeout: 20_000 });
	const [reply = ''] = mailsTo(resident);
	expect(reply).toContain('Merci, ce n’était pas la commune.');
	expect(reply).toContain('n’est plus public');
	for (const typed of [said, town, slug]) expect(reply).not.toContain(typed);

	// The impostor is told why, and has nothing left to work on.
	await expect(() => expect(mailsTo(impostor.email).at(-1)).toContain(reason)).toPass({ timeout: 20_000 });
	const after = await desk(browser);
	await signIn(after, impostor, '/en/my');
	await expect(after.getByText('Your account belongs to no government yet.')).toBeVisible();

	await nowhere(office, request, { slug, id: hoax.id, town });

	// The town itself.
	const mayor = { email: `mayor-${stamp}@example.org`, password: 'nine quiet copper lamps' };
	expect(await pledged(browser, town, mayor)).toBe(slug);
	const own = await (await request.get(`/v1/territories/${slug}`)).json();
	expect(own.id).not.toBe(hoax.id);
	expect([own.stage, own.leaders, own.names]).toEqual(['pledged', [], []]);
	await office.goto(`/en/territories/${slug}`);
	await expect(office.getByRole('heading', { level: 1 })).toHaveText(town);
	const history = office.locator('section').filter({ has: office.getByRole('heading', { name: 'History' }) });
	await expect(history.getByRole('listitem')).toHaveCount(1);
	await expect(history).toContainText('Made its pledge');
	await expect(office.getByText(reason)).toHaveCount(0);
	expect((await request.get(`/v1/territories/${hoax.id}`)).status()).toBe(410);
	await office.goto(`/en/territories?q=${encodeURIComponent(town)}`);
	await expect(office.getByRole('link', { name: town }).first()).toBeVisible();
});

/** A Moroccan town from the list where no government takes part yet, so that the story can be told again. */
async function freeTown(request: APIRequestContext): Promise<string> {
	for (const q of 'Nador Guelmim Ouarzazate Errachidia Azrou Sefrou Taourirt Youssoufia'.split(' ')) {
		const { data } = await (await request.get('/v1/places', { params: { q, country: 'MA' } })).json();
		const free = data.find(
			(place: { name: string; territory: unknown }) => place.name === q && !place.territory
		);
		if (free) return free.name;
	}
	throw new Error('every town has its story already');
}

/** Pledges, follows the mail, chooses a password; the slug of the page. */
async function pledged(browser: Browser, name: string, { email, password }: Account): Promise<string> {
	const page = await phone(browser);
	await pledge(page, { name, email, listed: true });
	const slug = await confirm(page, name, email, password);
	await page.context().close();
	return slug;
}

interface Reported {
	slug: string;
	town: string;
	email: string;
}

/** A resident says in French what is wrong, on a telephone. */
async function report(browser: Browser, { slug, town, email }: Reported) {
	const page = await phone(browser);
	await page.goto(`/fr/territories/${slug}`);
	await page.getByRole('link', { name: 'Signaler le problème' }).click();
	await expect(page.getByText('Page concernée')).toContainText(town);
	await page.getByRole('button', { name: 'Envoyer le signalement' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveCount(2);
	await page.getByLabel('Le gouvernement n’a pas pris cet engagement').check();
	await page.getByLabel('Décrivez le problème').fill(said);
	await page.getByLabel('Adresse électronique').fill('nobody');
	await page.getByRole('button', { name: 'Envoyer le signalement' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveCount(1);
	await expect(page.getByLabel('Décrivez le problème')).toHaveValue(said);
	await page.getByLabel('Adresse électronique').fill(email);
	// A glance at the page and back loses nothing.
	await page.goto(`/fr/territories/${slug}`);
	await page.goBack();
	await expect(page.getByLabel('Décrivez le problème')).toHaveValue(said);
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Envoyer le signalement' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Votre signalement est parvenu' })).toBeFocused();
	await expect(page.getByText(email)).toBeVisible();
	await expectAccessible(page);
	await page.context().close();
}

/** From the report to the pledge, and away with it. */
async function remove(
	page: Page,
	{ secretary, town, email }: { secretary: Account; town: string; email: string }
) {
	await signIn(page, secretary, '/en/secretariat/reports');
	const card = page.getByRole('article').filter({ hasText: email });
	await expect(card).toContainText(said);
	await expect(card).toContainText('The government did not make this pledge');
	await card.getByText('Answer the report').click();
	await expectAccessible(page);
	await card.getByRole('link', { name: 'See its pledge' }).click();
	const pledge = page
		.getByRole('article')
		.filter({ has: page.getByRole('heading', { name: town, exact: true }) });
	await pledge.getByText('Remove the pledge', { exact: true }).first().click();
	await pledge.getByRole('button', { name: 'Remove the pledge' }).click();
	await expect(page.getByRole('alert').first()).toBeVisible();
	await pledge.getByLabel('Reason', { exact: true }).fill(reason);
	await expectAccessible(page);
	await pledge.getByRole('button', { name: 'Remove the pledge' }).click();
	const asked = page.getByRole('dialog');
	await expect(asked).toContainText(town);
	await expect(asked).toContainText(
		'the team that it brought about, what that team filed and wrote, and its files'
	);
	await expectAccessible(page);
	await asked.getByRole('button', { name: 'Remove the pledge' }).click();
	await expect(pledge).toHaveCount(0);
	await page.getByLabel('State').selectOption('removed');
	await expect(pledge.first()).toContainText(reason);
	await expect(pledge.first().getByRole('link', { name: town })).toHaveCount(0);
}

async function answer(page: Page, { town, email }: { town: string; email: string }) {
	await page.getByRole('link', { name: 'Reports' }).click();
	const card = page.getByRole('article').filter({ hasText: email });
	await expect(card).toContainText('page removed');
	await card.getByText('Answer the report').click();
	await card.getByRole('button', { name: 'Send the answer' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveCount(2);
	await card.getByLabel('It is no longer public').check();
	await card.getByLabel('Your answer').fill('Merci, ce n’était pas la commune.');
	await card.getByRole('button', { name: 'Send the answer' }).click();
	await expect(card).toHaveCount(0);
	await expect(page.getByRole('status').filter({ hasText: email })).toBeFocused();
	await page.getByLabel('State').selectOption('answered');
	await expect(card).toContainText('Merci, ce n’était pas la commune.');
	await expect(card).toContainText(town);
	await expectAccessible(page);
}

interface Gone {
	slug: string;
	id: string;
	town: string;
}

/** What page, list, map, files, feed, search and counts say of a town whose only pledge was false. */
async function nowhere(page: Page, request: APIRequestContext, { slug, id, town }: Gone) {
	for (const [language, title] of [
		['en', 'A pledge in this government’s name was removed'],
		['ar', 'حُذف تعهدٌ قُدّم باسم هذه الحكومة']
	]) {
		const answered = await page.goto(`/${language}/territories/${slug}`);
		expect(answered?.status()).toBe(410);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(title!);
		await expect(page.getByText(reason)).toBeVisible();
		await expect(page.getByText(town, { exact: true })).toHaveCount(0);
		await expectAccessible(page);
	}
	await page.goto(`/en/territories?q=${encodeURIComponent(town)}`);
	await page.waitForLoadState('networkidle');
	await expect(page.getByRole('main').getByRole('link', { name: town })).toHaveCount(0);
	await page.goto('/en');
	await page.waitForLoadState('networkidle');
	await expect(page.getByRole('link', { name: new RegExp(town) })).toHaveCount(0);

	const everyStage = 'stage=pledged,member,on_hold,withdrawn,none';
	for (const file of ['', '.csv', '.geojson']) {
		const text = await (await request.get(`/v1/territories${file}?country=MA&${everyStage}`)).text();
		expect(text, file).not.toContain(slug);
		expect(text, file).not.toContain(town);
	}
	const { data } = await (await request.get(`/v1/territories?q=${slug}&${everyStage}`)).json();
	expect(data).toEqual([]);
	expect(await counted(request)).not.toContain(slug);

	const told = (await feed(request)).filter(({ subject }) => subject.id === id);
	const last = told.at(-1)!;
	expect([last.action, last.facts.gone, last.facts.reason]).toEqual([
		'territory.pledge_removed',
		true,
		reason
	]);
	expect(told.map(({ action }) => action)).not.toContain('territory.withdrawn');
	expect(JSON.stringify(told)).not.toContain(town);
}

/** The governments that the campaign counts as pledged. Other tests pledge meanwhile: so their number is read until it is theirs. */
async function counted(request: APIRequestContext): Promise<string[]> {
	let slugs: string[] = [];
	await expect(async () => {
		const { data } = await (await request.get('/v1/territories?stage=pledged&limit=200')).json();
		const { counts } = await (await request.get('/v1/campaign')).json();
		slugs = data.map(({ slug }: { slug: string }) => slug);
		expect(counts.pledges).toBe(slugs.length);
	}).toPass({ timeout: 20_000 });
	return slugs;
}

interface Entry {
	action: string;
	subject: { id: string };
	facts: { gone?: boolean; reason?: string };
}

async function feed(request: APIRequestContext): Promise<Entry[]> {
	const entries: Entry[] = [];
	let next: string | null = '/v1/changes?after=0&limit=200';
	while (next) {
		const { data, page } = await (await request.get(next)).json();
		entries.push(...data);
		next = data.length > 0 ? page.next : null;
	}
	return entries;
}

test('D.2 a report says which page it is about, and a filled trap is shown', async ({ page }) => {
	await page.goto('/en/report');
	await expect(page.getByText('Which page is it about?')).toBeVisible();
	await page.goto('/en/report?territory=no-such-place');
	await expect(page.getByRole('alert')).toBeVisible();
	await page.goto('/en/report?territory=padova');
	await page.getByLabel('Something else').check();
	await page.getByLabel('Describe it').fill('The name is spelt wrongly.');
	await expect(page.locator('#website2')).not.toBeInViewport();
	await page.locator('#website2').evaluate((input: HTMLInputElement) => {
		input.value = 'https://spam.example';
		input.dispatchEvent(new Event('input', { bubbles: true }));
	});
	await page.getByRole('button', { name: 'Send the report' }).click();
	await expect(page.getByRole('alert')).toBeFocused();
	await expectAccessible(page);
	await page.getByLabel('Leave this empty').fill('');
	await expect(page.getByLabel('Describe it')).toHaveValue('The name is spelt wrongly.');
	await page.getByRole('button', { name: 'Send the report' }).click();
	await expect(page.getByText('You left no address')).toBeVisible();
});

test('D.2 somebody of the secretariat chooses to be told once a day', async ({ page, request }) => {
	await signIn(page, await anAdministrator(request), '/en/my/details');
	await expect(page.getByLabel('At once')).toBeChecked();
	await page.getByLabel('Once a day, all in one e-mail').check();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeFocused();
	await page.reload();
	await expect(page.getByLabel('Once a day, all in one e-mail')).toBeChecked();
	await page.getByLabel('At once').check();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeFocused();
});

test('D.3 the team is told by mail and in its area why its government is on hold', async ({
	page,
	request
}) => {
	const slug = 'saint-louis';
	const { id } = await (await request.get(`/v1/territories/${slug}`)).json();
	const account = await newAccount(request);
	const headers = { ...(await asAdministrator(request)), 'If-Match': '*' };
	const invitation = { email: account.email, language: 'en', territory_id: id, role: 'editor' };
	expect((await request.post('/v1/invitations', { headers, data: invitation })).ok()).toBe(true);
	const token = new URLSearchParams((await linkTo(account.email, 'invitation')).split('#')[1]).get('token');
	const accepted = await request.post('/v1/invitations/accept', {
		data: { token, password: account.password }
	});
	expect(accepted.ok(), await accepted.text()).toBe(true);
	const why = 'Le bureau est fermé pour le moment.';
	try {
		const data = { reason: why, reason_lang: 'fr', effective_on: '2025-11' };
		expect((await request.post(`/v1/territories/${slug}/hold`, { headers, data })).ok()).toBe(true);
		await expect(() => expect(mailsTo(account.email).at(-1)).toContain(why)).toPass({ timeout: 20_000 });
		await signIn(page, account, '/en/my');
		const card = page.getByRole('article');
		await expect(card).toContainText('On hold');
		await expect(card).toContainText('November 2025');
		await expect(card.getByText(why)).toHaveAttribute('lang', 'fr');
		await expectAccessible(page);
	} finally {
		await request.post(`/v1/territories/${slug}/reinstate`, { headers, data: {} });
	}
	await page.reload();
	await expect(page.getByText(why)).toHaveCount(0);
});
