import { expect, test, type Page } from '@playwright/test';
import { adhesionOf } from './adhesion';
import { anAdministrator } from './api';
import { needsMail } from './mail';
import { government } from './pledging';
import { needsAdministrator, signIn } from './secretariat';

/** Whoever comes to a page without loading the whole site anew is at its title, and at its top. */

async function atTitle(page: Page, title: string | RegExp) {
	const heading = page.getByRole('heading', { level: 1 });
	await expect(heading).toHaveText(title);
	await expect(heading).toBeFocused();
	expect(await page.evaluate(() => scrollY)).toBe(0);
}

test('a link leads to the title of its page, one that first loads too', async ({ page }) => {
	await page.goto('/en/about');
	await page.waitForLoadState('networkidle');
	await page.getByRole('banner').getByRole('link', { name: 'Territories' }).click();
	await atTitle(page, 'Territories');
	let letGo = () => {};
	const held = new Promise<void>((resolve) => (letGo = resolve));
	await page.route('**/v1/territories/gwangju*', async (route) => {
		await held;
		await route.continue();
	});
	await page.getByRole('searchbox').first().fill('Gwangju');
	await page.getByRole('link', { name: 'Gwangju' }).first().click();
	await expect(page).toHaveURL('/en/territories/gwangju');
	letGo();
	await atTitle(page, 'Gwangju');
	await page.goBack();
	await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('who has begun to do something on a page that loads is left alone', async ({ page }) => {
	await page.goto('/en/about');
	await page.waitForLoadState('networkidle');
	let letGo = () => {};
	const held = new Promise<void>((resolve) => (letGo = resolve));
	await page.route('**/v1/territories/gwangju*', async (route) => {
		await held;
		await route.continue();
	});
	await page.evaluate(() => {
		const link = document.createElement('a');
		link.href = '/en/territories/gwangju';
		document.querySelector('main')!.append(link);
		link.click();
	});
	await expect(page).toHaveURL('/en/territories/gwangju');
	await page.keyboard.press('Tab');
	const reached = await page.evaluateHandle(() => document.activeElement);
	letGo();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gwangju');
	expect(await reached.evaluate((node) => node === document.activeElement)).toBe(true);
});

test('each step of the pledge begins at its title', async ({ page }) => {
	await page.setViewportSize({ width: 360, height: 640 });
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	await government(page, 'Nowhere in particular');
	await atTitle(page, 'Who signs');
	// What is missing has the focus, not the title.
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.getByRole('alert')).toBeFocused();
	await page.getByRole('link', { name: 'Back' }).click();
	await atTitle(page, 'Your government');
});

test('each step of the adhesion begins at its title', async ({ page, request }) => {
	needsMail();
	needsAdministrator();
	const id = await adhesionOf(request, 'montevideo', 'draft');
	await signIn(page, await anAdministrator(request), `/en/adhesions/${id}?page=name`);
	await page.getByRole('button', { name: 'Save and continue' }).click();
	await expect(page).toHaveURL(/page=government/);
	await atTitle(page, 'Your government');
	await page.getByRole('button', { name: 'Save and stop here' }).click();
	await atTitle(page, /Adhesion of/);
});
