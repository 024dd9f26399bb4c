import { expect, test } from '@playwright/test';
import { crosswise, everyWay, expectAccessible } from './axe';
import { languages, pages } from './pages';

for (const path of languages.flatMap((language) => pages.map((page) => `/${language}${page}`))) {
	test(`${path} is accessible, fits 320 pixels and keeps the security policy`, async ({ page }) => {
		const complaints: string[] = [];
		page.on('console', (message) => {
			if (message.text().includes('Content Security Policy')) complaints.push(message.text());
		});
		page.on('pageerror', (error) => complaints.push(error.message));

		await page.setViewportSize({ width: 320, height: 800 });
		await page.goto(path);
		await page.waitForLoadState('networkidle');
		// What differs between the languages is words and direction, not colours: one language is looked at in every way.
		await expectAccessible(page, path.startsWith('/en') ? everyWay : crosswise);
		expect(complaints).toEqual([]);
	});
}
