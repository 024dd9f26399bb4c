import { expect, test } from '@playwright/test';

interface Campaign {
	counts: { members: number; pledges: number };
}

test('the home page shows one dot per government and the figures of the API', async ({
	page,
	request
}) => {
	const { counts }: Campaign = await (await request.get('/v1/campaign')).json();
	await page.goto('/en');
	const field = page.getByRole('region', { name: 'One dot for each of 1,000 governments' });
	await expect(field.getByRole('link', { name: /Member|Pledged/ })).toHaveCount(
		counts.members + counts.pledges
	);
	await expect(page.getByRole('definition').first()).toHaveText(String(counts.members));
	await expect(page.getByText('The boundaries shown do not imply')).toBeVisible();
});

test('the field of dots is walked with the arrow keys', async ({ page }) => {
	await page.goto('/en');
	const dots = page
		.getByRole('region', { name: 'One dot for each of 1,000 governments' })
		.getByRole('link', { name: / – / });
	await dots.first().focus();
	await page.keyboard.press('ArrowRight');
	await expect(dots.nth(1)).toBeFocused();
	await page.keyboard.press('End');
	await expect(dots.last()).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/en\/territories\/[a-z0-9-]+$/);
});

test('the directory answers to its address, in three shapes', async ({ page, request }) => {
	const spain = await (await request.get('/v1/territories?country=ES')).json();
	await page.goto('/en/territories');
	await page.getByLabel('Country').selectOption('ES');
	await expect(page).toHaveURL(/country=ES/);
	await expect(page.getByRole('status').filter({ hasText: /\d+ governments/ })).toHaveText(
		`${spain.page.total} governments`
	);
	await page.getByRole('link', { name: 'Table' }).click();
	await expect(page.getByRole('rowheader')).toHaveCount(spain.data.length);
	await page.getByRole('link', { name: 'Map', exact: true }).click();
	await expect(page.getByRole('group', { name: 'Map of the world' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'CSV' })).toHaveAttribute(
		'href',
		'/v1/territories.csv?country=ES'
	);
	await page.reload();
	await expect(page.getByLabel('Country')).toHaveValue('ES');
	await page.getByRole('button', { name: 'Clear all' }).click();
	await expect(page.getByRole('button', { name: 'Clear all' })).toHaveCount(0);
	await expect(page.getByLabel('Name of a place or government')).toBeFocused();
});

test('a search without result says what to do next', async ({ page }) => {
	await page.goto('/en/territories');
	await page.getByLabel('Name of a place or government').fill('zzzzzz');
	await page.getByRole('button', { name: 'Search' }).click();
	await expect(page.getByText('No government matches.')).toBeVisible();
	await expect(page.getByRole('link', { name: /Make the pledge/ }).first()).toBeVisible();
});

test('a territory page says that a term has ended, and names its sources', async ({ page }) => {
	await page.goto('/en/territories/terrassa');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Terrassa');
	await expect(page.getByText('This term has ended.')).toBeVisible();
	await expect(page.getByRole('link', { name: /uclg-cisdp\.org/ }).first()).toBeVisible();
	await expect(page.locator('link[rel=canonical]')).toHaveCount(1);
});
