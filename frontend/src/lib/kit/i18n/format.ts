import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

/** The reader's language as Intl knows it: dates and digits as the catalogues write them, whatever the browser's habit. */
function tag(): string {
	const language = getLocale();
	return `${language === 'en' ? 'en-GB' : language}-u-nu-latn`;
}

export function number(value: number): string {
	return new Intl.NumberFormat(tag()).format(value);
}

/** A name within a sentence, kept apart from its direction: "Adhesion of سلا: 8 of 10" stays in order. */
export function isolated(name: string): string {
	return `\u2068${name}\u2069`;
}

/** A year is a name, not a quantity: no separator. */
export function year(value: number | string): string {
	return new Intl.NumberFormat(tag(), { useGrouping: false }).format(Number(value));
}

/** A date, as exact as it is known. */
export interface PartialDate {
	date: string;
	precision: 'year' | 'month' | 'day';
}

const parts = {
	year: { year: 'numeric' },
	month: { year: 'numeric', month: 'long' },
	day: { year: 'numeric', month: 'long', day: 'numeric' }
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export function partialDate({ date, precision }: PartialDate): string {
	if (precision === 'year') return year(date.slice(0, 4));
	return new Intl.DateTimeFormat(tag(), { ...parts[precision], timeZone: 'UTC' }).format(new Date(date));
}

/** Dates written as text, as exact as their length: "2023", "2023-06", "2023-06-14". */
export function dateText(date: string): string {
	const precision = date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day';
	return partialDate({ date, precision });
}

/** A moment, as the day it falls on for the reader. */
export function day(moment: string): string {
	return new Intl.DateTimeFormat(tag(), parts.day).format(new Date(moment));
}

/** A moment, to the minute. */
export function moment(time: string): string {
	const exact = { dateStyle: 'long', timeStyle: 'short' } as const;
	return new Intl.DateTimeFormat(tag(), exact).format(new Date(time));
}

export function list(items: string[]): string {
	return new Intl.ListFormat(tag()).format(items);
}

/** Languages that we offer and browsers have no name for. */
const nameless: Record<string, () => string> = { ff: m.language_ff };

/** The name of a language, such as "Catalan"; the code itself where nobody knows a name. */
export function languageName(code: string): string {
	try {
		const name = new Intl.DisplayNames(getLocale(), { type: 'language' }).of(code) ?? code;
		return name === code ? (nameless[code]?.() ?? code) : name;
	} catch {
		return code;
	}
}

/** "30 days", as the reader's language counts them. */
export function duration(count: number, unit: 'hour' | 'day' | 'month'): string {
	return new Intl.NumberFormat(tag(), { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

export function percent(share: number): string {
	return new Intl.NumberFormat(tag(), { style: 'percent' }).format(share);
}

export function fileSize(bytes: number): string {
	const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
	return new Intl.NumberFormat(tag(), {
		style: 'unit',
		unit,
		maximumFractionDigits: value < 10 ? 1 : 0
	}).format(value);
}
