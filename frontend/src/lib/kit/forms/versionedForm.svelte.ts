import { untrack } from 'svelte';
import type { Versioned } from '$lib/kit/api/problem';
import type { FieldError } from '$lib/kit/api/words';
import { same, type Change, type Definition, type Fields, type NameOf, type Typed } from './define';
import { keepOwnDraft } from './draft.svelte';
import { pointerInForm, type SentRows } from './rows';
import { submission } from './submission.svelte';
import { saveVersioned } from './versioned';

/** The version that a form started from. */
interface Base<Form> {
	etag: string;
	form: Form;
}

interface Options<Of extends Fields, Data, Form extends Typed<Of>> {
	definition: Definition<Of>;
	/** The page asks only for these, and sends all of them, changed or not; else what was changed is sent. */
	page?: readonly NameOf<Of>[];
	/** The record, as it is known when the form is made. */
	record: Versioned<Data>;
	toForm: (data: Data) => Form;
	/** Where what is typed is kept until it is saved. */
	draft: string;
	send: (etag: string, change: Change) => Promise<Versioned<Data>>;
	reread: () => Promise<Versioned<Data>>;
	/** Receives the record as it has become, also where nothing was saved because of what others have changed. */
	changed?: (newest: Versioned<Data>) => void;
}

/**
 * A form that changes a record of which others make versions too: what is typed, the version it started from, the draft,
 * what clashes with what others saved meanwhile, and saving. Whatever comes of a 412, what was typed stays. Shown by
 * VersionedForm.svelte. Call it while the component is made.
 */
export function versionedForm<Of extends Fields, Data, Form extends Typed<Of>>(
	options: Options<Of, Data, Form>
) {
	const { definition, page, record, toForm, send, reread, changed } = options;
	const names = page ?? definition.names;
	type Name = NameOf<Of>;

	const baseOf = ({ etag, data }: Versioned<Data>): Base<Form> => ({ etag, form: toForm(data) });
	// What it starts from is kept with what is typed.
	let base = $state.raw(baseOf(record));
	const form: Form = $state(toForm(record.data));
	let clashing = $state.raw<Name[]>([]);

	const asked = (of: Form) => Object.fromEntries(names.map((name) => [name, of[name]]));
	const changeOf = (typed: Form) =>
		page ? definition.sent(typed, page) : definition.changes(base.form, typed);
	const clashesWith = (change: Change, fresh: Base<Form>) =>
		definition.clashes(change, definition.changes(base.form, fresh.form));

	/** Goes on from a newer version; what was typed here since `before` stays. Of a page that is sent as a whole, all of it does. */
	function goOnFrom(fresh: Base<Form>, before = base.form) {
		if (!page) Object.assign(form, structuredClone(definition.untouched(before, form, fresh.form)));
		base = fresh;
	}

	const draft = keepOwnDraft(
		options.draft,
		// A newer version without anything typed is no draft.
		() => (same(asked(form), asked(base.form)) ? null : { form: asked(form), base }),
		(kept) => {
			// One that an earlier build of the site left is not for this form.
			const started = kept?.base.form ?? {};
			if (!kept || !definition.names.every((name) => name in started)) return;
			base = kept.base;
			Object.assign(form, kept.form);
		},
		() => definition.written(form, names)
	);

	let sent: SentRows = {};
	const sending = submission(
		(change: Change) =>
			saveVersioned({
				etag: base.etag,
				send: (etag) => send(etag, change),
				reread,
				clashes: (newest) => clashesWith(change, baseOf(newest))
			}),
		definition.ids,
		(pointer) => pointerInForm(pointer, sent)
	);

	return {
		form,
		definition,
		draft,
		sending,
		/** What both changed, each by its first field. */
		get clashing() {
			return clashing;
		},
		/** What others saved. */
		get saved() {
			return base.form;
		},
		/** Takes up a newer version, unless it clashes: that is asked about when it is saved. */
		follow(newest: Versioned<Data>) {
			untrack(() => {
				const fresh = baseOf(newest);
				if (clashesWith(definition.changes(base.form, form), fresh).length === 0) goOnFrom(fresh);
			});
		},
		/**
		 * Saves what is typed, unless something is found wrong before. Whether that is all that stands there, or more was
		 * typed meanwhile; nothing where it was not saved.
		 */
		async save(found: FieldError[] = []): Promise<'all' | 'part' | undefined> {
			if (sending.busy || !sending.passes([...found, ...definition.wrong(form, names)])) return undefined;
			const typed = $state.snapshot(form) as Form;
			const change = changeOf(typed);
			sent = definition.rowsOf(typed);
			let fresh = base;
			if (Object.keys(change).length > 0) {
				const outcome = await sending.send(change);
				if (!outcome) return undefined;
				fresh = baseOf(outcome.newest);
				clashing = outcome.clashing;
				// The next attempt answers the version that is now shown beside ours.
				if (clashing.length > 0) goOnFrom(fresh);
				// What was typed while it was being saved stays.
				changed?.(outcome.newest);
				if (clashing.length > 0) return undefined;
			}
			const all = same(form, typed);
			goOnFrom(fresh, typed);
			if (all) draft.sent();
			return all ? 'all' : 'part';
		},
		/** Takes what others saved into the form; gives the field where that is seen. */
		takeTheirs(name: Name): Name {
			for (const field of definition.together(name)) form[field] = structuredClone(base.form[field]);
			clashing = clashing.filter((other) => other !== name);
			return name;
		}
	};
}
