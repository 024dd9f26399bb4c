import { expect, test, type Page } from '@playwright/test';
import { anAdministrator, asAdministrator } from './api';
import { expectAccessible } from './axe';
import { linkTo, mailsTo, needsMail } from './mail';
import { government, pledged, promise, signatory } from './pledging';
import { needsAdministrator } from './secretariat';

/** The links that we mail: what they show, where they can be sent instead, and what mail programs make of them. */

test.beforeEach(() => needsMail());

const stamp = () => `${Date.now()}-${Math.floor(Math.random() * 10_000)}`;
const button = (page: Page) => page.getByRole('button', { name: 'Confirm and publish' });

test('D.4 the page that the link opens shows what is confirmed, above its button', async ({
	page,
	request
}) => {
	const name = `Shown ${stamp()}`;
	const email = `shown-${stamp()}@example.org`;
	await page.goto(await pledged(request, name, email));
	await expect(page.getByText('This becomes public when you press the button below:')).toBeVisible();
	const main = page.getByRole('main');
	for (const shown of [
		name,
		'Morocco',
		'Municipal',
		'Layla Benali',
		'President of the council',
		'We commit ourselves.',
		'Karim Officer',
		email
	]) {
		await expect(main.getByText(shown, { exact: true }).first(), shown).toBeVisible();
	}
	await expect(page.locator('section').filter({ hasText: 'not published' })).toContainText('Karim Officer');
	await expectAccessible(page);
	const [answers, press] = [main.locator('dl').last(), button(page)];
	expect((await answers.boundingBox())!.y).toBeLessThan((await press.boundingBox())!.y);
});

test('D.4 a wrong address is corrected from the page that follows, and the message comes again', async ({
	page
}) => {
	const name = `Corrected ${stamp()}`;
	const [wrong, right] = [`wrong-${stamp()}@example.org`, `right-${stamp()}@example.org`];
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	await government(page, name);
	await signatory(page, wrong);
	await promise(page);
	await page.getByRole('button', { name: 'Send the pledge' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your e-mail');
	await expect(page.getByText(`A message is on its way to ${wrong}`)).toBeVisible();
	const old = await linkTo(wrong, 'pledge/confirm');
	await expectAccessible(page);

	const field = page.getByLabel('Contact e-mail address');
	await field.fill('right');
	await page.getByRole('button', { name: 'Send to this address' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute('href', '#email');
	await expect(field).toHaveValue('right');
	await field.fill(right);
	await page.getByRole('button', { name: 'Send to this address' }).click();
	await expect(page.getByRole('status').filter({ hasText: right })).toBeFocused();
	const link = await linkTo(right, 'pledge/confirm');

	// A reload forgets nothing.
	await page.reload();
	await expect(page.getByText(`A message is on its way to ${right}`)).toBeVisible();
	await page.getByRole('button', { name: 'Send it again' }).click();
	await expect(page.getByRole('status').filter({ hasText: right })).toBeFocused();
	await expect(() => expect(mailsTo(right)).toHaveLength(2)).toPass({ timeout: 20_000 });
	await expect(field).toHaveValue(right);

	const reader = await page.context().newPage();
	await reader.goto(old);
	await expect(reader.getByText('This link does not work')).toBeVisible();
	await reader.goto(link);
	await expect(reader.getByText('We commit ourselves.')).toBeVisible();
	await button(reader).click();
	await expect(reader.getByText('Your pledge is public')).toBeVisible();
	await page.reload();
	await page.getByRole('button', { name: 'Send it again' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'no longer waits' })).toBeFocused();
});

test('D.5 links as mail programs leave them are of use, or are asked for', async ({
	page,
	request,
	baseURL
}) => {
	const path = await pledged(request, `Rewritten ${stamp()}`, `rewritten-${stamp()}@example.org`);
	const [address, fragment] = path.split('#') as [string, string];
	for (const rewritten of [
		`${address}%23${fragment}`,
		`${address}%23${encodeURIComponent(fragment)}`,
		`${address}#${encodeURIComponent(fragment)}`,
		`${address}#${fragment.replace('&', '&amp;')}`,
		`${address}?${fragment}`,
		`${address}?utm_source=mail#${fragment}`,
		`${path}.`,
		`${path})`,
		`${path}%3E`
	]) {
		await page.goto('/en/about');
		await page.evaluate(() => sessionStorage.clear());
		await page.goto(rewritten);
		await expect(button(page), rewritten).toBeVisible();
		expect(page.url(), 'the secret is in no address').toBe(`${baseURL}${address}`);
	}

	// Where one did not arrive whole, the page takes what is pasted.
	const field = page.getByLabel('Link from our message');
	for (const cut of [path.split('#')[0]!, path.slice(0, -20)]) {
		await page.goto('/en/about');
		await page.evaluate(() => sessionStorage.clear());
		await page.goto(cut);
		await expect(page.getByText('This page needs the link from our message')).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Continue' }).click();
		await expect(page.getByRole('alert').getByRole('link')).toHaveText('Paste the link from our message');
		await field.fill(`Open this page: ${baseURL}${path.slice(0, -20)}`);
		await page.getByRole('button', { name: 'Continue' }).click();
		await expect(page.getByRole('alert').getByRole('link')).toHaveText(/There is no whole link/);
		await expect(field).toHaveValue(/Open this page/);
		await field.fill(
			`Open this page and press the button there:\n\n> ${baseURL}${path}.\n> Nothing is published before.`
		);
		await page.getByRole('button', { name: 'Continue' }).click();
		await expect(button(page)).toBeVisible();
	}

	// A link to another page leads there.
	await page.goto('/en/verify-email');
	await field.fill(`${baseURL}${path}`);
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page).toHaveURL('/en/pledge/confirm');
	await expect(button(page)).toBeVisible();
});

test('D.5 after confirming, the way back and a second opening show what became of it', async ({
	page,
	request
}) => {
	needsAdministrator();
	const name = `Opened twice ${stamp()}`;
	const link = await pledged(request, name, `twice-${stamp()}@example.org`);
	await page.goto(link);
	await button(page).click();
	await expect(page.getByRole('status').filter({ hasText: 'Your pledge is public' })).toBeFocused();
	await page.getByRole('main').getByRole('link', { name }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText(name);

	const stands = async () => {
		await expect(page.getByText('Your pledge is public')).toBeVisible();
		await expect(page.getByRole('main').getByRole('link', { name })).toBeVisible();
		await expect(page.getByRole('alert')).toHaveCount(0);
	};
	await page.goBack();
	await stands();
	await page.reload();
	await stands();
	const other = await page.context().newPage();
	await other.goto(link);
	await expect(other.getByText('Your pledge is public')).toBeVisible();
	await expectAccessible(other);
	// The way on is still there.
	await other.getByRole('button', { name: 'Choose a password' }).click();
	await other.getByLabel('New password').fill('plenty of words for an office');
	await other.getByRole('button', { name: 'Save the password' }).click();
	await expect(other).toHaveURL('/en/my');
	await other.goBack();
	await expect(other.getByText('Your pledge is public')).toBeVisible();
	await expect(other.getByRole('button', { name: 'Choose a password' })).toHaveCount(0);

	const headers = await asAdministrator(request);
	const { data } = await (await request.get('/v1/pledges?state=public', { headers })).json();
	const { id } = data.find((pledge: { name: string }) => pledge.name === name);
	const removal = await request.post(`/v1/pledges/${id}/remove`, {
		headers: { ...headers, 'If-Match': '*' },
		data: { reason: 'The council denies it.', reason_lang: 'en' }
	});
	expect(removal.ok(), await removal.text()).toBe(true);
	await page.goto(link);
	await expect(page.getByText('This pledge was removed')).toBeVisible();
	await expect(page.getByText('The council denies it.')).toBeVisible();
	await expect(page.getByRole('main').getByRole('link', { name: 'Make the pledge' })).toBeVisible();
	await expectAccessible(page);
});

test('D.5 the link of a pledge whose adhesion was accepted says so', async ({ page, request }) => {
	const link = await pledged(request, `Member since ${stamp()}`, `since-${stamp()}@example.org`);
	await page.route('**/v1/pledges/*/preview', async (route) => {
		const response = await route.fetch();
		const json = await response.json();
		const territory = {
			id: '01990000-0000-7000-8000-000000000000',
			slug: 'gwangju',
			name: 'Gwangju',
			stage: 'member'
		};
		Object.assign(json.pledge, { state: 'fulfilled', contact_in_team: true, territory });
		json.needs_password = false;
		await route.fulfill({ response, json });
	});
	await page.goto(link);
	await expect(page.getByText('Your pledge is fulfilled')).toBeVisible();
	await expect(page.getByText('The campaign has accepted your government’s adhesion.')).toBeVisible();
	await expect(page.getByText(/go on to the adhesion/)).toHaveCount(0);
});

test('D.5 an invitation that was accepted says so', async ({ browser, request }) => {
	needsAdministrator();
	await anAdministrator(request);
	const email = `accepted-${stamp()}@example.org`;
	const headers = await asAdministrator(request);
	const { id } = await (await request.get('/v1/territories/terrassa')).json();
	const data = { email, role: 'editor', language: 'en', territory_id: id };
	expect((await request.post('/v1/invitations', { headers, data })).ok()).toBe(true);
	const link = await linkTo(email, 'invitation');
	const page = await (await browser.newContext()).newPage();
	await page.goto(link);
	await page.getByLabel('Your name').fill('Grace Guest');
	await page.getByLabel('New password').fill('many words for a guest');
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page).toHaveURL('/en/my');
	await page.goBack();
	await expect(page.getByText('The invitation was accepted.')).toBeVisible();
	await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
	await expect(page).toHaveURL('/en/my');
});
