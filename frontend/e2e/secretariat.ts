import { expect, test, type APIRequestContext, type Page } from '@playwright/test';

/** The administrator that was made for the tests. */
export const administrator = {
	email: process.env.ADMIN_EMAIL ?? '',
	password: process.env.ADMIN_PASSWORD ?? ''
};

/** For tests of what only the secretariat sees. */
export function needsAdministrator(): void {
	test.skip(!administrator.email, 'ADMIN_EMAIL and ADMIN_PASSWORD are not set');
}

/** All tests together sign in more often than one person may; who is told to wait waits. */
const patience = { timeout: 90_000, intervals: [5_000] };

export async function signInAsAdministrator(page: Page): Promise<void> {
	await page.goto('/en/sign-in?return=/en/secretariat');
	await page.getByLabel('E-mail address').fill(administrator.email);
	await page.getByLabel('Password', { exact: true }).fill(administrator.password);
	await expect(async () => {
		await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click({ timeout: 1_000 });
		await expect(page).toHaveURL('/en/secretariat');
	}).toPass(patience);
}

let token: string | undefined;

/** The right of the administrator, for calls of the API; one sign-in serves all of them. */
export async function asAdministrator(request: APIRequestContext): Promise<{ Authorization: string }> {
	await expect(async () => {
		token ??= (await (await request.post('/v1/sessions', { data: administrator })).json()).access_token;
		expect(token).toBeTruthy();
	}).toPass(patience);
	return { Authorization: `Bearer ${token}` };
}
