import { expect, test } from '@playwright/test';
import { adhesionOf } from './adhesion';
import { anAdministrator, asAdministrator } from './api';
import { expectAccessible } from './axe';
import { needsMail } from './mail';
import { needsAdministrator, signIn } from './secretariat';

test('F.9 of many comments the latest are there, and earlier ones at the press of a button', async ({
	page,
	request
}) => {
	needsMail();
	needsAdministrator();
	const me = await anAdministrator(request);
	const id = await adhesionOf(request, 'terrassa', 'filled');
	const headers = await asAdministrator(request);
	const say = async (body: string, reply_to: string | null = null) => {
		const data = { body, field: '/fields/motivations', reply_to };
		const said = await request.post(`/v1/adhesions/${id}/comments`, { headers, data });
		expect(said.status(), await said.text()).toBe(201);
		return (await said.json()).id as string;
	};
	const first = await say('The first of many');
	for (let n = 0; n < 120; n++) await say(`Remark ${n}`);
	await say('An answer to the first', first);

	await test.step('the number is the server’s, however many were read', async () => {
		await signIn(page, me, `/en/adhesions/${id}`);
		await expect(page.getByRole('listitem').filter({ hasText: 'Motivations' })).toContainText('122 comments');
	});
	await page.goto(`/en/secretariat/adhesions/${id}`);
	await expect(page.getByText('Remark 119', { exact: true })).toBeVisible();
	await expect(page.getByText('The first of many')).toHaveCount(0);
	// An answer whose beginning is not there yet is shown; nothing can be done with it.
	const answer = page.locator('.thread').filter({ hasText: 'An answer to the first' });
	await expect(answer).toBeVisible();
	await expect(answer.getByRole('button')).toHaveCount(0);
	await expectAccessible(page);
	const earlier = page.getByRole('button', { name: /^Show earlier comments/ });
	await expect(earlier).toHaveCount(1);
	await earlier.click();
	await expect(earlier).toHaveCount(0);
	const thread = page.locator('.thread').filter({ hasText: 'The first of many' });
	await expect(thread).toContainText('An answer to the first');
	await expect(page.locator('.thread')).toHaveCount(122);
	await thread.getByRole('button', { name: 'Mark as resolved' }).click();
	await expect(thread).toContainText('Resolved');
	await expect(thread.getByRole('button')).toHaveCount(0);
});
