import type { FieldError } from '$lib/kit/api/words';
import { textsIn } from '$lib/kit/storage/drafts';
import type { Field } from './fields';
import { sentRows, type SentRows } from './rows';

// Fields of every kind stand in one form.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Fields = Record<string, Field<any>>;

export type NameOf<Of> = Extract<keyof Of, string>;

/** What is typed into a form of these fields. */
export type Typed<Of extends Fields> = { [Name in keyof Of]: ReturnType<Of[Name]['typed']> };

/** A field that knows what it is called in its form: the id of its control. */
export type Named<Of> = Of & { name: string };

/** Values by the name of the part of the record, as the API takes them. */
export type Change = Record<string, unknown>;

/** A part of the record that several fields are typed into. */
interface Part {
	/** What they are called together; else what the first is called. */
	label?: () => string;
	/** When what was typed is nothing at all; else where each of them is. */
	none?: (values: Change) => boolean;
}

interface Options {
	/** Where the API has the fields in what is sent: "/fields". */
	under?: string;
	/** Parts of several fields, by the name that the API gives them. */
	parts?: Record<string, Part>;
}

export const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * The fields of a form, each said once: how it is read from the record, typed, checked, sent and shown. Fields whose `at`
 * begins alike, "position/latitude" and "position/longitude", are one part of the record: it changes, clashes and is taken
 * back as a whole, and goes by the name of its first field.
 *
 *     export const record = define({ name: text({ label: m.field_name }), wave: whole({ … }) });
 *     export type RecordForm = Typed<typeof record.fields>;
 */
export function define<Of extends Fields>(declared: Of, options?: Options): Definition<Of> {
	return new Definition(declared, options);
}

export class Definition<Of extends Fields> {
	readonly fields: { [Name in keyof Of]: Named<Of[Name]> };
	readonly names: NameOf<Of>[];
	/** From the pointers of the API to the ids of controls, where the two differ. */
	readonly ids: Record<string, string>;
	/** The fields of each part, by the name that the API gives it. */
	readonly #members = new Map<string, NameOf<Of>[]>();
	readonly #parts: Record<string, Part>;

	constructor(declared: Of, { under = '', parts = {} }: Options = {}) {
		this.names = Object.keys(declared) as NameOf<Of>[];
		this.fields = Object.fromEntries(
			this.names.map((name) => [name, { ...declared[name], name }])
		) as unknown as typeof this.fields;
		this.#parts = parts;
		for (const name of this.names) {
			const part = this.#partOf(name);
			this.#members.set(part, [...(this.#members.get(part) ?? []), name]);
		}
		this.ids = Object.fromEntries(
			this.names
				.filter((name) => this.#at(name) !== name || this.control(name) !== name)
				.map((name) => [`${under}/${this.#at(name)}`, this.control(name)])
		);
	}

	/** A record as it is typed. */
	toForm(record: object): Typed<Of> {
		const read = (path: string) =>
			path.split('/').reduce<unknown>((value, step) => (value as Change | null | undefined)?.[step], record);
		return Object.fromEntries(
			this.names.map((name) => [
				name,
				this.fields[name].typed(read(this.fields[name].from ?? this.#at(name)))
			])
		) as Typed<Of>;
	}

	/** These fields as they are sent, part by part. */
	sent(form: Typed<Of>, names: readonly NameOf<Of>[] = this.names): Change {
		return Object.fromEntries(
			names.map((name) => {
				const alone = !this.#at(name).includes('/');
				return [
					this.#partOf(name),
					alone ? this.#sentOf(name, form) : this.#sentTogether(this.#partOf(name), form)
				];
			})
		);
	}

	/** Only what was changed, so that a change touches nothing else of the record. */
	changes(before: Typed<Of>, after: Typed<Of>): Change {
		const old = this.sent(before);
		return Object.fromEntries(
			Object.entries(this.sent(after)).filter(([part, value]) => !same(value, old[part]))
		);
	}

	/** What two changes want to be different things, each part by its first field. */
	clashes(mine: Change, theirs: Change): NameOf<Of>[] {
		return Object.entries(theirs)
			.filter(([part, value]) => part in mine && !same(mine[part], value))
			.map(([part]) => this.#members.get(part)![0]!);
	}

	/** What a newer version says of the fields into which nothing was typed since `before`. */
	untouched(before: Typed<Of>, mine: Typed<Of>, newest: Typed<Of>): Partial<Typed<Of>> {
		const names = this.names.filter((name) => same(mine[name], before[name]));
		return Object.fromEntries(names.map((name) => [name, newest[name]])) as Partial<Typed<Of>>;
	}

	/** The fields that change as one with this one. */
	together(name: NameOf<Of>): NameOf<Of>[] {
		return this.#members.get(this.#partOf(name))!;
	}

	/** What could not even be sent. Whether the rest is right, the server says. */
	wrong(form: Typed<Of>, names: readonly NameOf<Of>[] = this.names): FieldError[] {
		return names.flatMap((name) => {
			const { wrong, error } = this.fields[name];
			return wrong?.(form[name]) ? [{ field: name, words: error?.() ?? '' }] : [];
		});
	}

	/** What was written, as somebody would copy it. */
	written(form: Typed<Of>, names: readonly NameOf<Of>[] = this.names): string[] {
		return names
			.filter((name) => this.fields[name].kind !== 'yesOrNo')
			.flatMap((name) => textsIn(form[name]));
	}

	/** Which rows of the lists are sent. */
	rowsOf(form: Typed<Of>): SentRows {
		const lists = this.names.filter((name) => this.fields[name].kind === 'rows');
		return sentRows(Object.fromEntries(lists.map((name) => [name, form[name]])));
	}

	/** The id of the control that stands for a field: its own, or the first of its rows. */
	control(name: NameOf<Of>): string {
		const { row, least } = this.fields[name] as { row?: object; least?: number };
		if (!least) return name;
		return row ? `${name}-0-${Object.keys(row)[0]}` : `${name}-0`;
	}

	/** What the part of a field is called. */
	label(name: NameOf<Of>): string {
		return (this.#parts[this.#partOf(name)]?.label ?? this.fields[name].label)();
	}

	/** The part of a saved record that a field belongs to, as it is read: line by line, each line value by value. */
	lines(name: NameOf<Of>, form: Typed<Of>): string[][] {
		const alone: string[] = [];
		const rows: string[][] = [];
		for (const member of this.together(name)) {
			const value: string | Record<string, string>[] = form[member];
			if (typeof value === 'string') alone.push(wordsOf(this.fields[member], value));
			else {
				const { row } = this.fields[member] as unknown as { row: Record<string, Field<string>> };
				rows.push(
					...value.map((entry) => Object.entries(entry).map(([part, said]) => wordsOf(row[part], said)))
				);
			}
		}
		return [alone, ...rows].map((line) => line.filter(Boolean)).filter((line) => line.length > 0);
	}

	#at(name: NameOf<Of>): string {
		return this.fields[name].at ?? name;
	}

	#partOf(name: NameOf<Of>): string {
		return this.#at(name).split('/')[0]!;
	}

	#sentOf(name: NameOf<Of>, form: Typed<Of>): unknown {
		return this.fields[name].sent(form[name]);
	}

	/** Several values under one name: all of them, so that one without the others is refused; nothing where none is there. */
	#sentTogether(part: string, form: Typed<Of>): Change | null {
		const members = this.#members.get(part)!;
		const values = Object.fromEntries(
			members.map((name) => [this.#at(name).split('/')[1], this.#sentOf(name, form)])
		);
		const none = this.#parts[part]?.none ?? (() => Object.values(values).every((value) => value === null));
		return none(values) ? null : values;
	}
}

/** What was typed into a field, as it is read by others. */
export function wordsOf(field: Field<string> | undefined, typed: string): string {
	return typed && (field?.words?.(typed) ?? typed);
}
