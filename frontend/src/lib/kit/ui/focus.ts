import { tick } from 'svelte';

/** For `{@attach focused}`: what appears takes the focus, so that it is seen and read out. */
export function focused(node: HTMLElement): void {
	if (node.tabIndex < 0) node.tabIndex = -1;
	node.focus();
}

/**
 * Moves the focus to the first of these that is on the page, once the page shows what was just changed. For a control
 * that vanishes by being used: else the focus would vanish with it.
 */
export async function focusOn(...ids: string[]): Promise<void> {
	await tick();
	const node = ids.map((id) => document.getElementById(id)).find((found) => found !== null);
	if (node) focused(node);
}

/** Leads to a field: with its label, which should be in sight too. */
export async function leadTo(id: string): Promise<void> {
	await tick();
	const control = document.getElementById(id);
	(control?.closest('.field') ?? control)?.scrollIntoView();
	control?.focus({ preventScroll: true });
}

/** Moves the focus like `focusOn` once a list was read again, if it was lost with what was used; where it has gone since, it stays. */
export async function focusIfLost(...ids: string[]): Promise<void> {
	await tick();
	if (document.activeElement === document.body) await focusOn(...ids);
}
