import { expect, test, type Page } from '@playwright/test';
import { adhesionOf } from './adhesion';
import { newAccount, anAdministrator } from './api';
import { expectAccessible } from './axe';
import { needsMail } from './mail';
import { needsAdministrator, signIn, type Account } from './secretariat';

let me: Account;
test.beforeEach(async ({ request }) => {
	needsMail();
	needsAdministrator();
	me = await anAdministrator(request);
});

const name = (page: Page) => page.getByLabel('Your name');
const question = (page: Page) => page.getByRole('dialog', { name: 'You are signed out' });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();

/** The session ends at the server, and no page knows. */
const end = (page: Page) =>
	page.evaluate(async () => void (await fetch('/v1/sessions/current', { method: 'DELETE' })));

async function signInAgain(page: Page, { email, password } = me) {
	await question(page).getByLabel('E-mail address').fill(email);
	await question(page).getByLabel('Password', { exact: true }).fill(password);
	await question(page).getByRole('button', { name: 'Sign in' }).click();
}

test('a session that ends in the middle of a form is begun again on the spot', async ({ page }) => {
	await signIn(page, me, '/en/my/details');
	const typed = `Ada ${Date.now()}`;
	await name(page).fill(typed);
	await end(page);
	await save(page);
	await expect(question(page)).toBeVisible();
	await expect(question(page).getByRole('heading')).toBeFocused();
	await expect(question(page).getByLabel('E-mail address')).toHaveValue(me.email);
	await expectAccessible(page);

	await page.keyboard.press('Escape');
	await expect(question(page)).toBeHidden();
	await expect(name(page)).toHaveValue(typed);
	// Whoever goes on without signing in is asked again.
	await save(page);
	await signInAgain(page, { ...me, password: 'not the password' });
	await expect(question(page).getByRole('alert')).toBeFocused();
	await signInAgain(page);
	await expect(question(page)).toBeHidden();
	await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeFocused();
	await expect(name(page)).toHaveValue(typed);
	await save(page);
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
});

test('a form opened after the session ran out keeps what was typed once one has signed in again', async ({
	page,
	request
}) => {
	const id = await adhesionOf(request, 'padova', 'draft');
	await signIn(page, me, `/en/adhesions/${id}?page=motivations`);
	await end(page);
	await page.getByRole('button', { name: 'Save and stop here' }).click();
	await expect(question(page)).toBeVisible();
	await page.keyboard.press('Escape');
	await page.getByRole('link', { name: 'All pages of the adhesion' }).click();
	await page.getByRole('link', { name: 'Policies' }).click();
	await page.locator('#policies-0').fill('Typed before signing in');
	await page.getByRole('status').getByRole('button', { name: 'Sign in' }).click();
	await signInAgain(page);
	await expect(question(page)).toBeHidden();
	await page.reload();
	await expect(page.locator('#policies-0')).toHaveValue('Typed before signing in');
});

test('somebody else who signs in there sees nothing of what was typed', async ({ page, request }) => {
	const other = await newAccount(request);
	await signIn(page, me, '/en/my/details');
	await name(page).fill('What one typed');
	await end(page);
	await save(page);
	await signInAgain(page, other);
	await expect(name(page)).toHaveValue('Somebody Else');
	expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('What one typed');
});

test('signing out elsewhere hides a page at once; signing in elsewhere brings it back', async ({ page }) => {
	await signIn(page, me, '/en/my/details');
	await name(page).fill('Not saved yet');
	const elsewhere = await page.context().newPage();
	await elsewhere.goto('/en/my');
	await elsewhere.getByRole('button', { name: 'Sign out' }).click();
	await expect(elsewhere).toHaveURL('/en');
	await expect(question(page)).toBeVisible();
	await expect(name(page)).toBeHidden();
	expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('Not saved yet');

	await signIn(elsewhere, me, '/en/secretariat');
	await expect(question(page)).toBeHidden();
	await expect(name(page)).toBeVisible();
	await expect(name(page)).toHaveValue('Not saved yet');
});

test('signing out elsewhere reaches a page that the browser had put aside', async ({ page }) => {
	await signIn(page, me, '/en/my/details');
	await name(page).fill('Not for the next person');
	await page.evaluate(() => {
		// Another page of this browser signed out while this one was frozen, and heard nothing.
		localStorage.removeItem('thousand.signed-in');
		dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
	});
	await expect(name(page)).toBeHidden();
	await expect(page.getByText(me.email)).toBeHidden();
	await expect(question(page).getByLabel('E-mail address')).toHaveValue('');
	expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('Not for the next person');
});

test('signing out elsewhere reaches a tab that was closed and is opened again', async ({ page }) => {
	await signIn(page, me, '/en/my/details');
	await name(page).fill('Not for the next person');
	const kept = () => page.evaluate(() => JSON.stringify(sessionStorage));
	await expect.poll(kept).toContain('Not for the next person');
	await page.goto('about:blank');
	const elsewhere = await page.context().newPage();
	await elsewhere.goto('/en/my');
	await elsewhere.getByRole('button', { name: 'Sign out' }).click();
	await expect(elsewhere).toHaveURL('/en');
	await page.goto('/en');
	await expect.poll(kept).not.toContain('Not for the next person');
});

test('a token that has run out is renewed without a word', async ({ page }) => {
	await signIn(page, me, '/en/my/details');
	let refused = 0;
	await page.route('**/v1/me', (route) => {
		if (route.request().method() !== 'PATCH' || refused > 0) return route.continue();
		refused += 1;
		return route.fulfill({ status: 401, json: { code: 'session_over' } });
	});
	await name(page).fill(`Ada ${Date.now()}`);
	await save(page);
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
	expect(refused).toBe(1);
});

test('whether somebody is signed in is not decided by a busy server', async ({ page }) => {
	await signIn(page, me, '/en/secretariat');
	await page.route('**/v1/sessions/refresh', (route) =>
		route.fulfill({ status: 503, json: { code: 'unavailable', detail: 'Not just now.' } })
	);
	await page.goto('/en/my/details');
	await expect(page.getByRole('alert')).toContainText('Not just now.');
	await expect(page).toHaveURL('/en/my/details');
	await page.unroute('**/v1/sessions/refresh');
	await page.getByRole('button', { name: 'Try again' }).click();
	await expect(name(page)).toBeVisible();
});

test('a sign-out that did not reach the server says so', async ({ page }) => {
	await signIn(page, me, '/en/my');
	await page.route('**/v1/sessions/current', (route) => route.abort());
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page.getByRole('alert')).toContainText('The server cannot be reached');
	await expect(page).toHaveURL('/en/my');
	await page.unroute('**/v1/sessions/current');
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page).toHaveURL('/en');
	await page.goto('/en/my');
	await expect(page).toHaveURL(/sign-in/);
});

test('too many requests: the form says how long to wait and keeps what was typed', async ({ page }) => {
	await signIn(page, me, '/en/my/details');
	await page.route('**/v1/me', (route) =>
		route.request().method() === 'PATCH'
			? route.fulfill({ status: 429, headers: { 'Retry-After': '7' }, json: { code: 'too_many_requests' } })
			: route.continue()
	);
	await name(page).fill('Patient Ada');
	await save(page);
	await expect(page.getByRole('alert')).toContainText('wait 7 seconds');
	await expect(name(page)).toHaveValue('Patient Ada');
});

test('a clock that is wrong by an hour asks for no more tokens than a right one', async ({ page }) => {
	await page.addInitScript(() => {
		const now = Date.now;
		Date.now = () => now() + 3_600_000;
	});
	await signIn(page, me, '/en/my/details');
	let refreshes = 0;
	page.on('request', (request) => {
		if (request.url().endsWith('/v1/sessions/refresh')) refreshes += 1;
	});
	for (const typed of ['One', 'Two']) {
		await name(page).fill(typed);
		await save(page);
		await expect(page.getByText('Saved', { exact: true })).toBeVisible();
	}
	expect(refreshes).toBe(0);
});
