import { plainDigits } from './digits';

/** A date as typed: any part may be missing, from the day upwards. */
export interface DateParts {
	day: string;
	month: string;
	year: string;
}

/** "2023-06-14", "2023-06" or "2023" as its parts. */
export function partsOf(text: string): DateParts {
	const [year = '', month = '', day = ''] = text.split('-');
	const bare = (part: string) => part.replace(/^0+(?=\d)/, '');
	return { year, month: bare(month), day: bare(day) };
}

/**
 * The parts as one text, as exact as they are. What makes no sense, such as a day without its month, is passed on as
 * it was typed, so that it is refused and not silently dropped.
 */
export function dateOf(parts: DateParts): string {
	const trimmed = (part: string) => plainDigits(part).trim();
	const padded = (part: string) => trimmed(part).padStart(2, '0');
	const year = trimmed(parts.year);
	const month = trimmed(parts.month);
	const day = trimmed(parts.day);
	if (day) return `${year}-${month ? padded(month) : ''}-${padded(day)}`;
	return month ? `${year}-${padded(month)}` : year;
}

/** Whether a text is a date that exists, as exact as it is written. */
export function isDate(text: string): boolean {
	const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
	if (!match) return false;
	const [, year, month = '01', day = '01'] = match;
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
