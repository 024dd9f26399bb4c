import { onMount } from 'svelte';

/**
 * Keeps what is being typed in this tab until it is sent, so that a reload or a glance at another page loses nothing.
 * Call it while the component is made; `forget` when it has been sent.
 */
export function keepDraft<Value>(
	key: string,
	current: () => Value,
	restore: (kept: Partial<Value>) => void
): { forget: () => void } {
	const name = `thousand.${key}`;
	let keeping = $state(false);

	onMount(() => {
		const kept = sessionStorage.getItem(name);
		if (kept) restore(JSON.parse(kept));
		keeping = true;
	});
	$effect(() => {
		const text = JSON.stringify(current());
		if (keeping) sessionStorage.setItem(name, text);
	});

	return {
		forget() {
			keeping = false;
			sessionStorage.removeItem(name);
		}
	};
}
