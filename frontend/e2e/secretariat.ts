import { expect, test, type Page } from '@playwright/test';

/** The administrator that was made for the tests. */
export const administrator: Account = {
	email: process.env.ADMIN_EMAIL ?? '',
	password: process.env.ADMIN_PASSWORD ?? ''
};

/** Another, who still has the password that was printed. */
export const printed: Account = {
	email: process.env.PRINTED_EMAIL ?? '',
	password: process.env.PRINTED_PASSWORD ?? ''
};

/** For tests of what only the secretariat sees. */
export function needsAdministrator(): void {
	test.skip(!administrator.email, 'ADMIN_EMAIL and ADMIN_PASSWORD are not set');
}

export interface Account {
	email: string;
	password: string;
}

export async function signIn(page: Page, { email, password }: Account, path: string): Promise<void> {
	await page.goto(`/en/sign-in?return=${encodeURIComponent(path)}`);
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
	await expect(page).toHaveURL(path);
}
