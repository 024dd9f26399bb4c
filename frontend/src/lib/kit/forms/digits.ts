const scripts = ['٠', '۰', '०', '０'].map((zero) => zero.charCodeAt(0));

/** Digits of any common script as 0 to 9. */
export function plainDigits(text: string): string {
	return text.replace(/[٠-٩۰-۹०-९０-９]/g, (digit) => {
		const code = digit.charCodeAt(0);
		const zero = scripts.find((start) => code >= start && code < start + 10) ?? code;
		return String(code - zero);
	});
}

/** Digits, or groups of three behind one kind of separator. */
const whole = /^\d+$|^\d{1,3}([\s.,'’٬،_])\d{3}(?:\1\d{3})*$/;

/**
 * A whole number as people write it: "1 686 208", "1.686.208", "١٬٦٨٦٬٢٠٨". Null when nothing is written; NaN when it
 * is no whole number: "12.5" is no 125.
 */
export function wholeNumber(text: string): number | null {
	const plain = plainDigits(text).trim();
	if (!plain) return null;
	return whole.test(plain) ? Number(plain.replace(/\D/g, '')) : NaN;
}

/** A number with a fraction, with a point or a comma: "41.38879", "−3,7", "٤١٫٤". Null and NaN as above. */
export function decimalNumber(text: string): number | null {
	const plain = plainDigits(text).trim().replace(/[,٫]/, '.').replace('−', '-');
	if (!plain) return null;
	return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}
