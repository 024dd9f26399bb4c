import { expect, type APIRequestContext, type Page } from '@playwright/test';
import { linkTo } from './mail';

/** A pledge, page by page, as an officer fills it in for who signs. */

export async function government(page: Page, name: string) {
	await page.getByLabel('City, town, province or region').fill(name);
	await page.getByLabel('Country', { exact: true }).selectOption('MA');
	await page.getByLabel('Municipal').check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who signs');
}

export async function signatory(page: Page, email: string) {
	await page.getByLabel('No, somebody else signs.').check();
	await page.getByLabel('Your name').fill('Karim Officer');
	await page.getByLabel('Name of the person who signs').fill('Layla Benali');
	await page.getByLabel('Office', { exact: true }).fill('President of the council');
	await page.getByLabel('Contact e-mail address').fill(email);
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your promise');
}

export async function promise(page: Page) {
	await page.getByRole('textbox', { name: 'Your statement' }).fill('We commit ourselves.');
	await page.getByLabel(/may be published/).check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your answers');
}

/** What few need to see. */
export async function more(page: Page) {
	await page.getByText('Add the population and what your country calls it').click();
}

/** A pledge by the API, as its form sends it; the path of the mailed link. */
export async function pledged(request: APIRequestContext, name: string, email: string): Promise<string> {
	const data = {
		name,
		country: 'MA',
		level: 'municipal',
		signatory_name: 'Layla Benali',
		signatory_office: 'President of the council',
		contact_name: 'Karim Officer',
		email,
		statement: 'We commit ourselves.',
		statement_lang: 'en',
		may_act: true,
		publish: true,
		language: 'en'
	};
	const made = await request.post('/v1/pledges', { data });
	expect(made.ok(), await made.text()).toBe(true);
	return linkTo(email, 'pledge/confirm');
}
