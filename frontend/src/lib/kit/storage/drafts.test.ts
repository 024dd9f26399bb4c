import { beforeEach, describe, expect, it } from 'vitest';
import { draftName, draftsUnder, forgetDrafts, readDraft, textsIn } from './drafts';
import { ofTab } from './storage';

beforeEach(() => {
	for (const key of ofTab.keys()) ofTab.remove(key);
	ofTab.set('thousand.pledge', '{}');
	ofTab.set(draftName('ada', 'adhesions.1.pages.act'), '{"value":{},"texts":["a"]}');
	ofTab.set(draftName('ada', 'adhesions.10.pages.act'), '{"value":{},"texts":["b"]}');
	ofTab.set(draftName('grace', 'adhesions.1.pages.act'), '{"value":{},"texts":["c"]}');
});

describe('drafts', () => {
	it('are found by account and place, and by nothing that only begins alike', () => {
		expect(draftsUnder('ada', 'adhesions.1')).toEqual([draftName('ada', 'adhesions.1.pages.act')]);
		expect(readDraft(draftName('ada', 'adhesions.1.pages.act'))?.texts).toEqual(['a']);
	});

	it('of others go when somebody signs in, and all when somebody signs out', () => {
		forgetDrafts('ada');
		expect(ofTab.keys()).toHaveLength(3);
		expect(draftsUnder('grace', 'adhesions')).toEqual([]);
		forgetDrafts();
		expect(ofTab.keys()).toEqual(['thousand.pledge']);
	});

	it('that cannot be read are none', () => {
		ofTab.set(draftName('ada', 'broken'), '{');
		expect(readDraft(draftName('ada', 'broken'))).toBeUndefined();
	});

	it('tell what was written, however deep', () => {
		const form = { name: ' ', contacts: [{ name: 'Layla', phone: '' }], policies: ['Plan'], file: null };
		expect(textsIn(form)).toEqual(['Layla', 'Plan']);
	});
});
