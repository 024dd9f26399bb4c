import { describe, expect, it } from 'vitest';
import { decimalNumber, plainDigits, wholeNumber } from './digits';

describe('digits', () => {
	it('reads the digits of any common script', () => {
		expect(plainDigits('١٢٣ ۴۵۶ ७८ ９')).toBe('123 456 78 9');
	});

	it.each([
		['1 686 208', 1686208],
		['1.686.208', 1686208],
		['1,686,208', 1686208],
		['1’686’208', 1686208],
		['١٬٦٨٦٬٢٠٨', 1686208],
		['  ', null]
	])('reads %s as people write it', (text, value) => {
		expect(wholeNumber(text)).toBe(value);
	});

	it.each([
		['41.38879', 41.38879],
		['−3,7', -3.7],
		['٤١٫٤', 41.4],
		[' ', null]
	])('reads the fraction %s', (text, value) => {
		expect(decimalNumber(text)).toBe(value);
	});

	it('refuses what is no number', () => {
		expect(decimalNumber('41° N')).toBeNaN();
	});

	it('refuses what is no whole number', () => {
		for (const text of [
			'about 3',
			'-5',
			'12.5',
			'1.5 ',
			'1,2345',
			'1.234,567',
			'12 34',
			',123',
			'1.686.20'
		]) {
			expect(wholeNumber(text), text).toBeNaN();
		}
	});
});
