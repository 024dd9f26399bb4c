/**
 * The version of a build is a digest of what it is made from, so that two builds of the same sources are the same.
 * SvelteKit takes the time of day where none is given.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = [
	'messages',
	'package-lock.json',
	'project.inlang/settings.json',
	'scripts',
	'src',
	'static',
	'svelte.config.js',
	'vite.config.ts'
];
/** Made from the others. */
const generated = ['src/lib/kit/api/schema.d.ts', 'src/lib/paraglide'];

/** @returns {string} */
export function version() {
	const digest = createHash('sha256');
	for (const file of sources.flatMap(filesIn)) {
		const content = readFileSync(file);
		digest.update(`${file}\n${content.length}\n`).update(content);
	}
	return digest.digest('hex').slice(0, 16);
}

/**
 * The files below a path, in an order that is the same on every machine.
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
	if (generated.includes(path)) return [];
	if (statSync(path).isFile()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => filesIn(join(path, name)));
}
