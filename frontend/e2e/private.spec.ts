import { expect, test, type Page } from '@playwright/test';
import { adhesionOf, sentAdhesionOf } from './adhesion';
import { expectAccessible, expectAccessibleNarrow } from './axe';
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

/** The pages of an adhesion, in the order of its questions. */
const adhesionPages = [
	'name',
	'government',
	'leader',
	'local-governments',
	'human-rights',
	'motivations',
	'policies',
	'act',
	'signatory',
	'contacts',
	'check'
];

// Two languages each, and governments of their own, so that the two run side by side.
for (const [both, once, drafting, waiting] of [
	['en', 'fr', 'granollers', 'manresa'],
	['ar', 'es', 'getafe', 'mostoles']
] as const) {
	test(`the adhesion, its review and the record are accessible: ${both}, ${once}`, async ({
		page,
		request
	}) => {
		needsAdministrator();
		test.setTimeout(600_000);
		const draft = await adhesionOf(request, drafting, false);
		const sent = await sentAdhesionOf(request, waiting);
		await signInAsAdministrator(page);
		for (const path of [
			`/adhesions/${draft}`,
			...adhesionPages.map((name) => `/adhesions/${draft}?page=${name}`),
			`/adhesions/${sent}`,
			`/secretariat/adhesions/${sent}`,
			`/secretariat/territories/${drafting}`
		]) {
			for (const language of [both, once]) {
				await page.goto(`/${language}${path}`);
				await settled(page);
				// What is folded away is looked at too.
				for (const folded of await page.locator('main summary').all()) await folded.click();
				await (language === both ? expectAccessible : expectAccessibleNarrow)(page);
			}
		}
	});
}

test('rows of a list that is no longer shown are not added to the next one', async ({ page }) => {
	needsAdministrator();
	const row = (name: string) => ({
		id: `01990000-0000-7000-8000-${String(name.length).padStart(12, '0')}`,
		territory: { id: '', slug: '', name, country: { code: 'ES', name: 'Spain' }, stage: 'pledged' },
		state: 'submitted',
		submitted_at: '2026-01-01T00:00:00Z',
		created_at: '2026-01-01T00:00:00Z',
		updated_at: '2026-01-01T00:00:00Z',
		open_comments: 0,
		authority_confirmed: false
	});
	const asked: string[] = [];
	let release = () => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	await page.route(/\/v1\/adhesions\?/, async (route) => {
		const query = new URL(route.request().url()).searchParams;
		asked.push(query.get('sort') ?? '');
		const list = (name: string, next: string | null) => ({
			data: [row(name)],
			page: { next, total: 2 }
		});
		if (query.get('state') === 'draft') return route.fulfill({ json: list('A draft', null) });
		if (!query.get('cursor')) {
			return route.fulfill({ json: list('The first', '/v1/adhesions?cursor=next') });
		}
		await held;
		// Taken back meanwhile, as it should be.
		await route.fulfill({ json: list('The one that came late', null) }).catch(() => {});
	});
	await signInAsAdministrator(page);
	await page.getByRole('button', { name: 'Show more' }).click();
	await page.getByLabel('State').selectOption('draft');
	await expect(page.getByRole('rowheader')).toHaveText(['A draft']);
	release();
	await page.waitForTimeout(500);
	await expect(page.getByRole('rowheader')).toHaveText(['A draft']);
	// Who has waited longest comes first.
	expect(new Set(asked)).toEqual(new Set(['submitted']));
	await page.getByRole('link', { name: 'A draft' }).click();
	await expect(page).toHaveURL(/\/secretariat\/adhesions\//);
	await page.goBack();
	await expect(page.getByLabel('State')).toHaveValue('draft');
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
