import { isLanguage } from '$lib/i18n/language';

export const match = (param: string) => isLanguage(param);
