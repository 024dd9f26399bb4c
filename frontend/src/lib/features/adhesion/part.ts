import type { AdhesionForm } from './form';

/** What the fields of a page receive. */
export interface PartProps {
	form: AdhesionForm;
	error: (field: string) => string | undefined;
	territoryId: string;
}
