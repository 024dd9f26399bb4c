import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const { MAIL_DIR, THOUSAND_DATA_DIR } = process.env;

/** Where the server writes mail that it has no SMTP server for: in its data folder unless said otherwise. */
const folder = MAIL_DIR ?? (THOUSAND_DATA_DIR ? join(THOUSAND_DATA_DIR, 'mail') : '');

/** For tests that send mail: they run where it can be read. */
export function needsMail(): void {
	test.skip(!folder, 'neither MAIL_DIR nor THOUSAND_DATA_DIR is set');
}

/** The text of a mail, with quoted-printable or base64 undone, part by part. */
function plain(eml: string): string {
	return eml
		.split(/\r?\n--/)
		.map((part) => {
			const [head = '', ...rest] = part.split(/\r?\n\r?\n/);
			const body = rest.join('\n\n');
			const encoding = /content-transfer-encoding:\s*(\S+)/i.exec(head)?.[1]?.toLowerCase();
			if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
			if (encoding !== 'quoted-printable') return body;
			const bytes = body
				.replace(/=\r?\n/g, '')
				.replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
			return Buffer.from(bytes, 'latin1').toString();
		})
		.join('\n');
}

/** All mails to an address, oldest first. */
export function mailsTo(address: string): string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.eml'))
		.map((name) => readFileSync(join(folder, name), 'utf8'))
		.filter((eml) => new RegExp(`^To:.*${address.replace(/[.+]/g, '\\$&')}`, 'im').test(eml))
		.sort((a, b) => Date.parse(dateOf(a)) - Date.parse(dateOf(b)))
		.map(plain);
}

const dateOf = (eml: string) => /^Date:\s*(.+)$/im.exec(eml)?.[1] ?? '';

/** Waits for a mail with a link to a page, and gives the link's path with its fragment. */
export async function linkTo(address: string, page: string): Promise<string> {
	let link: string | undefined;
	await expect(() => {
		link = mailsTo(address)
			.map((mail) => new RegExp(`https?://[^/\\s]+(/[a-z]{2}/${page}[^\\s<>")\\]]*)`).exec(mail)?.[1])
			.filter((found) => found !== undefined)
			.at(-1);
		expect(link, `a mail to ${address} with a link to ${page}`).toBeTruthy();
	}).toPass({ timeout: 20_000 });
	return link!;
}
