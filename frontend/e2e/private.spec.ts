import { expect, test, type Page } from '@playwright/test';
import { adhesionOf } from './adhesion';
import { newAccount, anAdministrator } from './api';
import { crosswise, expectAccessible, expectToFit, otherwise } from './axe';
import { languages } from './pages';
import { needsMail } from './mail';
import { needsAdministrator, signIn } from './secretariat';

/** The pages behind sign-in, without their language. */
const pages = [
	'/my',
	'/my/details',
	'/my/publication?territory=gwangju',
	'/my/team?territory=gwangju',
	'/my/territory?id=gwangju',
	'/secretariat',
	'/secretariat/pledges',
	'/secretariat/reports',
	'/secretariat/access-requests',
	'/secretariat/territories',
	'/secretariat/territories/gwangju',
	'/secretariat/people',
	'/secretariat/tokens',
	'/secretariat/jobs',
	'/secretariat/personal-data'
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

/** Looks at a page in these ways; without any, whether it fits. */
async function look(page: Page, ways: Parameters<typeof expectAccessible>[1]): Promise<void> {
	if (ways) return expectAccessible(page, ways);
	await page.setViewportSize({ width: 320, height: 800 });
	await expectToFit(page);
}

/** How closely pages are looked at in each language. */
const looks: Record<(typeof languages)[number], Parameters<typeof expectAccessible>[1]> = {
	en: crosswise,
	fr: undefined,
	es: undefined,
	ar: otherwise
};

for (const language of languages) {
	test(`every private page is accessible and fits 320 pixels: ${language}`, async ({ page, request }) => {
		needsMail();
		needsAdministrator();
		test.setTimeout(600_000);
		await signIn(page, await anAdministrator(request), '/en/secretariat');
		for (const path of pages) {
			await page.goto(`/${language}${path}`);
			await settled(page);
			await look(page, looks[language]);
		}
	});
}

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

// Two languages each, of which one is looked at closely, and governments of their own, so that the two run side by side.
for (const [closely, also, ways, drafting, waiting] of [
	['en', 'fr', crosswise, 'padova', 'villejuif'],
	['ar', 'es', otherwise, 'moron', 'quilmes']
] as const) {
	test(`the adhesion, its review and the record are accessible: ${closely}, and fit: ${also}`, async ({
		page,
		request
	}) => {
		needsMail();
		needsAdministrator();
		test.setTimeout(600_000);
		const draft = await adhesionOf(request, drafting, 'filled');
		const sent = await adhesionOf(request, waiting, 'submitted');
		await signIn(page, await anAdministrator(request), '/en/secretariat');
		for (const path of [
			`/adhesions/${draft}`,
			...adhesionPages.map((name) => `/adhesions/${draft}?page=${name}`),
			`/adhesions/${sent}`,
			`/secretariat/adhesions/${sent}`,
			`/secretariat/territories/${drafting}`
		]) {
			for (const language of [closely, also]) {
				await page.goto(`/${language}${path}`);
				await settled(page);
				// What is folded away is looked at too.
				for (const folded of await page.locator('main summary').all()) await folded.click();
				await look(page, language === closely ? ways : undefined);
			}
		}
	});
}

test('rows of a list that is no longer shown are not added to the next one', async ({ page, request }) => {
	needsMail();
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
		// How many wait is counted too, by a list of one.
		if (query.get('limit') !== '1') asked.push(query.get('sort') ?? '');
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
	await signIn(page, await anAdministrator(request), '/en/secretariat');
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

test('a token is shown once, used in the list, and revoked', async ({ page, request }) => {
	needsMail();
	needsAdministrator();
	const name = `Partner ${Date.now()}`;
	await signIn(page, await anAdministrator(request), '/en/secretariat/tokens');
	await page.getByRole('button', { name: 'Issue the token' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveCount(5);
	await page.getByLabel('Name', { exact: true }).fill(name);
	await page.getByLabel('Public name').fill('Observatory');
	await page.getByLabel('Purpose').fill('Weekly statistics');
	await page.getByLabel('Read adhesions').check();
	await page.getByLabel('Only for these governments').check();
	await page.getByLabel('Find a government').fill('lyon');
	await page.getByLabel('Find a government').press('Enter');
	await expect(page.getByRole('status').filter({ hasText: / found\./ })).toBeVisible();
	await page.getByRole('button', { name: /Add.*Lyon/ }).click();
	await expect(page.getByRole('button', { name: /Remove.*Lyon/ })).toBeVisible();
	await expect(page.getByRole('listitem').filter({ hasText: 'already chosen' })).toContainText('Lyon');
	await page.getByRole('button', { name: 'Issue the token' }).click();
	await expect(page.locator('pre')).toHaveText(/^thou_live_/);
	await page.getByRole('button', { name: 'I have stored it' }).click();
	await expect(page.getByText('thou_live_')).toHaveCount(0);
	const row = page.getByRole('row', { name: new RegExp(name) });
	const question = page.getByRole('dialog', { name: 'Revoke' });
	await row.getByRole('button', { name: 'Revoke' }).click();
	await expectAccessible(page);
	await question.getByRole('button', { name: 'Cancel' }).click();
	await expect(row).not.toContainText('revoked on');
	await expect(row.getByRole('button', { name: 'Revoke' })).toBeFocused();
	await row.getByRole('button', { name: 'Revoke' }).click();
	await question.getByRole('button', { name: 'Revoke' }).click();
	await expect(row).toContainText('revoked on');
});

test('a token asked for again after a lost answer is not a second one', async ({ page, request }) => {
	needsMail();
	needsAdministrator();
	const name = `Lost ${Date.now()}`;
	await signIn(page, await anAdministrator(request), '/en/secretariat/tokens');
	await page.getByLabel('Name', { exact: true }).fill(name);
	await page.getByLabel('Public name').fill('Observatory');
	await page.getByLabel('Purpose').fill('Weekly statistics');
	await page.getByLabel('For all governments').check();
	await page.getByLabel('Read adhesions').check();
	await page.route('**/v1/tokens', async (route) => {
		if (route.request().method() !== 'POST') return route.continue();
		await route.fetch();
		await route.abort();
	});
	await page.getByRole('button', { name: 'Issue the token' }).click();
	await expect(page.getByRole('alert')).toContainText('The server cannot be reached');
	await page.unroute('**/v1/tokens');
	await page.getByRole('button', { name: 'Issue the token' }).click();
	await expect(page.getByRole('alert')).not.toContainText('The server cannot be reached');
	await page.reload();
	await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(1);
});

test('a role is given by saving it, and only after a question', async ({ page, request }) => {
	needsMail();
	needsAdministrator();
	const { email } = await newAccount(request);
	await signIn(page, await anAdministrator(request), '/en/secretariat/people');
	const card = page.getByRole('listitem').filter({ hasText: email });
	async function find() {
		await expect(async () => {
			await page
				.getByRole('button', { name: 'Show more' })
				.click({ timeout: 500 })
				.catch(() => {});
			await expect(card).toBeVisible({ timeout: 500 });
		}).toPass();
	}
	const role = card.getByLabel('Role');
	const question = page.getByRole('dialog', { name: 'Save the role' });
	let changes = 0;
	page.on('request', (sent) => {
		if (sent.method() === 'PATCH') changes += 1;
	});
	await find();
	await role.focus();
	await page.keyboard.press('ArrowDown');
	await expect(role).toHaveValue('reviewer');
	await card.getByRole('button', { name: 'Save the role' }).click();
	await page.keyboard.press('Escape');
	await expect(role).toHaveValue('');
	expect(changes).toBe(0);

	await role.selectOption('reviewer');
	await card.getByRole('button', { name: 'Save the role' }).click();
	await page.route('**/v1/users/*', (route) =>
		route.request().method() === 'PATCH' ? route.abort() : route.continue()
	);
	await question.getByRole('button', { name: 'Save the role' }).click();
	await expect(question.getByRole('alert')).toContainText('The server cannot be reached');
	await page.unroute('**/v1/users/*');
	await question.getByRole('button', { name: 'Save the role' }).click();
	await expect(question).toBeHidden();
	await page.reload();
	await find();
	await expect(role).toHaveValue('reviewer');
});
