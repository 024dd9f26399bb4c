import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { placeholder } from './scripts/one-language-each.js';

const api = 'http://127.0.0.1:8080';

/**
 * SvelteKit's announcer of page changes carries a style attribute, which our content security policy refuses.
 * base.css hides it instead.
 */
const announcerWithoutStyle: Plugin = {
	name: 'announcer-without-style',
	enforce: 'pre',
	transform: {
		filter: { id: /generated\/root\.svelte$/ },
		handler: (code) => code.replace(/(id="svelte-announcer"[^>]*?) style="[^"]*"/, '$1')
	}
};

/** The language of the built messages is left open, until the scripts of each language are written. */
const languageLeftOpen: Plugin = {
	name: 'language-left-open',
	apply: 'build',
	applyToEnvironment: (environment) => environment.name === 'client',
	transform: {
		filter: { id: /\/paraglide\/messages\// },
		handler: (code) => code.replaceAll('experimentalStaticLocale ??', `${placeholder} ??`)
	}
};

export default defineConfig({
	plugins: [
		announcerWithoutStyle,
		languageLeftOpen,
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			// The language is the first segment of the address; see src/lib/kit/i18n/strategy.ts.
			strategy: ['custom-path', 'baseLocale']
		}),
		sveltekit()
	],
	build: {
		rolldownOptions: {
			output: {
				codeSplitting: {
					groups: [
						{
							// Every file costs a request with its headers: what many pages share, down to single messages, comes as one.
							name: 'shared',
							test: /\/(src|node_modules)\//,
							minShareCount: 6
						}
					]
				}
			}
		}
	},
	server: { proxy: { '/v1': api, '/health': api, '/docs': api } }
});
