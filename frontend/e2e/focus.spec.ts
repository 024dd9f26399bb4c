import { expect, test, type Page } from '@playwright/test';
import { adhesionOf } from './adhesion';
import { anAdministrator, asAdministrator, newAccount, signedIn } from './api';
import { needsMail } from './mail';
import { needsAdministrator, signIn, type Account } from './secretariat';
import { act } from './steps';

/** The focus is not lost with the row, or the button, that was used. */

let me: Account;
test.beforeEach(async ({ request }) => {
	needsMail();
	needsAdministrator();
	me = await anAdministrator(request);
});

const confirm = (page: Page) => page.getByRole('dialog').getByRole('button').first().click();

test('after revoking it stays with the row', async ({ page, request }) => {
	const headers = await asAdministrator(request);
	const email = `invited-${Date.now()}@example.org`;
	const data = { email, role: 'reviewer', language: 'en', territory_id: null };
	expect((await request.post('/v1/invitations', { headers, data })).ok()).toBe(true);
	await signIn(page, me, '/en/secretariat/people');
	const invitation = page.getByRole('row').filter({ hasText: email });
	await invitation.getByRole('button').click();
	await confirm(page);
	await expect(invitation.getByText('taken back')).toBeFocused();

	const expires_at = new Date(Date.now() + 86_400_000).toISOString();
	const token = {
		name: `Token ${Date.now()}`,
		public_name: 'Observatory',
		purpose: 'A test',
		scopes: ['jobs:read'],
		all_territories: true,
		expires_at
	};
	// Nobody issues tokens with the one-time password of the first administrator.
	const made = await request.post('/v1/tokens', { headers: await signedIn(request, me), data: token });
	expect(made.ok(), await made.text()).toBe(true);
	await page.goto('/en/secretariat/tokens');
	const row = page.getByRole('row').filter({ hasText: token.name });
	await row.getByRole('button').click();
	await confirm(page);
	await expect(row.locator(':focus')).toContainText(/revoked/i);
});

test('after a role was given it is at the role', async ({ page, request }) => {
	const { email } = await newAccount(request);
	await signIn(page, me, '/en/secretariat/people');
	const card = page.getByRole('listitem').filter({ hasText: email });
	await card.getByRole('combobox').selectOption('reviewer');
	await card.getByRole('button').first().click();
	await confirm(page);
	await expect(card.getByRole('combobox')).toBeFocused();
	await expect(card.getByRole('combobox')).toHaveValue('reviewer');
});

test('after a pledge was removed it is at what says so', async ({ page, request }) => {
	const data = {
		name: `Removed ${Date.now()}`,
		country: 'MA',
		level: 'municipal',
		signatory_name: 'Layla Benali',
		signatory_office: 'President of the council',
		contact_name: 'Karim Officer',
		email: 'removed@example.org',
		statement: 'We commit ourselves.',
		statement_lang: 'en',
		may_act: true,
		publish: true,
		language: 'en'
	};
	expect((await request.post('/v1/pledges', { data })).ok()).toBe(true);
	await signIn(page, me, '/en/secretariat/pledges?state=unconfirmed');
	const card = page.getByRole('article').filter({ hasText: data.name });
	await card.locator('summary').click();
	await card.getByRole('textbox', { name: 'Reason' }).fill('As a test of the platform');
	await card.getByRole('button', { name: 'Remove the pledge' }).click();
	// It is not undone: so it asks first, and says of whom and what goes.
	const asked = page.getByRole('dialog');
	await expect(asked).toContainText(data.name);
	await expect(asked).toContainText('This cannot be undone.');
	await page.keyboard.press('Escape');
	await expect(asked).toBeHidden();
	await expect(card).toHaveCount(1);
	await card.getByRole('button', { name: 'Remove the pledge' }).click();
	await asked.getByRole('button', { name: 'Remove the pledge' }).click();
	await expect(card).toHaveCount(0);
	const told = page.getByRole('status').filter({ hasText: 'The pledge was removed' });
	await expect(told).toBeFocused();
	await expect(told).toContainText(data.name);
});

test('after a file was sent it is at the field', async ({ page, request }) => {
	const id = await adhesionOf(request, 'tetouan', 'draft');
	await signIn(page, me, `/en/adhesions/${id}?page=act`);
	await page.locator('#act_document').focus();
	await page.locator('#act_document').setInputFiles(act);
	await expect(page.getByRole('button', { name: 'act.pdf' })).toBeVisible();
	await expect(page.locator('#act_document')).toBeFocused();
});
