import { ofTab } from './storage';

/** What is kept of an unfinished form. */
export interface Draft {
	/** The form, as `keepDraft` restores it. */
	value: unknown;
	/** What was written, for when the form is no longer there. */
	texts: string[];
}

const prefix = 'thousand.draft.';

/** The name under which what one account types is kept: nobody else who signs in here comes to see it. */
export function draftName(account: string, key: string): string {
	return `${prefix}${account}.${key}`;
}

/** Undefined also where it cannot be read: an unreadable draft must not stand in the way of the form. */
export function readDraft(name: string): Draft | undefined {
	try {
		return JSON.parse(ofTab.get(name) ?? '') as Draft;
	} catch {
		return undefined;
	}
}

/** The names of what an account has begun under a key or below it. */
export function draftsUnder(account: string, key: string): string[] {
	const name = draftName(account, key);
	return ofTab.keys().filter((other) => other === name || other.startsWith(`${name}.`));
}

/** Takes away what accounts have typed here: at signing out everything, at signing in what others left. */
export function forgetDrafts(except?: string): void {
	for (const key of ofTab.keys()) {
		if (!key.startsWith(prefix)) continue;
		if (!except || !key.startsWith(draftName(except, ''))) ofTab.remove(key);
	}
}

/** Every text in a value, however deep. */
export function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return value.trim() ? [value] : [];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
