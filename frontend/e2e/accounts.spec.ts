import { expect, test, type Page } from '@playwright/test';
import { linkTo, needsMail } from './mail';
import { administrator, needsAdministrator, signInAsAdministrator } from './secretariat';

test.beforeEach(() => {
	needsMail();
	needsAdministrator();
});

async function signIn(page: Page, email: string, password: string) {
	await page.goto('/en/sign-in');
	await page.waitForLoadState('networkidle');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

test('an account is made, confirmed, and its forgotten password replaced', async ({ page }) => {
	const email = `account-${Date.now()}@example.org`;
	await page.goto('/en/sign-up');
	await page.waitForLoadState('networkidle');
	await page.getByLabel('Your name').fill('Ada Example');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill('short');
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute('href', '#password');
	await expect(page.getByLabel('E-mail address')).toHaveValue(email);
	await page.getByLabel('Password', { exact: true }).fill('plenty of words here');
	await page.getByRole('button', { name: 'Create an account' }).click();
	await expect(page.getByText('Check your e-mail')).toBeVisible();

	await page.goto(await linkTo(email, 'verify-email'));
	await page.getByLabel('Password', { exact: true }).fill('somebody else’s words');
	await page.getByRole('button', { name: 'Confirm my address' }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await page.getByLabel('Password', { exact: true }).fill('plenty of words here');
	await page.getByRole('button', { name: 'Confirm my address' }).click();
	await expect(page.getByText('Your address is confirmed')).toBeVisible();
	expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('token');

	await page.goto('/en/forgot-password');
	await page.waitForLoadState('networkidle');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByRole('button', { name: 'Send the link' }).click();
	await expect(page.getByText('Check your e-mail')).toBeVisible();
	await page.goto(await linkTo(email, 'reset-password'));
	await page.getByLabel('New password').fill('other words entirely');
	await page.getByRole('button', { name: 'Save the password' }).click();
	await expect(page.getByText('Your password is changed')).toBeVisible();

	await signIn(page, email, 'other words entirely');
	await expect(page).toHaveURL('/en/my');
	await expect(page.getByText('Your account belongs to no government yet.')).toBeVisible();
	await page.getByRole('link', { name: 'Your details' }).click();
	await expect(page.getByText('العربية').last()).toHaveAttribute('lang', 'ar');
	await page.getByLabel('Your name').fill('Ada Lovelace');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved')).toBeVisible();
	await page.getByRole('link', { name: 'My area' }).first().click();
	await expect(page.getByText('Ada Lovelace')).toBeVisible();
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('a link that is no good says so', async ({ page }) => {
	await page.goto('/en/pledge/confirm#id=01990000-0000-7000-8000-000000000000&token=x');
	await page.getByRole('button', { name: 'Confirm and publish' }).click();
	await expect(page.getByText('This link does not work')).toBeVisible();
	await page.goto('/en/verify-email#token=x');
	await page.getByLabel('Password', { exact: true }).fill('plenty of words here');
	await page.getByRole('button', { name: 'Confirm my address' }).click();
	await expect(page.getByText('This link does not work')).toBeVisible();
	await page.goto('/en/invitation#token=x');
	await expect(page.getByText('This link does not work')).toBeVisible();
});

test('a mailed link outlives a reload, another language and being pasted, and leaves the address bar', async ({
	page
}) => {
	const pledge = (n: number) => `01990000-0000-7000-8000-00000000000${n}`;
	const link = (n: number) => `/pledge/confirm#id=${pledge(n)}&token=secret${n}`;
	await page.goto(`/en${link(1)}`);
	await expect(page.getByRole('button', { name: 'Confirm and publish' })).toBeVisible();
	expect(page.url()).not.toContain('secret');
	await page.reload();
	await expect(page.getByRole('button', { name: 'Confirm and publish' })).toBeVisible();
	await page.getByRole('link', { name: 'Français' }).click();
	await expect(page.getByRole('button', { name: 'Confirmer et publier' })).toBeVisible();
	await page.getByRole('link', { name: 'English' }).click();

	// It is of no use; another, pasted into the same tab, begins anew.
	await page.getByRole('button', { name: 'Confirm and publish' }).click();
	await expect(page.getByText('This link does not work')).toBeVisible();
	const sent = page.waitForRequest(`**/v1/pledges/${pledge(2)}/confirm`);
	await page.evaluate((address) => (location.href = address), `/en${link(2)}`);
	await page.getByRole('button', { name: 'Confirm and publish' }).click();
	await sent;
	expect(new URL(page.url()).hash).toBe('');
	await page.goto('/en/verify-email');
	await expect(page.getByText('This link does not work')).toBeVisible();
});

test('somebody is invited to a team and edits its record', async ({ page, browser }) => {
	const email = `invited-${Date.now()}@example.org`;
	await signInAsAdministrator(page);
	await page.goto('/en/my/team?territory=terrassa');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('lead', { exact: true }).check();
	await page.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(page.getByText('The invitation is on its way to')).toBeVisible();
	await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('open');

	const guest = await (await browser.newContext()).newPage();
	await guest.goto(await linkTo(email, 'invitation'));
	await expect(guest.getByText('Terrassa')).toBeVisible();
	await guest.getByLabel('Your name').fill('Grace Guest');
	await guest.getByLabel('New password').fill('many words for a guest');
	await guest.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(guest).toHaveURL('/en/my');
	await guest.getByRole('link', { name: 'Edit the record' }).click();
	await guest.getByLabel('Website').fill('not an address');
	await guest.getByRole('button', { name: 'Save' }).click();
	await expect(guest.getByRole('alert').getByRole('link')).toHaveAttribute('href', '#website');
	await guest.getByLabel('Website').fill('https://www.terrassa.cat');
	await guest.getByRole('button', { name: 'Save' }).click();
	await expect(guest.getByText('Saved')).toBeVisible();
});

test('an invitation to an account that is there asks for its password', async ({ page, browser }) => {
	const { email, password } = administrator;
	await signInAsAdministrator(page);
	await page.goto('/en/my/team?territory=manresa');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('editor', { exact: true }).check();
	await page.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(page.getByText('The invitation is on its way to')).toBeVisible();

	const reader = await (await browser.newContext()).newPage();
	await reader.goto(await linkTo(email, 'invitation'));
	await expect(reader.getByLabel('Your name')).toHaveCount(0);
	for (const [given, accepted] of [
		['somebody else’s words', false],
		[password, true]
	] as const) {
		await reader.getByLabel('Password', { exact: true }).fill(given);
		await reader.getByRole('button', { name: 'Accept the invitation' }).click();
		if (!accepted) await expect(reader.getByRole('alert')).toContainText('password is not right');
	}
	await expect(reader).toHaveURL('/en/my');
});

test('a membership is put on hold and reinstated, with reasons', async ({ page, request }) => {
	await signInAsAdministrator(page);
	await page.goto('/en/secretariat/territories');
	await page.getByLabel('Name of a place or government').fill('Manresa');
	await page.getByRole('button', { name: 'Search' }).click();
	await page.getByRole('rowheader', { name: 'Manresa' }).getByRole('link').click();
	for (const [words, stage] of [
		['Put on hold', 'on_hold'],
		['Reinstate', 'member']
	] as const) {
		await page.getByText(words, { exact: true }).first().click();
		await page.getByRole('textbox', { name: 'Reason' }).fill('As a test of the platform');
		await page.getByRole('button', { name: words }).click();
		await expect(async () => {
			const territory = await (await request.get('/v1/territories/manresa')).json();
			expect(territory.stage).toBe(stage);
		}).toPass();
		await expect(page.getByRole('button', { name: words })).toHaveCount(0);
	}
});
