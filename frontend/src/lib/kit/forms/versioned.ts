import { ApiProblem, type Versioned } from '$lib/kit/api/problem';

interface Saving<Data, Name> {
	/** The version on which the change was made. */
	etag: string;
	send: (etag: string) => Promise<Versioned<Data>>;
	reread: () => Promise<Versioned<Data>>;
	/** What others changed to something else, in the newest version. */
	clashes: (newest: Versioned<Data>) => Name[];
}

interface Saved<Data, Name> {
	newest: Versioned<Data>;
	/** With anything in it nothing was saved. */
	clashing: Name[];
}

/**
 * Saves a change. When somebody else has changed the record meanwhile (412), it is read again: a change elsewhere is no
 * hindrance; a change of the same is told, and nothing is overwritten.
 */
export async function saveVersioned<Data, Name>({
	etag,
	send,
	reread,
	clashes
}: Saving<Data, Name>): Promise<Saved<Data, Name>> {
	try {
		return { newest: await send(etag), clashing: [] };
	} catch (cause) {
		if (!(cause instanceof ApiProblem) || cause.status !== 412) throw cause;
	}
	const fresh = await reread();
	const clashing = clashes(fresh);
	return { newest: clashing.length > 0 ? fresh : await send(fresh.etag), clashing };
}
