/**
 * Cuts the fonts down to the letters that pages need, for slow lines: `npm run fonts`, after a font package has been
 * updated. The results are committed; src/lib/kit/styles/fonts.css names the same ranges.
 */
import { readFile, writeFile } from 'node:fs/promises';
import subset from 'subset-font';

const packages = new URL('../node_modules/@fontsource-variable/', import.meta.url);
const target = new URL('../src/lib/kit/styles/fonts/', import.meta.url);

/** @param {[number, number][]} ranges */
const letters = (ranges) =>
	ranges
		.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))
		.map((code) => String.fromCodePoint(code))
		.join('');

const fonts = [
	{
		source: 'schibsted-grotesk/files/schibsted-grotesk-latin-wght-normal.woff2',
		name: 'schibsted-grotesk-latin.woff2',
		text: letters([
			[0x20, 0x7e],
			[0xa0, 0xff],
			[0x152, 0x153],
			[0x2010, 0x203a],
			[0x20ac, 0x20ac],
			[0x2190, 0x2193],
			[0x2212, 0x2212]
		])
	},
	{
		source: 'vazirmatn/files/vazirmatn-arabic-wght-normal.woff2',
		name: 'vazirmatn-arabic.woff2',
		// Arabic, and the four letters that Persian adds.
		text: letters([
			[0x60c, 0x60c],
			[0x61b, 0x61b],
			[0x61f, 0x63a],
			[0x640, 0x652],
			[0x660, 0x66c],
			[0x670, 0x671],
			[0x67e, 0x67e],
			[0x686, 0x686],
			[0x698, 0x698],
			[0x6a9, 0x6a9],
			[0x6af, 0x6af],
			[0x6cc, 0x6cc]
		])
	}
];

for (const { source, name, text } of fonts) {
	const whole = await readFile(new URL(source, packages));
	const part = await subset(whole, text, {
		targetFormat: 'woff2',
		// Alternate shapes that no style asks for stay out.
		noLayoutClosure: name.startsWith('schibsted'),
		variationAxes: { wght: { min: 400, max: 900, default: 400 } }
	});
	await writeFile(new URL(name, target), part);
	console.log(name, whole.length, '→', part.length);
}
