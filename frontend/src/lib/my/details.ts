import type { Notices } from '$lib/kit/api/types';
import { define } from '$lib/kit/forms/define';
import { choice, text } from '$lib/kit/forms/fields';
import { languageOptions } from '$lib/kit/i18n/language';
import { m } from '$lib/paraglide/messages';

/** When somebody of the secretariat is told of what is new. */
const noticePaces = ['at_once', 'daily'] as const satisfies Notices[];

const paces: Record<Notices, () => string> = {
	at_once: m.details_notices_at_once,
	daily: m.details_notices_daily
};

/** What somebody says of themselves. */
export const details = define({
	name: text({ label: m.your_name, missing: m.error_name, input: { autocomplete: 'name' } }),
	language: choice({
		label: m.details_language,
		hint: m.details_language_hint,
		options: () => languageOptions
	}),
	// Only the secretariat is asked.
	notices: choice({
		label: m.details_notices,
		hint: m.details_notices_hint,
		options: () => noticePaces.map((value) => ({ value, label: paces[value]() }))
	})
});
