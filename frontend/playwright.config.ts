import { defineConfig } from '@playwright/test';

/** Against a running server: `BASE_URL=http://127.0.0.1:8080 npm run test:e2e`. */
export default defineConfig({
	testDir: 'e2e',
	fullyParallel: true,
	workers: 2,
	// axe takes its time on long pages and small machines.
	timeout: 90_000,
	forbidOnly: true,
	reporter: [['list']],
	use: {
		baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:8080',
		browserName: 'chromium',
		trace: 'retain-on-failure',
		launchOptions: {
			executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
			args: [
				'--headless',
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	}
});
