import { describe, expect, it } from 'vitest';
import { dateOf, isDate, partsOf } from './dates';

describe('dates as exact as they are known', () => {
	it.each(['2023', '2023-06', '2023-06-04', ''])('%s comes back as it was', (text) => {
		expect(dateOf(partsOf(text))).toBe(text);
	});

	it('reads Arabic digits', () => {
		expect(dateOf({ day: '٤', month: '٦', year: '٢٠٢٣' })).toBe('2023-06-04');
	});

	it('passes a day without its month on, to be refused', () => {
		expect(isDate(dateOf({ day: '4', month: '', year: '2023' }))).toBe(false);
	});

	it.each(['2023-02-30', '2023-13', '23', '2023-6'])('%s is no date', (text) => {
		expect(isDate(text)).toBe(false);
	});

	it('knows leap years', () => {
		expect(isDate('2024-02-29')).toBe(true);
		expect(isDate('2023-02-29')).toBe(false);
	});
});
