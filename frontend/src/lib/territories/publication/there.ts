import type { AdhesionFields, PublicationPart } from '$lib/kit/api/types';

const parts: Record<PublicationPart, (fields: AdhesionFields) => unknown> = {
	why_local_governments: (fields) => fields.why_local_governments,
	why_human_rights: (fields) => fields.why_human_rights,
	motivations: (fields) => fields.motivations,
	policies: (fields) => fields.policies.length,
	political_act: (fields) => fields.act_kind,
	act_document: (fields) => fields.act_document,
	signatory: (fields) => fields.signatory_name,
	leader: (fields) => fields.leader_name
};

/** Whether an adhesion says anything of a part. What is not there was not asked about. */
export function isThere(fields: AdhesionFields, part: PublicationPart): boolean {
	return Boolean(parts[part](fields));
}
