import { isLanguage } from '$lib/kit/i18n/language';

export const match = (param: string) => isLanguage(param);
