import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Narrow and wide, in light and dark, each once: enough for most pages. */
export const crosswise = [
	[320, 'light'],
	[1280, 'dark']
] as const;
/** The other two ways. */
export const otherwise = [
	[320, 'dark'],
	[1280, 'light']
] as const;

/** Nothing beyond the screen, however wide it is. */
export async function expectToFit(page: Page): Promise<void> {
	const excess = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(excess, `${page.url()}: pixels beyond the screen`).toBe(0);
}

/** Nothing to complain about, and nothing beyond the screen. */
export async function expectAccessible(
	page: Page,
	ways: readonly (readonly [number, 'light' | 'dark'])[] = crosswise
): Promise<void> {
	for (const [width, colorScheme] of ways) {
		await page.setViewportSize({ width, height: 800 });
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await expectToFit(page);
		// Our pages have no frames of others: what looks into those opens a page of its own each time, and takes as long again.
		const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(rules).analyze();
		const found = violations.map(({ id, nodes }) => ({
			id,
			at: nodes.map(({ target }) => target.join(' ')).slice(0, 5)
		}));
		expect(found, `${page.url()}, ${width} pixels, ${colorScheme}`).toEqual([]);
	}
}
