/** A row of a list in a form: one text, or several. */
type Row = string | Record<string, string>;

/** Which rows of a form's lists are sent, list by list. Rows left empty stay behind, so a row has two numbers. */
export type SentRows = Record<string, number[]>;

/** Whether anything is written in a row. */
export function isFilled(row: Row): boolean {
	return (typeof row === 'string' ? [row] : Object.values(row)).some((text) => text.trim());
}

/** For each row that is sent, its number in the form. */
export function sentRows(lists: Record<string, Row[]>): SentRows {
	const numbers = (rows: Row[]) => rows.flatMap((row, at) => (isFilled(row) ? [at] : []));
	return Object.fromEntries(Object.entries(lists).map(([list, rows]) => [list, numbers(rows)]));
}

/** A pointer into what was sent as a pointer into the form: /contacts/0/email may be the third row there. */
export function pointerInForm(pointer: string, sent: SentRows): string {
	return pointer.replace(/\/([^/]+)\/(\d+)(?=\/|$)/, (as, list: string, at: string) => {
		const row = sent[list]?.[Number(at)];
		return row === undefined ? as : `/${list}/${row}`;
	});
}
