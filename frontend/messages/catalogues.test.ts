import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import settings from '../project.inlang/settings.json';

type Forms = [{ declarations: string[]; match: Record<string, string> }];
type Catalogue = Record<string, string | Forms>;

const folder = new URL('.', import.meta.url);
const languages = settings.locales;
const files = settings['plugin.inlang.messageFormat'].pathPattern.map((path) =>
	path.replace('./messages/{locale}/', '')
);

function catalogue(language: string, file: string): Catalogue {
	const text = readFileSync(new URL(`${language}/${file}`, folder), 'utf8');
	const { $schema: _, ...messages } = JSON.parse(text);
	return messages;
}

const texts = (message: string | Forms): string[] =>
	typeof message === 'string' ? [message] : Object.values(message[0].match);

/** The values that a message is given, whichever of its forms is shown. */
function inputs(message: string | Forms): string[] {
	const found =
		typeof message === 'string'
			? [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
			: message[0].declarations
					.filter((line) => line.startsWith('input '))
					.map((line) => line.slice('input '.length));
	return [...new Set(found)].sort();
}

describe('the catalogues', () => {
	it.each(languages)('%s has every file that is compiled, and no other', (language) => {
		expect(readdirSync(new URL(language, folder)).sort()).toEqual([...files].sort());
	});

	it('name each message once', () => {
		const keys = files.flatMap((file) => Object.keys(catalogue('en', file)));
		expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
	});

	it.each([
		['fr', 'no-break spaces', /(?<![\u00a0\u202f])[;?!»](?!\w)|(?<![\u00a0\u202f]):(?!\/\/)|«(?!\u00a0)|'/],
		['es', 'opening marks and guillemets', /^[^¿]*\?|^[^¡]*!|[“”"']|« | »/],
		['ar', 'Arabic punctuation and Latin digits', /[\u0600-\u06ff][,;?]|[٠-٩]|[“”"]/]
	])('%s has %s', (language, _, wrong) => {
		for (const file of files) {
			for (const [key, message] of Object.entries(catalogue(language, file))) {
				for (const text of texts(message)) expect(text, key).not.toMatch(wrong);
			}
		}
	});

	describe.each(files)('%s', (file) => {
		const english = catalogue('en', file);

		it.each(languages)('has the same messages in %s, none empty', (language) => {
			const own = catalogue(language, file);
			expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort());
			const empty = Object.keys(own).filter((key) => texts(own[key]!).some((text) => !text.trim()));
			expect(empty).toEqual([]);
		});

		it.each(languages)('uses the same values in %s', (language) => {
			const own = catalogue(language, file);
			for (const key of Object.keys(english)) {
				expect(inputs(own[key]!), key).toEqual(inputs(english[key]!));
			}
		});

		it.each(languages)('has a form for every number in %s', (language) => {
			const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
			for (const [key, message] of Object.entries(catalogue(language, file))) {
				if (typeof message === 'string') continue;
				const forms = Object.keys(message[0].match).map((form) => form.replace(/^\w+=/, ''));
				// A value whose form is missing would show the message's key. "*" stands for all that are not named.
				if (!forms.includes('*')) expect(forms.sort(), key).toEqual([...categories].sort());
			}
		});
	});
});
