/**
 * One stop of the Tab key for many links: arrow keys move between them, Home and End go to the ends. Returns the place
 * to move to, or undefined when the key is none of these. "Forward" follows the direction of reading.
 */
export function rovingTarget(event: KeyboardEvent, at: number, count: number): number | undefined {
	const rtl = document.documentElement.dir === 'rtl';
	switch (event.key) {
		case 'ArrowDown':
			return Math.min(at + 1, count - 1);
		case 'ArrowUp':
			return Math.max(at - 1, 0);
		case 'ArrowRight':
			return rtl ? Math.max(at - 1, 0) : Math.min(at + 1, count - 1);
		case 'ArrowLeft':
			return rtl ? Math.min(at + 1, count - 1) : Math.max(at - 1, 0);
		case 'Home':
			return 0;
		case 'End':
			return count - 1;
		default:
			return undefined;
	}
}
