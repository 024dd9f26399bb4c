import type { Text } from '$lib/kit/api/types';
import { languageName } from '$lib/kit/i18n/format';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

/** What a reader should know of a text: that it is in another language, or translated, and how. */
export function textNote({ lang, origin, translated_from }: Text): string | undefined {
	if (translated_from) {
		const language = languageName(translated_from);
		return origin === 'machine' ? m.text_machine({ language }) : m.text_human({ language });
	}
	if (!lang || lang.split('-')[0] === getLocale()) return undefined;
	return m.text_language({ language: languageName(lang) });
}
