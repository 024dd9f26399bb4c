/** What a partner's token may be limited to. */
export const scopes = [
	'pledges:read',
	'pledges:write',
	'territories:write',
	'adhesions:read',
	'adhesions:write',
	'people:write',
	'jobs:read'
] as const;
