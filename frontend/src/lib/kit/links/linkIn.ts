/** What a mailed link carries. */
export interface MailedLink {
	token: string;
	/** What the token is for, where the page does not say. */
	id: string | null;
	/** The page that it leads to, where that can be told. */
	page: string | null;
}

/** Characters of a token: 32 bytes in base64url. One that is shorter was cut off. */
const whole = 43;
// No browser that cannot look behind is left out.
const ids = /\bid=(?:3D)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/gi;
const pages = /(pledge\/confirm|verify-email|reset-password|invitation)/gi;

/** How far before a token its id and its page may stand. */
const near = 400;

/**
 * The first mailed link in a text: an address, a fragment, or a whole message with the link somewhere in it. Mail programs
 * rewrite links: they encode them, once or several times, break them over lines, wrap them in links of their own, and take
 * what stands behind them for a part of them.
 */
export function linkIn(text: string): MailedLink | null {
	const readings = [found(decoded(text)), found(decoded(joined(text)))];
	// A break may have taken the id off and left the token.
	return readings.find((reading) => reading?.id) ?? readings.find((reading) => reading) ?? null;
}

function found(text: string): MailedLink | null {
	for (const match of text.matchAll(/\btoken=([\w-]+)/gi)) {
		const token = cut(match[1]!);
		if (!token) continue;
		const before = text.slice(Math.max(0, match.index - near), match.index);
		const after = text.slice(match.index, match.index + near);
		const id = last(before, ids) ?? last(after, ids);
		return { token, id: id?.toLowerCase() ?? null, page: last(before, pages)?.toLowerCase() ?? null };
	}
	return null;
}

/** The token at the beginning of a run of its characters; undefined where the run is too short to hold one. */
function cut(run: string): string | undefined {
	// The "=" of a message that was not decoded is "=3D".
	const token = run.length === whole + 2 && run.startsWith('3D') ? run.slice(2) : run.slice(0, whole);
	return token.length === whole ? token : undefined;
}

function last(text: string, pattern: RegExp): string | undefined {
	return [...text.matchAll(pattern)].at(-1)?.[1];
}

/** Without the line breaks that mail programs put into long links, and what they put at the beginning of a quoted line. */
function joined(text: string): string {
	return text.replace(/=?[ \t]*\r?\n[> \t]*/g, '');
}

/** Undoes what stands for another character, as often as it was done. */
function decoded(text: string): string {
	let now = text
		.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
		.replace(/(urldefense(?:\.proofpoint)?\.com\/v2\/url\?u=)([^&\s]+)/gi, proofpoint);
	for (let times = 0; times < 5; times += 1) {
		const before = now;
		now = now
			.replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
			.replace(/&(?:amp|#38|#x26);/gi, '&')
			.replace(/&(?:equals|#61|#x3d);/gi, '=')
			.replace(/&(?:lowbar|#95|#x5f);/gi, '_');
		if (now === before) break;
	}
	return now;
}

/** An address in a link of Proofpoint, which writes "%" as "-" and "/" as "_". */
function proofpoint(_: string, wrapper: string, address: string): string {
	return wrapper + address.replaceAll('_', '/').replace(/-([0-9a-f]{2})/gi, '%$1');
}
