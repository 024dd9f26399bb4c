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
	await page.getByLabel('Your name').fill('Ada Lovelace');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Saved')).toBeVisible();

	await page.getByLabel('Your name').fill('Ada King');
	await page.getByLabel('Current password').fill('somebody else’s words');
	await page.getByLabel('New password').fill('yet other words entirely');
	await page.getByRole('button', { name: 'Save the password' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute('href', '#current_password');
	await page.getByLabel('Current password').fill('other words entirely');
	await page.getByRole('button', { name: 'Save the password' }).click();
	await expect(page.getByText('Your password is changed')).toBeVisible();
	await expect(page.getByLabel('Current password')).toHaveValue('');
	// The other form keeps what was typed, and still saves.
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Saved')).toBeVisible();
	await page.getByRole('link', { name: 'My area' }).first().click();
	await expect(page.getByText('Ada King')).toBeVisible();
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
	await page.goto('/en/reset-password#token=x');
	await page.getByLabel('New password').fill('plenty of words here');
	await page.getByRole('button', { name: 'Save the password' }).click();
	await expect(page.getByText('This link does not work')).toBeVisible();
	await page.getByRole('main').getByRole('link', { name: 'Forgotten password' }).click();
	await expect(page).toHaveURL('/en/forgot-password');
	await page.goto('/en/invitation#token=x');
	await expect(page.getByText('This link does not work')).toBeVisible();
});

test('a link that is too old says where another comes from', async ({ page }) => {
	const expired = { status: 410, contentType: 'application/problem+json', body: '{"code":"link_expired"}' };
	await page.route('**/v1/invitations/preview', (route) => route.fulfill(expired));
	await page.route('**/v1/password-resets/redeem', (route) => route.fulfill(expired));
	await page.goto('/en/invitation#token=x');
	await expect(page.getByText('Ask whoever invited you for a new one.')).toBeVisible();
	await page.goto('/en/reset-password#token=x');
	await page.getByLabel('New password').fill('plenty of words here');
	await page.getByRole('button', { name: 'Save the password' }).click();
	await expect(page.getByText('You can ask for a new one:')).toBeVisible();
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

	// The only lead cannot leave; the secretariat takes them out, after one more question.
	await guest.goto('/en/my');
	await guest.getByRole('link', { name: 'The team' }).click();
	await expect(guest.getByRole('listitem').filter({ hasText: email })).toContainText('(you)');
	await guest.getByText('Leave the team', { exact: true }).click();
	await guest.getByRole('button', { name: 'Yes, leave the team' }).click();
	await expect(guest.getByRole('alert')).toContainText('make somebody else on the team its lead');

	const { id } = await (await page.request.get('/v1/territories/terrassa')).json();
	await page.goto(`/en/secretariat/territories/${id}`);
	const member = page.getByRole('listitem').filter({ hasText: email });
	await member.getByRole('button', { name: 'Make editor' }).click();
	await expect(member.getByRole('button', { name: 'Make lead' })).toBeVisible();
	await member.getByText('Remove from the team').click();
	await member.getByRole('button', { name: 'Yes, remove them' }).click();
	await expect(page.getByRole('status')).toContainText('Grace Guest');
	await expect(member).toHaveCount(0);
	await linkTo(email, 'territories/terrassa');
	await guest.goto('/en/my');
	await expect(guest.getByText('Your account belongs to no government yet.')).toBeVisible();
});

test('a password that was printed is told as such', async ({ page }) => {
	await signInAsAdministrator(page);
	const notice = page.getByText('You still use the password that was printed at set-up');
	await expect(notice).toBeVisible();
	await page.goto('/en/my');
	await expect(notice).toBeVisible();
	await page.getByRole('link', { name: 'Change your password' }).click();
	await expect(page.getByRole('heading', { name: 'Change your password' })).toBeInViewport();
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
		await page.getByRole('textbox', { name: 'Reason' }).fill('Como prueba de la plataforma');
		await page.getByRole('combobox', { name: 'Language of the reason' }).selectOption('es');
		await page.getByRole('button', { name: words }).click();
		await expect(async () => {
			const territory = await (await request.get('/v1/territories/manresa')).json();
			expect(territory.stage).toBe(stage);
			if (stage === 'on_hold') expect(territory.stage_reason.lang).toBe('es');
		}).toPass();
		await expect(page.getByRole('button', { name: words })).toHaveCount(0);
	}
	await page.goto('/en/territories/manresa');
	const reason = page.locator('[lang="es"][dir="auto"]', { hasText: 'Como prueba de la plataforma' });
	await expect(reason.first()).toBeVisible();
});
