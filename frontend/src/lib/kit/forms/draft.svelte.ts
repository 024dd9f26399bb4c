import { onMount } from 'svelte';
import { session } from '$lib/kit/api/session.svelte';
import { draftName, readDraft, textsIn, type Draft } from '$lib/kit/storage/drafts';
import { ofTab } from '$lib/kit/storage/storage';

interface Options {
	/** What was written, as somebody would copy it; else every text in the form. */
	texts?: () => string[];
	/** Whether it may be kept now. */
	may?: () => boolean;
}

/**
 * Keeps what is being typed in this tab until it is sent, so that a reload or a glance at another page loses nothing.
 * Call it while the component is made, with the form as it starts. `sent` says that what stands there now is no
 * longer unsent.
 */
export function keepDraft<Value>(
	name: string,
	current: () => Value,
	restore: (kept: Value) => void,
	{ texts = () => textsIn(current()), may = () => true }: Options = {}
) {
	let settled = JSON.stringify(current());
	let ready = $state(false);
	let restored = $state(false);

	onMount(() => {
		const kept = readDraft(name);
		if (kept) restore(kept.value as Value);
		restored = kept !== undefined;
		ready = true;
	});
	$effect(() => {
		const draft: Draft = { value: current(), texts: texts() };
		if (!ready || !may()) return;
		if (JSON.stringify(draft.value) === settled) ofTab.remove(name);
		else ofTab.set(name, JSON.stringify(draft));
	});

	return {
		/** Whether the form came back with what was typed before. */
		get restored() {
			return restored;
		},
		sent() {
			settled = JSON.stringify(current());
			restored = false;
			ofTab.remove(name);
		}
	};
}

/** The same for a form behind sign-in: kept for this account alone, and not beyond its signing out. */
export function keepOwnDraft<Value>(
	key: string,
	current: () => Value,
	restore: (kept: Value) => void,
	texts?: () => string[]
) {
	const { account } = session;
	const may = () => session.user?.id === account;
	return keepDraft(draftName(account, key), current, restore, { texts, may });
}

export type OwnDraft = ReturnType<typeof keepOwnDraft>;
