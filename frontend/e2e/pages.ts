/** A secret of the length that ours have, and of no use. */
const token = 'a'.repeat(43);

/** The public pages, without their language. */
export const pages = [
	'',
	'/territories',
	'/territories?view=map',
	'/territories?view=table',
	'/territories?q=zzzzzz',
	'/territories/terrassa',
	'/territories/gwangju',
	'/territories/no-such-place',
	'/join',
	'/data',
	'/about',
	'/privacy',
	'/imprint',
	'/accessibility',
	'/no-such-page',
	'/pledge',
	'/pledge?step=signatory',
	'/pledge?step=promise',
	'/pledge?step=check',
	'/pledge/sent',
	'/pledge/confirm',
	'/pledge/confirm#id=01990000-0000-7000-8000-000000000000&token=x',
	'/report',
	'/report?territory=gwangju',
	`/pledge/confirm#id=01990000-0000-7000-8000-000000000000&token=${token}`,
	'/access-request',
	'/access-request?territory=gwangju',
	'/access-request?territory=no-such-place',
	'/sign-in',
	'/sign-up',
	'/forgot-password',
	`/verify-email#token=${token}`,
	`/reset-password#token=${token}`,
	`/invitation#token=${token}`
];

/** Pages that look as another one of the list does: what is accessible there is so here. */
const alike = [
	'/territories/gwangju',
	'/territories/no-such-place',
	'/access-request?territory=no-such-place'
];

/** One page of each shape. */
export const shapes = pages.filter((page) => !alike.includes(page));

export const languages = ['en', 'fr', 'es', 'ar'] as const;
