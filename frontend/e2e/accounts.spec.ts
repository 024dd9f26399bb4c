import { expect, test } from '@playwright/test';
import { anAdministrator, asAdministrator, newAccount } from './api';
import { linkTo, needsMail } from './mail';
import { pledged } from './pledging';
import { needsAdministrator, printed, signIn } from './secretariat';

test.beforeEach(() => {
	needsMail();
	needsAdministrator();
});

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
	await page.reload();
	await expect(page.getByText('Your address is confirmed')).toBeVisible();
	await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0);

	await page.goto('/en/forgot-password');
	await page.waitForLoadState('networkidle');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByRole('button', { name: 'Send the link' }).click();
	await expect(page.getByText('Check your e-mail')).toBeVisible();
	await page.goto(await linkTo(email, 'reset-password'));
	await page.getByLabel('New password').fill('other words entirely');
	await page.getByRole('button', { name: 'Save the password' }).click();
	await expect(page.getByText('Your password is changed')).toBeVisible();
	await page.reload();
	await expect(page.getByText('This link has been used')).toBeVisible();

	await signIn(page, { email, password: 'other words entirely' }, '/en/my');
	await expect(page.getByText('Your account belongs to no government yet.')).toBeVisible();
	await page.getByRole('link', { name: 'Your details' }).click();
	await expect(page.getByText('العربية').last()).toHaveAttribute('lang', 'ar');
	await page.getByLabel('Your name').fill('Ada Lovelace');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeFocused();

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
	await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeFocused();
	await page.getByRole('link', { name: 'My area' }).first().click();
	await expect(page.getByText('Ada King')).toBeVisible();
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
});

/** A secret of the length that ours have, and of no use. */
const secret = (n: number) => `${n}`.repeat(43);

test('a link that is no good says so, and takes another', async ({ page }) => {
	const pledge = 'id=01990000-0000-7000-8000-000000000000';
	for (const path of [`pledge/confirm#${pledge}&`, 'verify-email#', 'reset-password#', 'invitation#']) {
		await page.goto(`/en/${path}token=${secret(1)}`);
		await expect(page.getByText('This link does not work'), path).toBeVisible();
		await expect(page.getByLabel('Link from our message'), path).toBeVisible();
	}
});

test('a link that is too old says where another comes from', async ({ page }) => {
	const expired = { status: 410, contentType: 'application/problem+json', body: '{"code":"link_expired"}' };
	await page.route('**/preview', (route) => route.fulfill(expired));
	await page.goto(`/en/invitation#token=${secret(1)}`);
	await expect(page.getByText('Ask whoever invited you for a new one.')).toBeVisible();
	await page.goto(`/en/reset-password#token=${secret(1)}`);
	await expect(page.getByText('You can ask for a new one:')).toBeVisible();
	await page.getByRole('main').getByRole('link', { name: 'Forgotten password' }).click();
	await expect(page).toHaveURL('/en/forgot-password');
	await page.goto(`/en/verify-email#token=${secret(1)}`);
	await expect(page.getByText('You can still use the account')).toBeVisible();
	await page.goto(`/en/pledge/confirm#id=01990000-0000-7000-8000-000000000000&token=${secret(1)}`);
	await expect(page.getByText('Please make the pledge again.')).toBeVisible();
});

test('a mailed link outlives a reload, another language and being pasted, and leaves the address bar', async ({
	page,
	request
}) => {
	const email = `outlives-${Date.now()}@example.org`;
	const link = await pledged(request, `Outlives ${Date.now()}`, email);
	const button = page.getByRole('button', { name: 'Confirm and publish' });
	await page.goto(link);
	await expect(button).toBeVisible();
	expect(page.url()).not.toContain('token');
	await page.reload();
	await expect(button).toBeVisible();
	await page.getByRole('link', { name: 'Français' }).click();
	await expect(page.getByRole('button', { name: 'Confirmer et publier' })).toBeVisible();
	await page.getByRole('link', { name: 'English' }).click();

	// One of no use, pasted into the address bar of the same tab, begins anew.
	const dead = `/en/pledge/confirm#id=01990000-0000-7000-8000-000000000001&token=${secret(2)}`;
	await page.evaluate((address) => (location.href = address), dead);
	await expect(page.getByText('This link does not work')).toBeVisible();
	expect(new URL(page.url()).hash).toBe('');
	await page.goto('/en/verify-email');
	await expect(page.getByText('This page needs the link from our message')).toBeVisible();
});

test('somebody is invited to a team and edits its record', async ({ page, browser, request }) => {
	const email = `invited-${Date.now()}@example.org`;
	await signIn(page, await anAdministrator(request), '/en/my/team?territory=terrassa');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('lead', { exact: true }).check();
	await page.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'The invitation is on its way' })).toBeFocused();
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

	// An office without a name is not dropped without a word, and the error stands at its row.
	await guest.getByRole('button', { name: 'Add a person' }).click();
	await guest.getByRole('button', { name: 'Add a person' }).click();
	const rows = await guest.locator('[id$="-office"]').count();
	await guest.locator(`#leaders-${rows - 1}-office`).fill('Ombudsperson');
	await guest.getByRole('button', { name: 'Save' }).click();
	await guest.getByRole('alert').getByRole('link').click();
	await expect(guest.locator(`#leaders-${rows - 1}-name`)).toBeFocused();
	await guest.keyboard.type('Grace Example');
	await guest.locator(`#leaders-${rows - 1}-office_lang`).selectOption('en');
	await guest.getByLabel('Population', { exact: false }).first().fill('');
	await guest.getByRole('button', { name: 'Save' }).click();
	await expect(guest.getByRole('alert').getByRole('link')).toHaveAttribute('href', '#population');
	await guest.locator('#population').fill('225 000');
	await guest.getByLabel('Language of the name').selectOption('ca');
	await guest.getByRole('button', { name: 'Save' }).click();
	const saved = guest.getByRole('status').filter({ hasText: 'Saved' });
	await expect(saved).toBeFocused();
	await expect(saved).toBeInViewport();
	const record = await (await guest.request.get('/v1/territories/terrassa')).json();
	expect(record.own_name.lang).toBe('ca');
	expect(record.leaders.at(-1)).toMatchObject({
		name: 'Grace Example',
		office: 'Ombudsperson',
		office_lang: 'en'
	});

	// The only lead cannot leave; the secretariat takes them out, after one more question.
	await guest.goto('/en/my');
	await guest.getByRole('link', { name: 'The team' }).click();
	await expect(guest.getByRole('listitem').filter({ hasText: email })).toContainText('(you)');
	await guest.getByRole('button', { name: 'Leave the team' }).click();
	await guest.getByRole('dialog').getByRole('button', { name: 'Leave the team' }).click();
	await expect(guest.getByRole('alert')).toContainText('make somebody else on the team its lead');

	const { id } = await (await page.request.get('/v1/territories/terrassa')).json();
	await page.goto(`/en/secretariat/territories/${id}`);
	const member = page.getByRole('listitem').filter({ hasText: email });
	const dialog = page.getByRole('dialog');
	await member.getByRole('button', { name: 'Make editor' }).click();
	await dialog.getByRole('button', { name: 'Make editor' }).click();
	await expect(member.getByRole('button', { name: 'Make lead' })).toBeVisible();
	await member.getByRole('button', { name: 'Remove from the team' }).click();
	await dialog.getByRole('button', { name: 'Remove from the team' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Grace Guest' })).toBeVisible();
	await expect(member).toHaveCount(0);
	await linkTo(email, 'territories/terrassa');
	await guest.goto('/en/my');
	await expect(guest.getByText('Your account belongs to no government yet.')).toBeVisible();
});

test('a password that was printed is told as such', async ({ page }) => {
	await signIn(page, printed, '/en/secretariat');
	const notice = page.getByText('You still use the password that was printed at set-up');
	await expect(notice).toBeVisible();
	// Nobody hands anything out with it, and nobody fills in a form for nothing.
	await page.goto('/en/secretariat/tokens');
	await expect(page.getByText('no token can be issued')).toBeVisible();
	await expect(page.getByLabel('Purpose')).toHaveCount(0);
	await page.goto('/en/my');
	await expect(notice).toBeVisible();
	await page.getByRole('link', { name: 'Change your password' }).click();
	await expect(page.getByRole('heading', { name: 'Change your password' })).toBeInViewport();
});

test('the secretariat edits what only the campaign says of a government', async ({ page, request }) => {
	const before = await (await request.get('/v1/territories/granollers')).json();
	await signIn(page, await anAdministrator(request), `/en/secretariat/territories/${before.id}`);
	await page.getByLabel('Wikidata').fill('1492');
	await page.getByLabel('Latitude').fill('41,6');
	await page.getByLabel('UCLG section').selectOption('Europe');
	await page.getByLabel('Wave of joining').fill('7');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute('href', '#wikidata');
	await page.getByLabel('Wikidata').fill('Q15454');

	// Meanwhile somebody else changes something else of the record.
	const headers = { ...(await asAdministrator(request)), 'If-Match': '*' };
	const website = `https://example.org/${Date.now()}`;
	await request.patch('/v1/territories/granollers', { headers, data: { website } });
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeFocused();
	await expect(page.getByLabel('Website')).toHaveValue(website);
	const after = await (await request.get('/v1/territories/granollers')).json();
	expect(after).toMatchObject({
		section: 'Europe',
		wave: 7,
		website,
		position: { latitude: 41.6, longitude: before.position.longitude },
		external_ids: { ...before.external_ids, wikidata: 'Q15454' }
	});
});

test('an invitation to an account that is there asks for its password', async ({
	page,
	browser,
	request
}) => {
	const { email, password } = await newAccount(request);
	await signIn(page, await anAdministrator(request), '/en/my/team?territory=manresa');
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
	await signIn(page, await anAdministrator(request), '/en/secretariat/territories');
	await page.getByLabel('Name of a place or government').fill('Manresa');
	await page.getByRole('button', { name: 'Search' }).click();
	await page.getByRole('rowheader', { name: 'Manresa' }).getByRole('link').click();
	for (const [words, stage] of [
		['Put the membership on hold', 'on_hold'],
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
