import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default defineConfig(
	{
		ignores: ['build', '.svelte-kit', 'test-results', 'src/lib/paraglide', 'src/lib/kit/api/schema.d.ts']
	},
	js.configs.recommended,
	ts.configs.recommended,
	svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript knows better.
			'no-undef': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// Addresses carry the language: `to` makes them.
			'svelte/no-navigation-without-resolve': 'off',
			// What no page shows need not be reactive.
			'svelte/prefer-svelte-reactivity': 'off',
			// A string keeps the spaces at its ends.
			'svelte/no-useless-mustaches': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		// What needs the types, which take three times as long for components.
		files: ['src/**/*.ts', 'e2e/**/*.ts'],
		languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
		rules: { '@typescript-eslint/no-floating-promises': 'error' }
	}
);
