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
	'/pledge/sent',
	'/pledge/confirm',
	'/pledge/confirm#id=01990000-0000-7000-8000-000000000000&token=x',
	'/report',
	'/report?territory=gwangju',
	'/sign-in',
	'/sign-up',
	'/forgot-password',
	'/verify-email#token=x',
	'/reset-password#token=x',
	'/invitation#token=x'
];

export const languages = ['en', 'fr', 'es', 'ar'] as const;
