import { api } from '$lib/api/client';
import { ifMatch } from '$lib/api/headers';
import type { Territory, TerritoryChange } from '$lib/api/types';
import { ApiProblem, versioned, type Versioned } from '$lib/api/problem';
import { changeOf, clash, toForm, type TerritoryForm } from './form';

/** The version that a form started from. */
export interface Base {
	etag: string;
	form: TerritoryForm;
}

export function baseOf({ data, etag }: Versioned<Territory>): Base {
	return { etag, form: toForm(data) };
}

async function send(id: string, etag: string, body: TerritoryChange): Promise<Base> {
	const params = { path: { id }, header: ifMatch({ etag }) };
	return baseOf(await versioned(api.PATCH('/v1/territories/{id}', { params, body })));
}

/**
 * Saves a change. When somebody else has changed the record meanwhile, it is read again: a change elsewhere is no
 * hindrance; a change of the same answers is refused. `seen` receives the version that the form goes on from.
 */
export async function save(
	id: string,
	base: Base,
	change: TerritoryChange,
	seen: (fresh: Base) => void
): Promise<Base> {
	try {
		return await send(id, base.etag, change);
	} catch (cause) {
		if (!(cause instanceof ApiProblem) || cause.status !== 412) throw cause;
		const fresh = baseOf(
			await versioned(api.GET('/v1/territories/{id}', { params: { path: { id } } }))
		);
		const both = clash(change, changeOf(base.form, fresh.form));
		seen(fresh);
		if (both) throw cause;
		return send(id, fresh.etag, change);
	}
}
