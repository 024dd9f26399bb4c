import { get } from 'node:http';
import { expect, test } from '@playwright/test';
import { pages } from './pages';

const kilobyte = 1024;
/** What a question or a link's secret changes in a page loads nothing more. */
const visited = pages.filter((page) => !/[#?]/.test(page) || page.includes('view='));

/** What an address costs on the wire, headers and all, for whoever asks for gzip. */
function gzipped(address: string): Promise<number> {
	return new Promise((resolve, reject) => {
		get(address, { agent: false, headers: { 'Accept-Encoding': 'gzip' } }, (response) => {
			const { socket } = response;
			response
				.resume()
				.on('end', () => resolve(socket.bytesRead))
				.on('error', reject);
		}).on('error', reject);
	});
}

// What a first visit may load. English has the most readers, Arabic the largest letters.
for (const path of ['en', 'ar'].flatMap((language) => visited.map((page) => `/${language}${page}`))) {
	test(`the first visit of ${path} stays within the budget`, async ({ page }) => {
		const loaded = new Map<string, string>();
		page.on('request', (request) => {
			if (request.url().startsWith('http')) loaded.set(request.url(), request.resourceType());
		});
		await page.goto(path);
		await page.waitForLoadState('networkidle');
		// The map loads when it comes into sight; it counts too.
		await page.keyboard.press('End');
		await page.waitForLoadState('networkidle');

		let [scripts, all] = [0, 0];
		for (const [address, kind] of loaded) {
			const bytes = (await gzipped(address)) / kilobyte;
			all += bytes;
			if (kind === 'script') scripts += bytes;
		}
		test
			.info()
			.annotations.push({ type: 'kB', description: `${path}: ${scripts.toFixed(1)} of ${all.toFixed(1)}` });
		expect(scripts).toBeGreaterThan(10);
		expect(scripts).toBeLessThan(100);
		expect(all).toBeLessThan(200);
	});
}
