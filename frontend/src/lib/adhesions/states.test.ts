import { describe, expect, it } from 'vitest';
import { mayFollow } from './states';

describe('another adhesion', () => {
	it.each(['draft', 'submitted', 'changes_requested'] as const)('waits while one is %s', (state) => {
		expect(mayFollow(state, 'pledged')).toBe(false);
	});

	it.each(['declined', 'withdrawn'] as const)('may follow one that was %s', (state) => {
		expect(mayFollow(state, 'pledged')).toBe(true);
	});

	it('may follow an accepted one once the membership has ended', () => {
		expect(mayFollow('accepted', 'member')).toBe(false);
		expect(mayFollow('accepted', 'on_hold')).toBe(false);
		expect(mayFollow('accepted', 'withdrawn')).toBe(true);
		expect(mayFollow('accepted', 'pledged')).toBe(true);
	});
});
