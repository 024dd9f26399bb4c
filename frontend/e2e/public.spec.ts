import { expect, test, type Locator, type Page } from '@playwright/test';

interface Campaign {
	counts: { members: number; pledges: number };
}

test('the home page shows one dot per government and the figures of the API', async ({ page, request }) => {
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
		'/v1/territories.csv?country=ES&lang=en'
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

test('every download comes in the language of the page', async ({ page }) => {
	for (const path of ['/ar', '/ar/territories', '/ar/territories/terrassa', '/ar/data']) {
		await page.goto(path);
		await page.waitForLoadState('networkidle');
		const links = page.locator('main a[href^="/v1/"]:not([href$="openapi.json"])');
		expect(await links.count(), path).toBeGreaterThan(0);
		for (const link of await links.all()) await expect(link).toHaveAttribute('href', /[?&]lang=ar$/);
	}
});

const map = (page: Page) => page.getByRole('group', { name: 'Map of the world' });

/** The middles of two points, and how far apart they are on the screen. */
async function apart(one: Locator, other: Locator): Promise<number> {
	const [a, b] = [await middleOf(one), await middleOf(other)];
	return Math.hypot(a.x - b.x, a.y - b.y);
}
async function middleOf(point: Locator) {
	const { x, y, width, height } = (await point.boundingBox())!;
	return { x: x + width / 2, y: y + height / 2 };
}

test('on a small screen no number of the table is cut off', async ({ page }) => {
	for (const language of ['en', 'ar']) {
		await page.setViewportSize({ width: 360, height: 780 });
		await page.goto(`/${language}/territories?view=table&sort=-population`);
		const table = page.getByRole('table');
		await expect(table.getByRole('row').nth(1)).toBeVisible();
		const numbers = table.locator('td.numeric');
		for (const box of await numbers.evaluateAll((cells) =>
			cells
				.filter((cell) => cell.textContent)
				.map((cell) => {
					const text = document.createRange();
					text.selectNodeContents(cell);
					const { left, right } = text.getBoundingClientRect();
					return { left, right };
				})
		)) {
			expect(box.left).toBeGreaterThanOrEqual(0);
			expect(box.right).toBeLessThanOrEqual(360);
		}
		// A table still, for whoever hears it, and in every order.
		expect(await table.getByRole('row').nth(1).getByRole('cell').count()).toBeGreaterThan(2);
		await expect(table.getByRole('columnheader')).toHaveCount(6);
		await table.getByRole('columnheader').first().getByRole('link').click();
		await expect(page).toHaveURL(/sort=name/);
	}
});

test('the home page says once how many are still to join', async ({ page, request }) => {
	const { counts, goal } = await (await request.get('/v1/campaign')).json();
	await page.goto('/en');
	await expect(page.getByText('Places still open', { exact: true })).toBeVisible();
	const main = page.getByRole('main');
	await expect(main).toContainText(`${goal - counts.members}`);
	await expect(main.getByText(/\d+ places? still open/)).toHaveCount(0);
});

test('on a touch screen nobody is told to use keys that are not there', async ({ browser }) => {
	const context = await browser.newContext({
		hasTouch: true,
		isMobile: true,
		viewport: { width: 360, height: 780 }
	});
	const page = await context.newPage();
	await page.goto('/en');
	await expect(page.getByText('Tap a dot to see which.')).toBeVisible();
	await expect(page.getByText(/arrow keys/).filter({ visible: true })).toHaveCount(0);
	const menu = page.getByRole('banner').getByRole('button');
	await expect(menu).toHaveText('Menu');
	await menu.click();
	await expect(menu).toHaveText('Close menu');
	await context.close();
});

test('below the map of the directory stand the same governments as a list', async ({ page, request }) => {
	const spain = await (await request.get('/v1/territories?country=ES')).json();
	await page.goto('/en/territories?view=map&country=ES');
	await expect(map(page).getByRole('link').first()).toBeVisible();
	await expect(page.getByRole('heading', { level: 2 }).getByRole('link')).toHaveCount(spain.data.length);
});

for (const [width, language] of [
	[1280, 'en'],
	[320, 'ar']
] as const) {
	test(`near points are told apart by coming nearer, at ${width} pixels in ${language}`, async ({ page }) => {
		await page.setViewportSize({ width, height: 800 });
		await page.goto(`/${language}/territories?view=map`);
		const link = (slug: string) => page.locator(`svg a[href$="/territories/${slug}"]`);
		const [here, there] = [link('barcelona'), link('sant-boi-de-llobregat')];
		await there.focus();
		expect(await apart(here, there)).toBeLessThan(24);
		for (let steps = 0; steps < 8 && (await apart(here, there)) < 24; steps += 1)
			await page.keyboard.press('+');
		expect(await apart(here, there)).toBeGreaterThanOrEqual(24);

		// A press beside a dot counts for the dot: a dot is smaller than a finger.
		await there.scrollIntoViewIfNeeded();
		const { x, y } = await middleOf(there);
		await page.mouse.click(x, y + 10);
		await expect(page).toHaveURL(/sant-boi-de-llobregat$/);
	});
}

test('the map is enlarged by buttons and by keys, and follows the focus', async ({ page }) => {
	await page.goto('/en/territories?view=map');
	const whole = page.getByRole('button', { name: 'Whole map' });
	await expect(whole).toHaveAttribute('aria-disabled', 'true');
	const barcelona = map(page).getByRole('link', { name: /Barcelona/ });
	const vienna = map(page).getByRole('link', { name: /Vienna/ });
	const before = await apart(barcelona, vienna);
	await page.getByRole('button', { name: 'Zoom in' }).click();
	expect(await apart(barcelona, vienna)).toBeCloseTo(before * 3, 0);
	await whole.click();
	expect(await apart(barcelona, vienna)).toBeCloseTo(before, 0);
	// On the open sea.
	await map(page).click({ position: { x: 5, y: 60 } });
	expect(await apart(barcelona, vienna)).toBeCloseTo(before * 3, 0);
	await whole.click();

	await barcelona.focus();
	for (const _ of [1, 2, 3, 4]) await page.keyboard.press('+');
	await expect(barcelona).toBeInViewport();
	await page.keyboard.press('End');
	const last = map(page).getByRole('link').last();
	await expect(last).toBeFocused();
	await expect(last).toBeInViewport();
	await page.keyboard.press('0');
	await expect(whole).toHaveAttribute('aria-disabled', 'true');
});

test('after filtering, Tab still reaches the points of the map', async ({ page }) => {
	await page.goto('/en/territories?view=map');
	const points = map(page).getByRole('link');
	await points.last().focus();
	await page.getByLabel('Country').selectOption('KR');
	await expect(page.getByRole('status').filter({ hasText: /governments?$/ })).toHaveText('1 government');
	await expect(points).toHaveCount(1);
	await expect(points.first()).toHaveAttribute('tabindex', '0');
});

/** The contrast of two colours by WCAG's formula. */
function contrast(a: string, b: string): number {
	const light = (colour: string) => {
		const [red, green, blue] = colour.match(/[\d.]+/g)!.map((part) => {
			const share = Number(part) / 255;
			return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue! + 0.05;
	};
	const [dark, bright] = [light(a), light(b)].sort((one, other) => one - other);
	return bright! / dark!;
}

for (const colorScheme of ['light', 'dark'] as const) {
	test(`the points of the map stand out from land in ${colorScheme}`, async ({ page }) => {
		await page.emulateMedia({ colorScheme });
		await page.goto('/en/territories?view=map');
		const fill = (locator: Locator) => locator.evaluate((shape) => getComputedStyle(shape).fill);
		const land = await fill(map(page).locator('path.land'));
		const dot = await fill(map(page).locator('circle.member').first());
		expect(contrast(dot, land)).toBeGreaterThan(3);
	});
}

test('the map of a place says which place it shows', async ({ page }) => {
	await page.goto('/en/territories/gwangju');
	await expect(page.getByRole('img', { name: /Gwangju/ })).toBeVisible();
	await expect(map(page)).toHaveCount(0);
});

test('names keep their own direction within a sentence', async ({ page }) => {
	await page.goto('/ar/territories?view=map&country=KR');
	await expect(page.locator('svg a')).toHaveAttribute('aria-label', /^\u2068.+\u2069/);
});

test('the sections of UCLG are named in the language of the page', async ({ page }) => {
	await page.goto('/ar/territories?section=ASPAC');
	const section = page.getByLabel('فرع منظمة المدن والحكومات المحلية المتحدة');
	await expect(section.locator('option:checked')).toHaveText('آسيا والمحيط الهادئ');
	await page.goto('/fr/territories/gwangju');
	await expect(page.getByRole('definition').filter({ hasText: 'Asie-Pacifique' })).toBeVisible();
});

test('taking back the last of the further filters leaves them open', async ({ page }) => {
	await page.goto('/en/territories?level=municipal');
	const level = page.getByLabel('Level');
	await level.focus();
	await level.selectOption('');
	await expect(page).toHaveURL(/\/territories$/);
	await expect(level).toBeVisible();
	await expect(level).toBeFocused();
});

test('while newer rows are on their way the page says so', async ({ page }) => {
	await page.goto('/en/territories');
	await expect(page.getByRole('status').filter({ hasText: /governments$/ })).toBeVisible();
	const results = page.locator('[aria-busy]');
	await expect(results).toHaveAttribute('aria-busy', 'false');
	let letGo = () => {};
	const held = new Promise<void>((resolve) => (letGo = resolve));
	await page.route('**/v1/territories?*', async (route) => {
		await held;
		await route.continue();
	});
	await page.getByLabel('Country').selectOption('ES');
	await expect(results).toHaveAttribute('aria-busy', 'true');
	await expect(results.getByText('Loading…')).toBeVisible();
	letGo();
	await expect(results).toHaveAttribute('aria-busy', 'false');
	await expect(results.getByText('Loading…')).toHaveCount(0);
});

test('a search is in order of relevance until another order is chosen', async ({ page }) => {
	await page.goto('/en/territories?view=table&q=barcelona&sort=');
	await page.getByText('More filters').click();
	const order = page.getByLabel('Order');
	await expect(order.locator('option:checked')).toHaveText('Best match first');
	await expect(page.getByRole('rowheader').first()).toBeVisible();
	await expect(page.locator('[aria-sort]')).toHaveCount(0);
	await order.selectOption('name');
	await expect(page).toHaveURL(/sort=name/);
	await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
});

test('a territory page has a title while it loads', async ({ page }) => {
	await page.goto('/en/territories');
	await page.route('**/v1/territories/terrassa*', () => undefined);
	await page.evaluate(() => (document.title = 'of the page before'));
	await page.getByRole('link', { name: 'Terrassa' }).click();
	await expect(page).toHaveTitle('Territory – Thousand');
});
