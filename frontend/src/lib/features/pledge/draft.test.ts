import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDraft, restore } from './draft';

const locale = vi.hoisted(() => ({ now: 'en' }));
vi.mock('$lib/paraglide/runtime', async (original) => ({
	...(await original<object>()),
	getLocale: () => locale.now
}));

describe('what was typed on an earlier visit, in another language', () => {
	beforeEach(() => (locale.now = 'ar'));
	const begun = { name: 'Salé', statement_lang: 'en' };

	it('says nothing of the language of a statement that is still to be written', () => {
		const draft = emptyDraft();
		restore(draft, { ...begun, statement: ' ' });
		expect(draft).toMatchObject({ name: 'Salé', statement_lang: 'ar' });
	});

	it('keeps the language of a statement', () => {
		const draft = emptyDraft();
		restore(draft, { ...begun, statement: 'We commit ourselves.' });
		expect(draft.statement_lang).toBe('en');
	});

	it('gives way, with its language, to a statement typed before scripts ran', () => {
		const draft = { ...emptyDraft(), statement: 'نلتزم' };
		restore(draft, { ...begun, statement: 'We commit ourselves.' });
		expect(draft).toMatchObject({ statement: 'نلتزم', statement_lang: 'ar' });
	});
});
