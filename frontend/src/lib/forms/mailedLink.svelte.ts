import { onMount } from 'svelte';
import { inLanguage } from '$lib/i18n/language';
import { ofTab } from '$lib/storage';

/** What a mailed link carries after "#". */
export interface MailedLink {
	token: string;
	/** What the token is for, where the page does not say. */
	id: string | null;
}

function read(fragment: string): MailedLink | null {
	const values = new URLSearchParams(fragment);
	const token = values.get('token');
	return token ? { token, id: values.get('id') } : null;
}

/**
 * The mailed link that led to this page, or that was pasted into its open tab. It is taken out of the address bar at
 * once, so that the token is not bookmarked, copied along or left in the history; this tab keeps it until it is used,
 * so that a reload or another language does not lose it.
 */
export function mailedLink() {
	/** Undefined before the page runs, null when there is none. */
	let link = $state.raw<MailedLink | null>();

	// One for the page in all languages.
	const name = () => `thousand.link.${inLanguage(location.pathname, 'en')}`;

	function take() {
		const fragment = location.hash.slice(1);
		const found = read(fragment);
		// Other fragments lead to places within the page.
		if (!found) return;
		ofTab.set(name(), fragment);
		history.replaceState(history.state, '', location.pathname + location.search);
		if (found.token !== link?.token) link = found;
	}

	onMount(() => {
		take();
		link ??= read(ofTab.get(name()) ?? '');
		addEventListener('hashchange', take);
		return () => removeEventListener('hashchange', take);
	});

	return {
		get current() {
			return link;
		},
		/** It has done its work and is of no more use to anybody. */
		used() {
			ofTab.remove(name());
		}
	};
}
