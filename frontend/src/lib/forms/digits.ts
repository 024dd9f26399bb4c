const scripts = ['٠', '۰', '०', '０'].map((zero) => zero.charCodeAt(0));

/** Digits of any common script as 0 to 9. */
export function plainDigits(text: string): string {
	return text.replace(/[٠-٩۰-۹०-९０-９]/g, (digit) => {
		const code = digit.charCodeAt(0);
		const zero = scripts.find((start) => code >= start && code < start + 10) ?? code;
		return String(code - zero);
	});
}

/**
 * A whole number as people write it: "1 686 208", "1.686.208", "١٬٦٨٦٬٢٠٨". Null when nothing is written; NaN when it
 * is no number.
 */
export function wholeNumber(text: string): number | null {
	const plain = plainDigits(text).replace(/[\s.,'’٬،_]/g, '');
	if (!plain) return null;
	return /^\d+$/.test(plain) ? Number(plain) : NaN;
}

/** A number with a fraction, with a point or a comma: "41.38879", "−3,7", "٤١٫٤". Null and NaN as above. */
export function decimalNumber(text: string): number | null {
	const plain = plainDigits(text).trim().replace(/[,٫]/, '.').replace('−', '-');
	if (!plain) return null;
	return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}
