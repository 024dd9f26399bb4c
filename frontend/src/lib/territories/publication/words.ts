import type { PublicationPart } from '$lib/kit/api/types';
import { m } from '$lib/paraglide/messages';

/** What each part of an adhesion is called where it is said whether it is public. */
export const partNames: Record<PublicationPart, () => string> = {
	why_local_governments: m.publication_part_why_local_governments,
	why_human_rights: m.publication_part_why_human_rights,
	motivations: m.publication_part_motivations,
	policies: m.publication_part_policies,
	political_act: m.publication_part_political_act,
	act_document: m.publication_part_act_document,
	signatory: m.publication_part_signatory,
	leader: m.publication_part_leader
};
