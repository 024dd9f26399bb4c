import { api } from '$lib/api/client';
import { ifMatch } from '$lib/api/headers';
import type { Territory, TerritoryChange } from '$lib/api/types';
import { ApiProblem, versioned, type Versioned } from '$lib/api/problem';
import { changeOf, clashes, toForm, type Part, type TerritoryForm } from './form';

/** The version that a form started from. */
export interface Base {
	etag: string;
	form: TerritoryForm;
}

export function baseOf({ data, etag }: Versioned<Territory>): Base {
	return { etag, form: toForm(data) };
}

function send(id: string, etag: string, body: TerritoryChange): Promise<Versioned<Territory>> {
	const params = { path: { id }, header: ifMatch({ etag }) };
	return versioned(api.PATCH('/v1/territories/{id}', { params, body }));
}

interface Outcome {
	newest: Versioned<Territory>;
	/** What others changed to something else. With any of it nothing was saved. */
	clashing: Part[];
}

/**
 * Saves a change. When somebody else has changed the record meanwhile, it is read again: a change elsewhere is no
 * hindrance; a change of the same is told, and nothing is overwritten.
 */
export async function save(id: string, base: Base, change: TerritoryChange): Promise<Outcome> {
	try {
		return { newest: await send(id, base.etag, change), clashing: [] };
	} catch (cause) {
		if (!(cause instanceof ApiProblem) || cause.status !== 412) throw cause;
	}
	const fresh = await versioned(api.GET('/v1/territories/{id}', { params: { path: { id } } }));
	const clashing = clashes(change, changeOf(base.form, toForm(fresh.data)));
	return { newest: clashing.length > 0 ? fresh : await send(id, fresh.etag, change), clashing };
}
