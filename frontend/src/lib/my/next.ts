import type { AdhesionSummary } from '$lib/kit/api/types';

/** The adhesion that matters now: the latest one, since a new one is filed only after a decision. */
export function latestOf(adhesions: AdhesionSummary[], territoryId: string): AdhesionSummary | undefined {
	return adhesions
		.filter(({ territory }) => territory.id === territoryId)
		.sort((a, b) => b.created_at.localeCompare(a.created_at))[0];
}
