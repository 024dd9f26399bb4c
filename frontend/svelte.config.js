import adapter from '@sveltejs/adapter-static';
import { oneLanguageEach } from './scripts/one-language-each.js';

const languages = ['en', 'fr', 'es', 'ar'];

/** Pages that no built page links to: mails, scripts and those who are signed in lead there. */
const unlinked = [
	'404',
	'pledge/sent',
	'pledge/confirm',
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
	'secretariat/access-requests',
	'secretariat/territories',
	'secretariat/people',
	'secretariat/tokens',
	'secretariat/jobs'
];

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: oneLanguageEach(adapter({ fallback: 'shell.html' }), 'build', languages),
		prerender: {
			// The server replaces this origin by its public address.
			origin: 'https://thousand.invalid',
			// Other pages are found by following links.
			entries: languages.flatMap((lang) => [
				`/${lang}`,
				...unlinked.map((page) => `/${lang}/${page}`)
			])
		},
		// The not-found page is served at any depth.
		paths: { relative: false }
	}
};
