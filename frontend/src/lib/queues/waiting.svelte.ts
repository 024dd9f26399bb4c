import { api } from '$lib/kit/api/client';
import { answer, ApiProblem } from '$lib/kit/api/problem';
import type { Me } from '$lib/kit/api/types';
import { m } from '$lib/paraglide/messages';

const one = { limit: 1 } as const;
type Counted = Parameters<typeof answer<{ page: { total?: number | null } }>>[0];

interface Queue {
	/** Of its page, with the state that is asked for. */
	path: string;
	label: () => string;
	administrators: boolean;
	/** Asks how many wait there. */
	count: () => Counted;
}

/** Where something may wait for the secretariat, each as its page shows it at first. */
export const queues = {
	adhesions: {
		path: '/secretariat',
		label: m.secretariat_adhesions,
		administrators: false,
		count: () => api.GET('/v1/adhesions', { params: { query: { ...one, state: 'submitted' } } })
	},
	to_publish: {
		path: '/secretariat?state=to_publish',
		label: m.secretariat_to_publish,
		administrators: false,
		count: () => api.GET('/v1/adhesions', { params: { query: { ...one, publication: 'waiting' } } })
	},
	pledges: {
		path: '/secretariat/pledges',
		label: m.secretariat_pledges,
		administrators: false,
		count: () => api.GET('/v1/pledges', { params: { query: { ...one, state: 'public' } } })
	},
	reports: {
		path: '/secretariat/reports',
		label: m.secretariat_reports,
		administrators: false,
		count: () => api.GET('/v1/reports', { params: { query: { ...one, state: 'open' } } })
	},
	access: {
		path: '/secretariat/access-requests',
		label: m.secretariat_access,
		administrators: false,
		count: () => api.GET('/v1/access-requests', { params: { query: { ...one, state: 'open' } } })
	},
	jobs: {
		path: '/secretariat/jobs',
		label: m.secretariat_jobs,
		administrators: true,
		count: () => api.GET('/v1/jobs', { params: { query: one } })
	}
} satisfies Record<string, Queue>;
export type QueueName = keyof typeof queues;

let counts = $state.raw<Partial<Record<QueueName, number>>>({});

/** How many wait in each queue, as far as it is known: a number that could not be read is no reason to show nothing. */
export const waiting = {
	get counts() {
		return counts;
	},
	async read({ role }: Partial<Pick<Me, 'role'>>): Promise<void> {
		const names = (Object.keys(queues) as QueueName[]).filter(
			(name) => role === 'administrator' || !queues[name].administrators
		);
		const read = await Promise.all(
			names.map(async (name) => {
				try {
					return [name, (await answer(queues[name].count() as Counted)).page.total ?? undefined];
				} catch (cause) {
					if (!(cause instanceof ApiProblem)) throw cause;
					return [name, undefined];
				}
			})
		);
		counts = Object.fromEntries(read);
	}
};
