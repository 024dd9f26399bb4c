import { describe, expect, it } from 'vitest';
import { linkIn } from './linkIn';

const id = '01990000-0000-7000-8000-0123456789ab';
const token = 'Xw3Q0c-9_bTz4KJ7mNpR2sVyA1dEfGhIjLkMoPqUwxZ';
const fragment = `id=${id}&token=${token}`;
const link = `https://example.org/en/pledge/confirm#${fragment}`;
const encoded = encodeURIComponent(link);
const pledge = { token, id, page: 'pledge/confirm' };

/** Proofpoint's second version writes an address in letters of its own. */
const proofpoint = encoded
	.replaceAll('_', '%5F')
	.replaceAll('-', '%2D')
	.replaceAll('%2F', '_')
	.replaceAll('%', '-');

describe('a mailed link', () => {
	it.each([
		['as we sent it', link],
		['with # as %23', `https://example.org/en/pledge/confirm%23${fragment}`],
		['with its fragment encoded', `https://example.org/en/pledge/confirm#${encodeURIComponent(fragment)}`],
		['encoded altogether', encoded],
		['encoded twice', encodeURIComponent(encoded)],
		['with & as &amp;', link.replace('&', '&amp;')],
		['with & as &amp;amp;', link.replace('&', '&amp;amp;')],
		['with & as a number', link.replace('&', '&#38;')],
		[
			'encoded, then written as HTML',
			`https://example.org/en/pledge/confirm#id%3D${id}&amp;token%3D${token}`
		],
		['with a full stop', `${link}.`],
		['with a bracket', `(${link})`],
		['with a bracket and a full stop', `(see ${link}).`],
		['in angle brackets', `<${link}>`],
		['in angle brackets of HTML', `&lt;${link}&gt;`],
		['in quotation marks', `„${link}“`],
		['in a link of Markdown', `[confirm](${link})`],
		['with an encoded angle bracket', `${link}%3E`],
		['with a mark behind it', `${link}*`],
		['as quoted-printable', `https://example.org/en/pledge/confirm#id=3D${id}&token=3D${token}`],
		[
			'as quoted-printable over two lines',
			`https://example.org/en/pledge/confirm#id=3D${id}&to=\nken=3D${token}`
		],
		['broken within its token', `${link.slice(0, -20)}\r\n${link.slice(-20)}`],
		['broken and quoted', `> ${link.slice(0, 60)}\n> ${link.slice(60)}\n> `],
		['with a space that cannot be seen', `${link.slice(0, 70)}\u200b${link.slice(70)}`],
		['with marks of direction around it', `\u200f${link}\u200f`],
		[
			'wrapped by Outlook',
			`https://eur01.safelinks.protection.outlook.com/?url=${encoded}&data=05%7C02%7Cada%40example.org%7C0a1b&sdata=x%3D&reserved=0`
		],
		[
			'wrapped by Outlook, its fragment left outside',
			`https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fen%2Fpledge%2Fconfirm&data=05#${fragment}`
		],
		[
			'wrapped by Google',
			`https://www.google.com/url?q=${encoded}&source=gmail&ust=1700000000000&usg=AOvVaw`
		],
		[
			'wrapped by Barracuda',
			`https://linkprotect.cudasvc.com/url?a=${encoded.toLowerCase().replace(token.toLowerCase(), token)}&c=E,1`
		],
		[
			'wrapped by Proofpoint, second version',
			`https://urldefense.proofpoint.com/v2/url?u=${proofpoint}&d=DwMFaQ&c=abc&r=def`
		],
		[
			'wrapped by Proofpoint, third version',
			`https://urldefense.com/v3/__https://example.org/en/pledge/confirm*id=${id}&token=${token}__;Iw!!AbC123!xyz$`
		],
		['with a query for counting', `https://example.org/en/pledge/confirm?utm_source=mail#${fragment}`],
		['with ? for #', `https://example.org/en/pledge/confirm?${fragment}`],
		['with its parts the other way round', `https://example.org/en/pledge/confirm#token=${token}&id=${id}`],
		[
			'in its message',
			`Hello,\n\nOpen this page and press the button there to make the pledge public:\n\n${link}\n\nNothing is published before you do.`
		],
		['in its message in Arabic', `مرحبًا،\n\nافتحوا هذه الصفحة:\n\n${link}\n\nلن يُنشر شيء.`]
	])('is read %s', (_, text) => {
		expect(linkIn(text)).toEqual(pledge);
	});

	it.each([
		['an invitation', `https://example.org/fr/invitation#token=${token}`, 'invitation'],
		['a new password', `https://example.org/ar/reset-password%23token=${token}.`, 'reset-password'],
		['an address to verify', `<https://example.org/es/verify-email#token=${token}>`, 'verify-email']
	])('to %s says where it leads', (_, text, page) => {
		expect(linkIn(text)).toEqual({ token, id: null, page });
	});

	it('is read from what stands in the address bar', () => {
		expect(linkIn(`#${fragment}`)).toEqual({ token, id, page: null });
		expect(linkIn(`#token=${token}`)).toEqual({ token, id: null, page: null });
	});

	it('is not mistaken for another whose secret begins alike', () => {
		const odd = `3D${token.slice(2)}`;
		expect(linkIn(`#token=${odd}`)?.token).toBe(odd);
		expect(linkIn(`#token=3D${odd}`)?.token).toBe(odd);
	});

	it.each([
		['nothing', ''],
		['another text', 'Please confirm the pledge of Rosario.'],
		['a link without its fragment', 'https://example.org/en/pledge/confirm'],
		['a link that was cut off', link.slice(0, -1)],
		['a link cut off before its token', `https://example.org/en/pledge/confirm#id=${id}`],
		['a link cut off at &', `https://example.org/en/pledge/confirm#id=${id}&`],
		['a place within a page', '#main']
	])('is not found in %s', (_, text) => {
		expect(linkIn(text)).toBeNull();
	});
});
