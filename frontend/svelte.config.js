import adapter from '@sveltejs/adapter-static';
import { oneLanguageEach } from './scripts/one-language-each.js';
import { version } from './scripts/version.js';

const languages = ['en', 'fr', 'es', 'ar'];

/** Where the site is put together; it gets its place when it is whole. */
const unfinished = '.svelte-kit/site';

/** Pages that no built page links to: mails, scripts and those who are signed in lead there. */
const unlinked = [
	'404',
	'pledge/sent',
	'pledge/confirm',
	'report',
	'access-request',
	'sign-in',
	'sign-up',
	'verify-email',
	'forgot-password',
	'reset-password',
	'invitation',
	'my',
	'my/details',
	'my/publication',
	'my/team',
	'my/territory',
	'secretariat',
	'secretariat/pledges',
	'secretariat/reports',
	'secretariat/access-requests',
	'secretariat/territories',
	'secretariat/people',
	'secretariat/tokens',
	'secretariat/jobs',
	'secretariat/personal-data'
];

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: oneLanguageEach(
			adapter({ pages: unfinished, fallback: 'shell.html' }),
			unfinished,
			'build',
			languages
		),
		version: { name: version() },
		prerender: {
			// The server replaces this origin by its public address.
			origin: 'https://thousand.invalid',
			// Other pages are found by following links.
			entries: languages.flatMap((lang) => [`/${lang}`, ...unlinked.map((page) => `/${lang}/${page}`)])
		},
		// The not-found page is served at any depth.
		paths: { relative: false }
	}
};
