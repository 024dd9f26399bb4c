import { cursorOf } from './address';
import { answer } from './problem';
import type { Page } from './types';

/** All rows of a short list, such as the countries: reads on until there is no next page. */
export async function everything<Row>(
	read: (cursor: string | undefined) => Parameters<typeof answer<Page<Row>>>[0]
): Promise<Row[]> {
	const rows: Row[] = [];
	let cursor: string | undefined;
	do {
		const { data, page } = await answer(read(cursor));
		rows.push(...data);
		cursor = cursorOf(page.next);
	} while (cursor);
	return rows;
}
