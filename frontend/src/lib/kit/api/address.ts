/** The query part of an address: "?a=b", or nothing when there is nothing to say. */
export function query(entries: Record<string, string | undefined>): string {
	const filled = Object.entries(entries).filter((entry): entry is [string, string] => !!entry[1]);
	return filled.length > 0 ? `?${new URLSearchParams(filled)}` : '';
}

/** The cursor in the address of the next page, as the API gives it. */
export function cursorOf(next: string | null | undefined): string | undefined {
	if (!next) return undefined;
	return new URLSearchParams(next.slice(next.indexOf('?'))).get('cursor') ?? undefined;
}
