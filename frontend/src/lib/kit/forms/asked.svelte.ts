import { afterNavigate } from '$app/navigation';

/** A value from the address of a page that was built ahead and therefore knows no query until it runs. */
export function asked(name: string) {
	let value = $state<string | null>();
	afterNavigate(({ to }) => (value = to?.url.searchParams.get(name) ?? null));
	return {
		/** Undefined before the page runs, null when it is not given. */
		get value() {
			return value;
		}
	};
}
