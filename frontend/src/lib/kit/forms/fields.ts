import type { HTMLInputAttributes } from 'svelte/elements';
import { dateText, languageName, number, year as yearText } from '$lib/kit/i18n/format';
import { m } from '$lib/paraglide/messages';
import { isDate } from './dates';
import { decimalNumber, wholeNumber } from './digits';
import { isFilled } from './rows';

type InputAttributes = Pick<
	HTMLInputAttributes,
	'type' | 'dir' | 'inputmode' | 'maxlength' | 'autocomplete' | 'autocapitalize' | 'spellcheck'
>;

/** What can be said of any field. */
export interface About {
	label: () => string;
	hint?: () => string;
	/** Says "(optional)" after the label. */
	optional?: boolean;
	/** Where the record has it and a change sends it, such as "population/value"; else under its own name. */
	at?: string;
	/** Where it is read, if that is elsewhere. */
	from?: string;
	/** What an emptied text is sent as, so that the server refuses it; else it is taken back. */
	empty?: '';
	/** What is said before it is sent where nothing is typed, and something must be. */
	missing?: () => string;
	/** How it is read by others, where it is not read as it is typed. */
	words?: (typed: string) => string;
	input?: InputAttributes;
}

/** A field, by what is typed into it. */
export interface Field<Value> extends About {
	kind: 'text' | 'long' | 'link' | 'choice' | 'yesOrNo' | 'language' | 'date' | 'number' | 'rows' | 'file';
	/** What the record has, as it is typed. */
	typed: (read: unknown) => Value;
	/** What is typed, as it is sent. */
	sent: (value: Value) => unknown;
	/** Whether it could not even be sent, for which there are words. */
	wrong?: (value: Value) => boolean;
	error?: () => string;
	/** Of a choice. */
	options?: () => { value: string; label: string; hint?: string; lang?: string }[];
	/** Of a long text: how many characters the server takes, and how many lines are shown. */
	most?: number;
	rows?: number;
}

/** Several of the same, part by part, in the order in which the parts are asked for. */
export interface Rows<Part extends string> extends Field<Record<Part, string>[]> {
	row: Record<Part, Field<string>>;
	/** The words of the button that adds a row. */
	add: () => string;
	/** How many rows stay. */
	least?: number;
	blank: () => Record<Part, string>;
}

type With<Name extends 'options' | 'most' | 'rows' | 'error'> = About & Required<Pick<Field<string>, Name>>;

const typedText = (read: unknown) => String(read ?? '');

/** One line. */
export function text(about: About): Field<string> {
	return {
		kind: 'text',
		typed: typedText,
		sent: (value) => value.trim() || (about.empty ?? null),
		...(about.missing && { wrong: (value) => !value.trim(), error: about.missing }),
		...about
	};
}

/** Several lines. */
export function long(about: With<'most' | 'rows'>): Field<string> {
	return { ...text(about), kind: 'long' };
}

/** The address of a page. */
export function link(about: About): Field<string> {
	return { ...text(about), kind: 'link', input: { type: 'url', dir: 'ltr', autocapitalize: 'none' } };
}

/** One of few. */
export function choice(about: With<'options'>): Field<string> {
	const words = (typed: string) => about.options().find(({ value }) => value === typed)?.label ?? typed;
	return { ...text({ words, ...about }), kind: 'choice' };
}

/** Yes, no, or nothing said yet. */
export function yesOrNo(about: With<'options'>): Field<string> {
	return { ...choice(about), kind: 'yesOrNo', sent: (value) => (value ? value === 'true' : null) };
}

/** The language of a text. */
export function language(about: About): Field<string> {
	return { ...text({ words: languageName, ...about }), kind: 'language' };
}

/** A date, as exact as it is known. */
export function date(about: About): Field<string> {
	const wrong = (value: string) => value !== '' && !isDate(value);
	return {
		...text({ words: dateText, ...about }),
		kind: 'date',
		wrong,
		error: () => m.error_date({ label: about.label() })
	};
}

/** A whole number. */
export function whole(about: With<'error'>): Field<string> {
	return {
		...text({ words: (typed) => number(Number(typed)), ...about }),
		kind: 'number',
		sent: wholeNumber,
		wrong: (value) => Number.isNaN(wholeNumber(value)),
		input: { inputmode: 'numeric', dir: 'ltr', ...about.input }
	};
}

export function year(about: About): Field<string> {
	return whole({ error: m.error_year, words: yearText, ...about, input: { maxlength: 4, ...about.input } });
}

/** A number with a fraction. */
export function decimal(about: With<'error'>): Field<string> {
	return {
		...text(about),
		kind: 'number',
		sent: decimalNumber,
		wrong: (value) => Number.isNaN(decimalNumber(value)),
		input: { dir: 'ltr', ...about.input }
	};
}

/** Several of the same. Rows left empty are not sent. */
export function rows<Part extends string>(
	about: About & Pick<Rows<Part>, 'row' | 'add' | 'least'>
): Rows<Part> {
	type Row = Record<Part, string>;
	const parts = Object.entries<Field<string>>(about.row) as [Part, Field<string>][];
	const rowOf = (value: (part: Part, field: Field<string>) => unknown) =>
		Object.fromEntries(parts.map(([part, field]) => [part, value(part, field)]));
	const blank = () => rowOf(() => '') as Row;
	return {
		kind: 'rows',
		typed: (read) => {
			const entries = (read ?? []) as Record<Part, unknown>[];
			return atLeast(
				about.least,
				entries.map((entry) => rowOf((part, { typed }) => typed(entry[part])) as Row),
				blank
			);
		},
		sent: (value) => value.filter(isFilled).map((row) => rowOf((part, { sent }) => sent(row[part]))),
		blank,
		...about
	};
}

/** Several texts. Those left empty are not sent. */
export function texts(about: About & { least?: number }) {
	return {
		kind: 'rows' as const,
		typed: (read: unknown) => atLeast(about.least, [...((read ?? []) as string[])], () => ''),
		sent: (value: string[]) => value.filter(isFilled).map((row) => row.trim()),
		...about
	};
}

function atLeast<Row>(least = 0, filled: Row[], blank: () => Row): Row[] {
	return [...filled, ...Array.from({ length: Math.max(0, least - filled.length) }, blank)];
}
