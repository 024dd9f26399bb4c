import type { Component } from 'svelte';
import ActPart from './parts/ActPart.svelte';
import ContactsPart from './parts/ContactsPart.svelte';
import GovernmentPart from './parts/GovernmentPart.svelte';
import HumanRightsPart from './parts/HumanRightsPart.svelte';
import LeaderPart from './parts/LeaderPart.svelte';
import LocalGovernmentsPart from './parts/LocalGovernmentsPart.svelte';
import MotivationsPart from './parts/MotivationsPart.svelte';
import NamePart from './parts/NamePart.svelte';
import PoliciesPart from './parts/PoliciesPart.svelte';
import SignatoryPart from './parts/SignatoryPart.svelte';
import type { PartProps } from './questions';
import type { SectionId } from './sections';

/** The fields of each page. */
export const parts: Record<SectionId, Component<PartProps, object, 'form'>> = {
	name: NamePart,
	government: GovernmentPart,
	leader: LeaderPart,
	'local-governments': LocalGovernmentsPart,
	'human-rights': HumanRightsPart,
	motivations: MotivationsPart,
	policies: PoliciesPart,
	act: ActPart,
	signatory: SignatoryPart,
	contacts: ContactsPart
};
