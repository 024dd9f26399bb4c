import { expect, test } from '@playwright/test';
import { crosswise, expectAccessible, expectToFit, otherwise } from './axe';
import { languages, pages, shapes } from './pages';

// What differs between languages is words and direction, not the shape: two are looked at, one of them from right to left, each in the
// ways in which the other is not.
for (const [language, ways] of [
	['en', crosswise],
	['ar', otherwise]
] as const) {
	for (const path of shapes) {
		test(`/${language}${path} is accessible`, async ({ page }) => {
			await page.goto(`/${language}${path}`);
			await page.waitForLoadState('networkidle');
			await expectAccessible(page, ways);
		});
	}
}

// Every page in every language is opened, one after the other.
for (const language of languages) {
	test(`every page in ${language} fits 320 pixels, keeps the security policy and has no errors`, async ({
		page
	}) => {
		test.setTimeout(300_000);
		const complaints: string[] = [];
		page.on('console', (message) => {
			if (message.text().includes('Content Security Policy'))
				complaints.push(`${page.url()}: ${message.text()}`);
		});
		page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
		await page.setViewportSize({ width: 320, height: 800 });
		for (const path of pages) {
			// An address that differs behind `#` alone would not be loaded anew.
			await page.goto('about:blank');
			await page.goto(`/${language}${path}`);
			await page.waitForLoadState('networkidle');
			await expect(page.locator('html')).toHaveAttribute('lang', language);
			await expectToFit(page);
		}
		expect(complaints).toEqual([]);
	});
}
