import { number } from '$lib/kit/i18n/format';
import { m } from '$lib/paraglide/messages';
import type { ApiProblem } from './problem';

/** Codes that this front end can say better than the server, because it knows what the reader can do next. */
const problems: Record<string, () => string> = {
	network: m.problem_network,
	session_over: m.problem_session_over,
	not_signed_in: m.problem_not_signed_in,
	stale: m.problem_stale,
	stale_step: m.problem_stale_step,
	too_many_requests: m.problem_too_many_requests
};

/** How long to wait, in the largest unit that says it well. */
function patience(seconds: number): string {
	if (seconds < 100) return m.problem_wait_seconds({ n: seconds, count: number(seconds) });
	const minutes = Math.ceil(seconds / 60);
	if (minutes < 100) return m.problem_wait_minutes({ n: minutes, count: number(minutes) });
	const hours = Math.ceil(minutes / 60);
	return m.problem_wait_hours({ n: hours, count: number(hours) });
}

/** A problem in words: ours by its code, else the server's in the reader's language, else a general sentence. */
export function problemWords(problem: ApiProblem): string {
	if (problem.status === 429 && problem.retryAfter) return patience(problem.retryAfter);
	return problems[problem.code]?.() ?? (problem.detail || m.problem_unknown());
}

export interface FieldError {
	/** The id of the field on the page. */
	field: string;
	words: string;
}

/**
 * The errors of a 422 as the fields of a form know them. `fields` maps a JSON pointer to the id of its field; without
 * an entry the id is the pointer itself: /contacts/0/email becomes contacts-0-email. `inForm` turns the pointer into one
 * that counts rows as the form does.
 */
export function fieldErrors(
	problem: ApiProblem,
	fields: Record<string, string> = {},
	inForm = (pointer: string) => pointer
): FieldError[] {
	return problem.errors.map(({ pointer, detail }) => ({
		field:
			fields[pointer] ??
			inForm(pointer)
				.replace(/^\/(fields\/)?/, '')
				.replaceAll('/', '-'),
		words: detail
	}));
}

/** The words for one field, for its `error` property. */
export function errorFor(errors: FieldError[], field: string): string | undefined {
	return errors.find((error) => error.field === field)?.words;
}
