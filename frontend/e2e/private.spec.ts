import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { languages } from './pages';
import { needsAdministrator, signInAsAdministrator } from './secretariat';

/** The pages behind sign-in, without their language. */
const pages = [
	'/my',
	'/my/details',
	'/my/team?territory=gwangju',
	'/my/territory?id=gwangju',
	'/secretariat',
	'/secretariat/pledges',
	'/secretariat/territories',
	'/secretariat/territories/gwangju',
	'/secretariat/people',
	'/secretariat/tokens',
	'/secretariat/jobs'
];

async function settled(page: Page) {
	await page.waitForLoadState('networkidle');
	await expect(page.locator('.loading')).toHaveCount(0);
}

test('who is not signed in is led to sign in and back', async ({ page }) => {
	await page.goto('/fr/my/details');
	await expect(page).toHaveURL(/\/fr\/sign-in\?return=%2Ffr%2Fmy%2Fdetails$/);
});

test('wrong words are refused without saying which, and stay', async ({ page }) => {
	await page.goto('/en/sign-in');
	await page.waitForLoadState('networkidle');
	await page.getByLabel('E-mail address').fill('nobody@example.org');
	await page.getByLabel('Password', { exact: true }).fill('not the password');
	await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('alert')).toBeFocused();
	await expect(page.getByLabel('E-mail address')).toHaveValue('nobody@example.org');
	await expect(page.getByLabel('Password', { exact: true })).toHaveValue('not the password');
});

test('every private page is accessible and fits 320 pixels', async ({ page }) => {
	needsAdministrator();
	test.setTimeout(600_000);
	await signInAsAdministrator(page);
	for (const path of languages.flatMap((language) => pages.map((one) => `/${language}${one}`))) {
		await page.goto(path);
		await settled(page);
		await expectAccessible(page);
	}
});

test('a token is shown once, used in the list, and revoked', async ({ page }) => {
	needsAdministrator();
	const name = `Partner ${Date.now()}`;
	await signInAsAdministrator(page);
	await page.goto('/en/secretariat/tokens');
	await page.getByRole('button', { name: 'Issue the token' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveCount(3);
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('Purpose').fill('Weekly statistics');
	await page.getByLabel('Read adhesions').check();
	await page.getByRole('button', { name: 'Issue the token' }).click();
	await expect(page.locator('pre')).toHaveText(/^thou_live_/);
	await page.getByRole('button', { name: 'I have stored it' }).click();
	await expect(page.getByText('thou_live_')).toHaveCount(0);
	await page.getByRole('button', { name: new RegExp(`Revoke.*${name}`) }).click();
	await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('revoked on');
});
