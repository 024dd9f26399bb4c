import { atlas, type Atlas } from './atlas';

/** The outlines of the world, fetched only when the map comes near the screen. */
export function outlines(box: () => Element | undefined) {
	let drawn = $state.raw<Atlas>();

	$effect(() => {
		const map = box();
		if (!map) return;
		const observer = new IntersectionObserver(
			(entries) => {
				if (!entries.some((entry) => entry.isIntersecting)) return;
				observer.disconnect();
				atlas().then(
					(loaded) => (drawn = loaded),
					() => undefined
				);
			},
			{ rootMargin: '300px' }
		);
		observer.observe(map);
		return () => observer.disconnect();
	});

	return {
		get drawn() {
			return drawn;
		}
	};
}
