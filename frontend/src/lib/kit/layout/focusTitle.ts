import { onMount } from 'svelte';
import { afterNavigate } from '$app/navigation';

/** The title that one sees, or hears. */
const title = () =>
	[...document.querySelectorAll<HTMLElement>('main h1')].find((node) => node.getClientRects().length > 0);

/**
 * Who goes to another page is at its title, unless the page leads them to something else: without this the focus
 * would be nowhere. A page that first has to load has its title later, or another one; whoever has begun to do something
 * by then is left alone. To be called once, where the frame of all pages is made.
 */
export function focusTitle(): void {
	let arriving = false;

	function settle() {
		if (!arriving || document.activeElement !== document.body) return;
		const node = title();
		if (!node) return;
		node.tabIndex = -1;
		// Where the page stands is decided already: at its top, at what the address names, or where it was left.
		node.focus({ preventScroll: true });
	}

	afterNavigate(({ type, to }) => {
		const named = to?.url.hash && document.getElementById(decodeURIComponent(to.url.hash.slice(1)));
		// What a browser has just opened has the focus that browsers give.
		arriving = type !== 'enter' && !named;
		settle();
	});

	onMount(() => {
		const watch = new MutationObserver(settle);
		watch.observe(document.getElementById('main')!, { childList: true, subtree: true });
		const began = ({ type, target }: Event) => {
			if (type !== 'focusin' || (target as Element).localName !== 'h1') arriving = false;
		};
		const signs = ['keydown', 'pointerdown', 'focusin'];
		for (const sign of signs) addEventListener(sign, began, true);
		return () => {
			watch.disconnect();
			for (const sign of signs) removeEventListener(sign, began, true);
		};
	});
}
