/**
 * A page speaks one language, so its visitor loads one: the built scripts are written once for each language, with that
 * language's texts alone, and each page refers to those of its own.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { minify, transformWithOxc } from 'vite';

/** What stands for the language in the built scripts; vite.config.ts puts it there. */
export const placeholder = '__LANGUAGE__';
const scripts = '/_app/immutable/';

/**
 * @param {import('@sveltejs/kit').Adapter} adapter writes the site, uncompressed
 * @param {string} folder where it writes it
 * @param {string} whole where it is when it is whole; what was there is replaced
 * @param {string[]} languages
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function oneLanguageEach(adapter, folder, whole, languages) {
	return {
		name: 'one-language-each',
		async adapt(builder) {
			await adapter.adapt(builder);
			const files = await readdir(folder, { recursive: true });
			for (const name of files.filter((name) => name.endsWith('.js') && `/${name}`.startsWith(scripts))) {
				const source = await readFile(join(folder, name), 'utf8');
				for (const language of languages) {
					const target = join(folder, inLanguage(`/${name}`, language));
					await mkdir(dirname(target), { recursive: true });
					await writeFile(target, await inOneLanguage(name, source, language));
				}
				await rm(join(folder, name));
			}
			for (const page of files.filter((name) => name.endsWith('.html'))) {
				// `en.html`, `en/join.html`; the shell is for all, and the server fills in its language.
				const language =
					languages.find((tag) => page.startsWith(`${tag}/`) || page === `${tag}.html`) ?? '%thousand.lang%';
				const html = await readFile(join(folder, page), 'utf8');
				await writeFile(join(folder, page), inLanguage(html, language));
			}
			await builder.compress(folder);
			await rm(whole, { recursive: true, force: true });
			await rename(folder, whole);
		}
	};
}

/**
 * A text with the addresses of scripts turned to those of one language.
 * @param {string} text
 * @param {string} language
 */
function inLanguage(text, language) {
	return text.replace(/\/_app\/immutable\/(?=(entry|chunks|nodes)\/)/g, `${scripts}${language}/`);
}

/**
 * @param {string} name
 * @param {string} code
 * @param {string} language
 */
async function inOneLanguage(name, code, language) {
	const define = { [placeholder]: JSON.stringify(language) };
	const { code: fixed } = await transformWithOxc(inLanguage(code, language), name, {
		define,
		sourcemap: false
	});
	const { code: small, errors } = await minify(name, fixed, { module: true });
	const [error] = errors;
	if (error) throw new Error(`${name}: ${error.message}`);
	return small;
}
