/** The address of a letter to somebody: an address may hold what would otherwise name more readers, or write the letter. */
export function mailto(email: string): string {
	const at = email.lastIndexOf('@');
	const [local, host] = [email.slice(0, at), email.slice(at + 1)];
	return `mailto:${encodeURIComponent(local)}@${encodeURIComponent(host)}`;
}
