import { expect, test } from '@playwright/test';
import { languages } from './pages';

test('a page says its language, direction and addresses without scripts', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	for (const language of languages) {
		await page.goto(`/${language}/join`);
		const html = page.locator('html');
		await expect(html).toHaveAttribute('lang', language);
		await expect(html).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
		await expect(page.locator('link[rel=canonical]')).toHaveAttribute(
			'href',
			new RegExp(`^https?://.*/${language}/join$`)
		);
		await expect(page.locator('link[hreflang]')).toHaveCount(languages.length + 1);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	}
	await context.close();
});

test('an unknown page and an unknown territory are not found', async ({ page }) => {
	for (const path of ['/fr/nowhere', '/fr/territories/nowhere']) {
		const response = await page.goto(path);
		expect(response?.status()).toBe(404);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	}
});

test('changing the language keeps the page and its filters', async ({ page }) => {
	await page.goto('/en/territories?country=ES');
	await page.getByRole('link', { name: 'Français' }).click();
	await expect(page).toHaveURL(/\/fr\/territories\?country=ES$/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Territoires');
});

test('the chosen colours are remembered', async ({ page }) => {
	await page.goto('/en');
	await page.getByLabel('Colours').selectOption('dark');
	await page.reload();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await expect(page.getByLabel('Colours')).toHaveValue('dark');
});

test('who blocks storage sees the data and can use the forms', async ({ page }) => {
	await page.addInitScript(() => {
		for (const name of ['localStorage', 'sessionStorage']) {
			Object.defineProperty(window, name, {
				get() {
					throw new DOMException('', 'SecurityError');
				}
			});
		}
	});
	await page.goto('/en/territories');
	await expect(page.getByRole('link', { name: 'Gwangju' }).first()).toBeVisible();
	await page.getByLabel('Colours').selectOption('dark');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await page.goto('/en/pledge');
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.getByRole('alert')).toContainText('Enter the name of your government');
});

test('the first Tab leads to the content', async ({ page }) => {
	await page.goto('/en');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.locator('main')).toBeFocused();
});

test('a change of the device’s colours reaches every text at once, also where motion is reduced', async ({ page }) => {
	await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
	await page.goto('/en/about');
	const colours = () =>
		page.evaluate(() =>
			['body', 'h1', 'h2', '.prose li'].map(
				(selector) => getComputedStyle(document.querySelector(selector)!).color
			)
		);
	const dark = await colours();
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	const light = await colours();
	expect(new Set(light).size).toBe(1);
	expect(light).not.toEqual(dark);
});

test('no form is sent before scripts run: what was typed would stand in the address', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/en/sign-in');
	await expect(page.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeDisabled();
	await context.close();
});
