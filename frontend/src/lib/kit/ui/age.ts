const day = 86_400_000;

/** Whole days since a moment. */
export function daysSince(moment: string, now = Date.now()): number {
	return Math.max(0, Math.floor((now - Date.parse(moment)) / day));
}
