import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const narrow = [320, 'light'] as const;
const wide = [1280, 'dark'] as const;

/** Nothing to complain about at 320 pixels in light and at 1280 in dark, and nothing beyond the screen. */
export async function expectAccessible(page: Page): Promise<void> {
	for (const look of [narrow, wide]) await expectNothing(page, look);
}

/** At 320 pixels alone, where a page in another language has been looked at in both ways. */
export function expectAccessibleNarrow(page: Page): Promise<void> {
	return expectNothing(page, narrow);
}

async function expectNothing(page: Page, [width, colorScheme]: typeof narrow | typeof wide) {
	await page.setViewportSize({ width, height: 800 });
	await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
	const excess = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(excess, `pixels beyond the screen of ${width}`).toBe(0);
	const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
	const found = violations.map(({ id, nodes }) => ({
		id,
		at: nodes.map(({ target }) => target.join(' ')).slice(0, 5)
	}));
	expect(found, `${page.url()}, ${width} pixels, ${colorScheme}`).toEqual([]);
}
