/** The languages of the interface, as in the first segment of every address. */
export const languages = ['en', 'fr', 'es', 'ar'] as const;

export type Language = (typeof languages)[number];

/** Each language in its own words, for the language switch. */
export const languageNames: Record<Language, string> = {
	en: 'English',
	fr: 'Français',
	es: 'Español',
	ar: 'العربية'
};

/** As options of a choice, each in its own words. */
export const languageOptions = languages.map((lang) => ({
	value: lang,
	label: languageNames[lang],
	lang
}));

export function isLanguage(text: string | undefined): text is Language {
	return languages.some((language) => language === text);
}

export function direction(language: string): 'ltr' | 'rtl' {
	return /^(ar|fa|he|ur|ps|ckb|dv|sd|ug|yi)\b/.test(language) ? 'rtl' : 'ltr';
}

export function languageOfPath(path: string): Language | undefined {
	const first = path.split('/')[1];
	return isLanguage(first) ? first : undefined;
}

/** The same page in another language. */
export function inLanguage(path: string, language: Language): string {
	return languageOfPath(path) ? `/${language}${path.slice(3)}` : `/${language}`;
}
