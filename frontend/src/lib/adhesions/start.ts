import { api } from '$lib/kit/api/client';
import { answer } from '$lib/kit/api/problem';

/** Opens a new adhesion for a government and gives its id. */
export async function startAdhesion(territoryId: string, headers: Record<string, string>): Promise<string> {
	const { id } = await answer(api.POST('/v1/adhesions', { body: { territory_id: territoryId }, headers }));
	return id;
}
