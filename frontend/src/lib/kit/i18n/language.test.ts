import { describe, expect, it } from 'vitest';
import { direction, inLanguage, languageOfPath } from './language';

describe('the language in the address', () => {
	it('is the first segment, if it is one of ours', () => {
		expect(languageOfPath('/ar/territories')).toBe('ar');
		expect(languageOfPath('/arabic')).toBeUndefined();
		expect(languageOfPath('/')).toBeUndefined();
	});

	it('changes without leaving the page', () => {
		expect(inLanguage('/en/territories/lyon', 'fr')).toBe('/fr/territories/lyon');
		expect(inLanguage('/en', 'ar')).toBe('/ar');
		expect(inLanguage('/nowhere', 'es')).toBe('/es');
	});
});

describe('direction', () => {
	it('is right to left for Arabic and its like, with or without a region', () => {
		expect(direction('ar')).toBe('rtl');
		expect(direction('ar-MA')).toBe('rtl');
		expect(direction('en')).toBe('ltr');
	});
});
