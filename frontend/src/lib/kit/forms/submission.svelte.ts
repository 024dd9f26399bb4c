import { idempotency } from '$lib/kit/api/headers';
import { ApiProblem } from '$lib/kit/api/problem';
import { errorFor, fieldErrors, problemWords, type FieldError } from '$lib/kit/api/words';

/** What one failed call has to say, field by field; a problem of no field stands alone. */
export function told(
	problem: ApiProblem,
	fields?: Record<string, string>,
	inForm?: (pointer: string) => string
): FieldError[] {
	const errors = fieldErrors(problem, fields, inForm);
	return errors.length > 0 ? errors : [{ field: '', words: problemWords(problem) }];
}

/**
 * The sending of one form: busy while it is under way, never twice at once, and what went wrong. The key in the
 * headers makes a second attempt after a lost answer harmless.
 *
 *     const form = submission((body: NewThing, headers) => answer(api.POST('/v1/things', { body, headers })));
 *     const made = await form.send(body); // undefined: form.errors says why
 *
 * `fields` leads from a JSON pointer to the id of its field where the two differ; `inForm` from a row as it was sent to
 * the row of the form.
 */
export function submission<Body, Data>(
	call: (body: Body, headers: Record<string, string>) => Promise<Data>,
	fields?: Record<string, string>,
	inForm?: (pointer: string) => string
) {
	const once = idempotency();
	let busy = $state(false);
	let errors = $state.raw<FieldError[]>([]);

	return {
		get busy() {
			return busy;
		},
		get errors() {
			return errors;
		},
		/** The words beside one field. */
		error: (field: string) => errorFor(errors, field),
		/** Something else stands in this field now: what was wrong with it is not any more, until the next attempt says so. */
		mended(field: string): void {
			if (errors.some((error) => error.field === field)) {
				errors = errors.filter((error) => error.field !== field);
			}
		},
		/** Shows what was found wrong before anything was sent. True when nothing was. */
		passes(found: FieldError[]): boolean {
			errors = found;
			return found.length === 0;
		},
		/** The answer; undefined when it failed or one is already under way. */
		async send(body: Body): Promise<Data | undefined> {
			if (busy) return undefined;
			busy = true;
			try {
				const data = await call(body, once(body));
				errors = [];
				return data;
			} catch (cause) {
				if (!(cause instanceof ApiProblem)) throw cause;
				errors = told(cause, fields, inForm);
				return undefined;
			} finally {
				busy = false;
			}
		}
	};
}
