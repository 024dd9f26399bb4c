import { describe, expect, it } from 'vitest';
import { pointerInForm, sentRows } from './rows';

describe('rows of a form', () => {
	const sent = sentRows({
		contacts: [
			{ name: '', email: ' ' },
			{ name: 'Ada', email: '' },
			{ name: '', email: 'x' }
		],
		policies: ['', 'One', '', 'Two'],
		names: []
	});

	it('are sent where anything is written in them', () => {
		expect(sent).toEqual({ contacts: [1, 2], policies: [1, 3], names: [] });
	});

	it.each([
		['/fields/contacts/0/name', '/fields/contacts/1/name'],
		['/contacts/1/email', '/contacts/2/email'],
		['/fields/policies/1', '/fields/policies/3'],
		['/fields/contacts', '/fields/contacts'],
		['/names/7/lang', '/names/7/lang'],
		['/website', '/website']
	])('an error at %s belongs to %s', (pointer, place) => {
		expect(pointerInForm(pointer, sent)).toBe(place);
	});
});
