/**
 * How long an access token lasts, in milliseconds, by what it says of itself: the difference of two times of the same
 * clock, so that it does not matter what the clock of this machine says. Nothing where it cannot be read.
 */
export function lifetime(token: string): number {
	try {
		const claims = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
		const { iat, exp } = JSON.parse(atob(claims));
		return Math.max(0, (exp - iat) * 1000) || 0;
	} catch {
		return 0;
	}
}
