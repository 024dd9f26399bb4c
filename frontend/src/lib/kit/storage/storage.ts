/**
 * What the browser keeps for us. Where it refuses to, or has no room left, it is kept for as long as the page lives:
 * nobody is shut out for blocking it.
 */
export function storage(browsers: () => Storage) {
	const memory = new Map<string, string>();

	/** What the browser answers, or nothing where it refuses. */
	function attempt<Answer>(ask: (kept: Storage) => Answer): Answer | undefined {
		try {
			return ask(browsers());
		} catch {
			return undefined;
		}
	}

	return {
		get: (key: string): string | null => memory.get(key) ?? attempt((kept) => kept.getItem(key)) ?? null,
		set(key: string, value: string): void {
			memory.set(key, value);
			attempt((kept) => {
				kept.setItem(key, value);
				memory.delete(key);
			});
		},
		remove(key: string): void {
			memory.delete(key);
			attempt((kept) => kept.removeItem(key));
		},
		keys: (): string[] => [...new Set([...memory.keys(), ...(attempt((kept) => Object.keys(kept)) ?? [])])]
	};
}

/** For all tabs and visits. */
export const lasting = storage(() => localStorage);
/** For this tab, also when it is reloaded. */
export const ofTab = storage(() => sessionStorage);
