import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// A config of its own: the unit tests need neither SvelteKit nor Paraglide's compiler.
export default defineConfig({
	resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
	test: { include: ['src/**/*.test.ts', 'messages/**/*.test.ts'] }
});
