import { api } from '$lib/api/client';
import { ifMatch } from '$lib/api/headers';
import type { AdhesionFields, AdhesionPatch } from '$lib/api/types';
import { ApiProblem, versioned } from '$lib/api/problem';
import { conflicts, toForm, type AdhesionForm } from './form';
import type { FieldName, Section } from './sections';
import type { AdhesionStore } from './store.svelte';

/** The version that was on the page when typing began. */
export interface Base {
	etag: string;
	fields: AdhesionFields;
}

export interface Save {
	section: Section;
	base: Base;
	form: AdhesionForm;
	patch: AdhesionPatch;
}

function send(id: string, version: { etag: string }, fields: AdhesionPatch) {
	return versioned(
		api.PATCH('/v1/adhesions/{id}', {
			params: { path: { id }, header: ifMatch(version) },
			body: { fields }
		})
	);
}

/**
 * Saves one page. When somebody else has changed the adhesion meanwhile, it is read again: a change elsewhere is no
 * hindrance; a change to the same answers is returned, and nothing is overwritten.
 */
export async function save(
	store: AdhesionStore,
	{ section, base, form, patch }: Save
): Promise<FieldName[]> {
	const { id } = store.record!.data;
	try {
		store.take(await send(id, base, patch));
		return [];
	} catch (cause) {
		if (!(cause instanceof ApiProblem) || cause.status !== 412) throw cause;
	}
	const fresh = await store.reread();
	const clashing = conflicts(section, toForm(base.fields), toForm(fresh.data.fields), form);
	if (clashing.length === 0) store.take(await send(id, fresh, patch));
	return clashing;
}
