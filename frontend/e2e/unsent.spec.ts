import { expect, test, type APIRequestContext, type Browser, type Page } from '@playwright/test';
import { adhesionOf } from './adhesion';
import { anAdministrator, asAdministrator } from './api';
import { expectAccessible } from './axe';
import { needsMail } from './mail';
import { needsAdministrator, signIn, type Account } from './secretariat';

let me: Account;
test.beforeEach(async ({ request }) => {
	needsMail();
	needsAdministrator();
	me = await anAdministrator(request);
});

const summary = (page: Page) => page.getByRole('alert').filter({ hasText: 'There is a problem' });
const drafts = (page: Page) =>
	page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('thousand.draft.')));

/** A second person at a machine of their own. */
async function colleague(browser: Browser, request: APIRequestContext, path: string): Promise<Page> {
	const page = await (await browser.newContext()).newPage();
	await signIn(page, await anAdministrator(request), path);
	return page;
}

test('what is typed on a page of the adhesion outlives leaving it, a reload and another language', async ({
	page,
	request
}) => {
	const id = await adhesionOf(request, 'ames', 'draft');
	await signIn(page, me, `/en/adhesions/${id}?page=motivations`);
	const field = page.locator('#motivations');
	const saved = await field.inputValue();
	await field.fill('Half a sentence');
	await page.getByRole('link', { name: 'All pages of the adhesion' }).click();
	await page.getByRole('link', { name: 'Motivations' }).click();
	await expect(field).toHaveValue('Half a sentence');
	await expect(page.getByText('It is not saved yet')).toBeVisible();
	await page.reload();
	await expect(field).toHaveValue('Half a sentence');
	await page.getByRole('link', { name: 'Français' }).click();
	await expect(page).toHaveURL(/\/fr\//);
	await expect(field).toHaveValue('Half a sentence');
	await page.getByRole('button', { name: 'Abandonner cette saisie' }).click();
	await expect(field).toHaveValue(saved);

	await field.fill(`A whole sentence ${Date.now()}`);
	await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
	await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Motivations');
	expect(await drafts(page)).toEqual([]);

	await page.goto(`/en/adhesions/${id}?page=policies`);
	await page.locator('#policies-0').fill('To be taken away');
	await expect.poll(() => drafts(page)).toHaveLength(1);
	await page.goto('/en/my');
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page).toHaveURL('/en');
	expect(await drafts(page)).toEqual([]);
});

test('a draft does not overwrite what a colleague saved meanwhile', async ({ page, request, browser }) => {
	const id = await adhesionOf(request, 'bilbao', 'draft');
	const path = `/en/adhesions/${id}?page=motivations`;
	await signIn(page, me, path);
	const mine = `Mine ${Date.now()}`;
	await page.locator('#motivations').fill(mine);
	await page.goto('/en/about');
	const other = await colleague(browser, request, path);
	const theirs = `Theirs ${Date.now()}`;
	await other.locator('#motivations').fill(theirs);
	await other.getByRole('button', { name: 'Save and stop here' }).click();
	await expect(other.getByText('is saved.')).toBeVisible();

	await page.goto(path);
	await page.getByRole('button', { name: 'Save and stop here' }).click();
	const clash = page.getByRole('alert').filter({ hasText: 'Somebody else has changed this page' });
	await expect(clash).toContainText(theirs);
	await expect(page.locator('#motivations')).toHaveValue(mine);
});

test('whoever sends the adhesion is told what of it is not saved', async ({ page, request }) => {
	const id = await adhesionOf(request, 'manresa', 'filled');
	await signIn(page, me, `/en/adhesions/${id}?page=contacts`);
	await page.locator('#contacts-1-email').fill('alan@example.org');
	await page.getByRole('button', { name: 'Save and stop here' }).click();
	await expect(page.getByText('is saved.')).toBeVisible();
	await expect(page.getByText('Not saved', { exact: true })).toHaveCount(0);

	await page.getByRole('link', { name: 'Motivations' }).click();
	await page.locator('#motivations').fill('A better sentence');
	await page.getByRole('link', { name: 'All pages of the adhesion' }).click();
	await expect(page.getByRole('listitem').filter({ hasText: 'Not saved' })).toHaveText(/Motivations/);
	await page.getByRole('link', { name: 'Check your answers' }).click();
	const notice = page.locator('.notice').filter({ hasText: 'is not saved and will not be sent' });
	await expect(notice.getByRole('link')).toHaveText(['Motivations']);
	await page.getByRole('button', { name: 'Send the adhesion' }).click();
	await expect(page.getByText('A better sentence')).toBeVisible();
	await expect(page.getByText('The form is closed. Here is your text')).toBeVisible();
	await expect(page.getByText('Somebody else')).toHaveCount(0);
});

test('a file on its way is not left behind, and the server judges files of unknown kind', async ({
	page,
	request
}) => {
	const id = await adhesionOf(request, 'getafe', 'draft');
	await signIn(page, me, `/en/adhesions/${id}?page=act`);
	const file = page.locator('#act_document');
	const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

	let arrive = () => {};
	const arrival = new Promise<void>((resolve) => (arrive = resolve));
	let refused = 0;
	await page.route('**/v1/documents', async (route) => {
		await arrival;
		// The token has run out while the file was on its way.
		if (refused === 0) {
			refused += 1;
			return route.fulfill({ status: 401, json: { code: 'session_over' } });
		}
		return route.continue();
	});
	await file.setInputFiles({ name: 'act.pdf', mimeType: '', buffer: pdf });
	await page.getByRole('button', { name: 'Save and continue' }).click();
	await expect(summary(page)).toContainText('The file is still being sent');
	arrive();
	await expect(page.getByRole('button', { name: 'act.pdf' })).toBeVisible();
	await expect(page.getByRole('status').filter({ hasText: 'The file has been sent' })).toHaveCount(1);
	await page.unroute('**/v1/documents');

	await page.route('**/v1/documents', (route) => route.abort());
	await file.setInputFiles({ name: 'first.pdf', mimeType: 'application/pdf', buffer: pdf });
	await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
	await file.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: pdf });
	await expect(page.locator('#act_document-error')).toContainText('The file must be a PDF');
	await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
});

test('of two reviewers the slower sees what happened, and has what was written', async ({
	page,
	request,
	browser
}) => {
	const id = await adhesionOf(request, 'granollers', 'submitted');
	const path = `/en/secretariat/adhesions/${id}`;
	await signIn(page, me, path);
	const other = await colleague(browser, request, path);
	await page.getByText('Decline the adhesion', { exact: true }).first().click();
	await page.locator('#decline_reason').fill('A long and careful reason');
	await page.locator('#confirmed_by').fill('The secretary general');

	await other.locator('#confirmed_by').fill('The clerk');
	await other.locator('#how').fill('By telephone');
	await other.locator('#on-year').fill('2025');
	await other.getByRole('button', { name: 'Record the confirmation' }).click();
	await expect(other.getByText('Recorded by')).toBeVisible();
	await other.getByText('Ask for changes', { exact: true }).first().click();
	await other.locator('#changes-reason').fill('Please add a date.');
	await other.getByRole('button', { name: 'Ask for changes' }).click();
	await expect(other.getByText('changes requested').first()).toBeVisible();

	await page.getByRole('button', { name: 'Decline the adhesion' }).click();
	await expect(page.getByText('changes requested').first()).toBeVisible();
	await expect(page.getByRole('alert')).toContainText('Somebody else acted in the meantime');
	await expect(page.getByText('What you wrote was not sent')).toHaveCount(2);
	await expect(page.locator(':focus')).toContainText('What you wrote was not sent');
	await expect(page.getByText('A long and careful reason')).toBeVisible();
	await expect(page.getByText('The secretary general')).toBeVisible();
	await page.reload();
	await expect(page.getByText('A long and careful reason')).toBeVisible();
	await page.getByRole('button', { name: 'Discard it' }).last().click();
	await expect(page.getByText('A long and careful reason')).toHaveCount(0);
});

test('what the team wrote stays when a colleague sends the adhesion meanwhile', async ({ page, request }) => {
	const id = await adhesionOf(request, 'grigny', 'submitted');
	await signIn(page, me, `/en/adhesions/${id}`);
	await page.getByText('Withdraw the adhesion').click();
	await page.locator('#reason').fill('We need more time');
	// The secretariat was faster.
	await page.route(`**/v1/adhesions/${id}/withdraw`, (route) =>
		route.fulfill({ status: 412, json: { code: 'stale' } })
	);
	await page.route(`**/v1/adhesions/${id}`, async (route) => {
		const response = await route.fetch();
		await route.fulfill({ response, json: { ...(await response.json()), state: 'declined' } });
	});
	await page.getByRole('button', { name: 'Withdraw it' }).click();
	await expect(page.getByText('The adhesion was declined')).toBeVisible();
	await expect(page.getByText('We need more time')).toBeVisible();
});

test('a comment that was sent is shown as soon as it can be read back', async ({ page, request }) => {
	const id = await adhesionOf(request, 'leganes', 'submitted');
	await signIn(page, me, `/en/secretariat/adhesions/${id}`);
	await page.getByRole('button', { name: 'Comment', exact: true }).click();
	await page.locator('#comment-whole').fill('Which council was it?');
	await page.route(`**/v1/adhesions/${id}`, (route) => route.abort());
	await page.getByRole('button', { name: 'Send the comment' }).click();
	await expect(page.getByRole('alert')).toContainText('The server cannot be reached');
	await page.unroute(`**/v1/adhesions/${id}`);
	await page.getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByText('Which council was it?')).toBeVisible();
	await expect(page.locator('#comment-whole')).toHaveCount(0);
});

test('a record changed by two: what differs is kept of both, what clashes is asked', async ({
	page,
	request,
	browser
}) => {
	const stamp = Date.now();
	const path = '/en/my/territory?id=malakoff';
	await signIn(page, me, path);
	const other = await colleague(browser, request, path);
	const save = (of: Page) => of.getByRole('button', { name: 'Save', exact: true }).click();
	await other.getByLabel('Website').fill(`https://example.org/theirs/${stamp}`);
	await save(other);
	await expect(other.getByText('Saved.')).toBeVisible();
	await page.getByLabel('Source of the population figure').fill(`Census ${stamp}`);
	await save(page);
	await expect(page.getByText('Saved.')).toBeVisible();
	await expect(page.getByLabel('Website')).toHaveValue(`https://example.org/theirs/${stamp}`);

	await other.getByLabel('Website').fill(`https://example.org/theirs/${stamp}/2`);
	await save(other);
	await expect(other.getByText('Saved.')).toBeVisible();
	await page.getByLabel('Website').fill(`https://example.org/mine/${stamp}`);
	await save(page);
	const clash = page.getByRole('alert').filter({ hasText: 'Somebody else has changed this page' });
	await expect(clash).toBeFocused();
	await expect(clash.getByRole('heading', { level: 3 })).toHaveText(['Website']);
	await expect(clash).toContainText(`https://example.org/theirs/${stamp}/2`);
	await expectAccessible(page);
	await expect(page.getByLabel('Website')).toHaveValue(`https://example.org/mine/${stamp}`);
	await save(page);
	await expect(page.getByText('Saved.')).toBeVisible();
	await expect(clash).toHaveCount(0);

	await other.getByLabel('Website').fill(`https://example.org/theirs/${stamp}/3`);
	await save(other);
	await other.getByRole('button', { name: 'Take theirs' }).click();
	await expect(other.getByLabel('Website')).toBeFocused();
	await expect(other.getByLabel('Website')).toHaveValue(`https://example.org/mine/${stamp}`);
});

test('what is typed while a form is on its way stays', async ({ page, request }) => {
	const stamp = Date.now();
	/** Holds a change back until the given is done. */
	async function meanwhile(url: string, type: () => Promise<void>, press: () => Promise<void>) {
		let pass = () => {};
		const typed = new Promise<void>((resolve) => (pass = resolve));
		await page.route(url, async (route) => {
			if (route.request().method() === 'PATCH') await typed;
			await route.continue();
		});
		await press();
		await type();
		const answered = page.waitForResponse((response) => response.request().method() === 'PATCH');
		pass();
		await answered;
		await page.unroute(url);
	}

	await signIn(page, me, '/en/my/territory?id=mostoles');
	await page.getByLabel('Website').fill(`https://example.org/${stamp}`);
	await meanwhile(
		'**/v1/territories/*',
		() => page.getByLabel('Source of the population figure').fill(`Census ${stamp}`),
		() => page.getByRole('button', { name: 'Save', exact: true }).click()
	);
	await expect(page.getByText('Saved.')).toBeVisible();
	await expect(page.getByLabel('Source of the population figure')).toHaveValue(`Census ${stamp}`);
	await page.reload();
	await expect(page.getByLabel('Website')).toHaveValue(`https://example.org/${stamp}`);
	await expect(page.getByLabel('Source of the population figure')).toHaveValue(`Census ${stamp}`);

	const id = await adhesionOf(request, 'lyon', 'draft');
	await page.goto(`/en/adhesions/${id}?page=motivations`);
	await page.locator('#motivations').fill('We want');
	await meanwhile(
		`**/v1/adhesions/${id}`,
		() => page.locator('#motivations').fill('We want to learn'),
		() => page.getByRole('button', { name: 'Save and continue' }).click()
	);
	await expect(page.getByRole('button', { name: 'Save and continue' })).toBeVisible();
	await expect(page.locator('#motivations')).toHaveValue('We want to learn');
	await page.getByRole('button', { name: 'Save and continue' }).click();
	await expect(page.locator('#policies-0')).toBeVisible();
	expect(await drafts(page)).toHaveLength(1);
});

test('a record follows its address, and its heading the name', async ({ page }) => {
	await signIn(page, me, '/en/my/territory?id=utrecht');
	const heading = page.getByRole('heading', { level: 2 }).first();
	await expect(heading).toHaveText('Utrecht');
	const name = page.locator('#name');
	const renamed = `Utrecht ${Date.now()}`;
	await name.fill(renamed);
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Saved.')).toBeVisible();
	const shown = await page.request.get('/v1/territories/utrecht', { headers: { 'Accept-Language': 'en' } });
	await expect(heading).toHaveText((await shown.json()).name);
	await name.fill('Not of the next government');
	await page.evaluate(() => {
		const link = Object.assign(document.createElement('a'), { href: '/en/my/territory?id=vienna' });
		document.querySelector('main')!.append(link);
		link.click();
	});
	await expect(heading).toHaveText('Vienna');
	await expect(name).not.toHaveValue('Not of the next government');
});

test('whoever sends what has become incomplete meanwhile is told, and where', async ({ page, request }) => {
	const id = await adhesionOf(request, 'quilmes', 'filled');
	await signIn(page, me, `/en/adhesions/${id}?page=contacts`);
	await page.locator('#contacts-1-email').fill('alan@example.org');
	await page.getByRole('button', { name: 'Save and stop here' }).click();
	await page.getByRole('link', { name: 'Check your answers' }).click();
	await page.route(`**/v1/adhesions/${id}/submit`, (route) =>
		route.fulfill({ status: 412, json: { code: 'stale' } })
	);
	await page.route(`**/v1/adhesions/${id}`, async (route) => {
		const response = await route.fetch();
		const missing = [{ pointer: '/fields/motivations', detail: 'Missing' }];
		await route.fulfill({ response, json: { ...(await response.json()), missing } });
	});
	await page.getByRole('button', { name: 'Send the adhesion' }).click();
	await expect(summary(page)).toBeFocused();
	await expect(summary(page)).toContainText('Look at the newest version, then decide again');
	await expect(page.getByRole('button', { name: 'Send the adhesion' })).toHaveCount(0);
	await expect(page.locator('.notice a[href*="page=motivations"]')).toBeVisible();
});

test('what a reviewer wrote stays in reach when the team withdraws meanwhile', async ({ page, request }) => {
	const id = await adhesionOf(request, 'rabat', 'submitted');
	await signIn(page, me, `/en/secretariat/adhesions/${id}`);
	await page.getByRole('button', { name: 'Comment', exact: true }).click();
	await page.locator('#comment-whole').fill('A question that was not asked');
	await page.locator('#confirmed_by').fill('The secretary general');
	await page.getByText('Decline the adhesion', { exact: true }).first().click();
	await page.locator('#decline_reason').fill('A long and careful reason');
	const headers = { ...(await asAdministrator(request)), 'If-Match': '*' };
	const withdrawn = await request.post(`/v1/adhesions/${id}/withdraw`, { headers, data: {} });
	expect(withdrawn.ok(), await withdrawn.text()).toBe(true);
	await page.getByRole('button', { name: 'Decline the adhesion' }).click();
	for (const text of [
		'A question that was not asked',
		'The secretary general',
		'A long and careful reason'
	]) {
		await expect(page.locator('.notice').getByText(text)).toBeVisible();
	}
	await expect(page.locator('#comment-whole')).toHaveCount(0);
});

test('a change of stage leaves what is typed into the record', async ({ page }) => {
	await signIn(page, me, '/en/secretariat/territories/mayo');
	await page.getByLabel('Website').fill('https://example.org/unsaved');
	for (const words of ['Put the membership on hold', 'Reinstate']) {
		await page.getByText(words, { exact: true }).first().click();
		await page.getByRole('textbox', { name: 'Reason' }).fill('As a test of the platform');
		await page.getByRole('button', { name: words }).click();
		await expect(page.getByRole('button', { name: words })).toHaveCount(0);
		await expect(page.getByLabel('Website')).toHaveValue('https://example.org/unsaved');
	}
});

test('another number of inhabitants is not said to be of the source of the first', async ({
	page,
	request
}) => {
	const id = await adhesionOf(request, 'malakoff', 'draft');
	await signIn(page, me, `/en/adhesions/${id}?page=government`);
	const source = page.locator('#population_source');
	await source.fill('An office of statistics');
	await page.getByRole('button', { name: 'Save and stop here' }).click();
	await page.goto(`/en/adhesions/${id}?page=government`);
	await expect(source).toHaveValue('An office of statistics');
	await page.locator('#population').fill('230000');
	await expect(source).toHaveValue('');
	await source.fill('Another office');
	await page.locator('#population').fill('230001');
	await expect(source).toHaveValue('Another office');
});
