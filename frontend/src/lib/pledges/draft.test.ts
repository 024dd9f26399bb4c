import { beforeEach, describe, expect, it, vi } from 'vitest';
import { check, emptyDraft, pledgeOf, restore } from './draft';

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

describe('who fills the form in', () => {
	beforeEach(() => (locale.now = 'en'));
	const people = {
		contact_name: ' Karim Officer ',
		signatory_name: 'Layla Benali',
		signatory_office: 'Mayor',
		email: 'a@b.example'
	};

	it('is the contact, and never who signs', () => {
		const sent = pledgeOf({ ...emptyDraft(), ...people, signs: 'no' }, 'secret');
		expect(sent).toMatchObject({
			contact_name: 'Karim Officer',
			signatory_name: 'Layla Benali',
			may_act: true
		});
	});

	it('is who signs, where they say so, whatever was typed before', () => {
		const sent = pledgeOf({ ...emptyDraft(), ...people, signs: 'yes' }, 'secret');
		expect(sent).toMatchObject({
			contact_name: 'Layla Benali',
			signatory_name: 'Layla Benali',
			may_act: true
		});
	});

	it('is asked for', () => {
		const fields = (signs: string, contact_name: string) =>
			check('signatory', { ...emptyDraft(), ...people, signs, contact_name }).map(({ field }) => field);
		expect(fields('', '')).toEqual(['signs']);
		expect(fields('no', ' ')).toEqual(['contact_name']);
		expect(fields('yes', '')).toEqual([]);
		expect(pledgeOf(emptyDraft(), 'secret').may_act).toBe(false);
	});
});
