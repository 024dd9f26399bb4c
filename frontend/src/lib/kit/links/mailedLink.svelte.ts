import { onMount } from 'svelte';
import { goto } from '$app/navigation';
import { inLanguage } from '$lib/kit/i18n/language';
import { to } from '$lib/kit/i18n/path';
import { ofTab } from '$lib/kit/storage/storage';
import { linkIn, type MailedLink } from './linkIn';

/**
 * The mailed link that led to this page, or that was pasted into it. It is taken out of the address bar at once, so that
 * the token is not bookmarked, copied along or left in the history; this tab keeps it, so that a reload, another language
 * or the way back does not lose what became of it. `withId` where a link is of no use without one.
 */
export function mailedLink({ withId }: { withId: boolean }) {
	/** Undefined before the page runs, null when there is none. */
	let link = $state.raw<MailedLink | null>();

	/** The page in all languages. */
	const page = () => inLanguage(location.pathname, 'en').slice('/en/'.length);
	const name = () => `thousand.link.${page()}`;
	const usable = (found: MailedLink | null) => (found && (found.id || !withId) ? found : null);
	const fragment = ({ id, token }: MailedLink) => `${id ? `id=${id}&` : ''}token=${token}`;

	function keep(found: MailedLink) {
		ofTab.set(name(), fragment(found));
		link = found;
	}

	function arrive() {
		const found = usable(linkIn(location.search + location.hash));
		// Other fragments lead to places within the page.
		if (!found) return;
		history.replaceState(history.state, '', location.pathname);
		// The same link opened once more asks anew what became of it.
		keep(found);
	}

	onMount(() => {
		arrive();
		link ??= usable(linkIn(ofTab.get(name()) ?? ''));
		addEventListener('hashchange', arrive);
		return () => removeEventListener('hashchange', arrive);
	});

	return {
		get current() {
			return link;
		},
		/** Takes the link that stands in a text. A link to another page leads there. False where there is none. */
		take(text: string): boolean {
			const found = linkIn(text);
			if (found?.page && found.page !== page()) {
				void goto(`${to(`/${found.page}`)}#${fragment(found)}`);
				return true;
			}
			const mine = usable(found);
			if (mine) keep(mine);
			return mine !== null;
		}
	};
}
