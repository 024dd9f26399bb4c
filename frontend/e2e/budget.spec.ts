import { expect, test } from '@playwright/test';

const kilobyte = 1024;

// What a first visit may load, in bytes on the wire.
for (const path of ['/en', '/ar', '/en/territories', '/en/territories/gwangju', '/en/join', '/ar/pledge', '/en/sign-in']) {
	test(`the first visit of ${path} stays within the budget`, async ({ page }) => {
		const session = await page.context().newCDPSession(page);
		await session.send('Network.enable');
		const types = new Map<string, string>();
		const sizes = new Map<string, number>();
		session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
		session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
			sizes.set(requestId, encodedDataLength)
		);
		await page.goto(path);
		await page.waitForLoadState('networkidle');
		// The map loads when it comes into sight; it counts too.
		await page.keyboard.press('End');
		await page.waitForLoadState('networkidle');

		const all = [...sizes].map(([id, bytes]) => ({ bytes, type: types.get(id) }));
		const sum = (part: typeof all) => part.reduce((total, { bytes }) => total + bytes, 0) / kilobyte;
		const scripts = sum(all.filter(({ type }) => type === 'Script'));
		test.info().annotations.push({ type: 'kB', description: `${scripts} of ${sum(all)}` });
		expect(scripts).toBeLessThan(100);
		expect(sum(all)).toBeLessThan(200);
	});
}
