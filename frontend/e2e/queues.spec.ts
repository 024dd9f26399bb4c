import { expect, test } from '@playwright/test';
import { adhesionOf, parts } from './adhesion';
import { anAdministrator, asAdministrator, asLeadOf } from './api';
import { expectAccessible } from './axe';
import { needsMail } from './mail';
import { needsAdministrator, signIn } from './secretariat';

/** What waits for the secretariat is seen where one arrives, and on the way from one page to the other. */

test.beforeEach(() => {
	needsMail();
	needsAdministrator();
});

test('the entrance and the pages say how much waits', async ({ page, request }) => {
	const data = { territory: 'padova', reason: 'other', text: 'The name is spelt wrongly.', language: 'en' };
	expect((await request.post('/v1/reports', { data })).ok()).toBe(true);
	await signIn(page, await anAdministrator(request), '/en/my');
	await expect(page.getByRole('heading', { name: 'What waits for the secretariat' })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('link', { name: /^Reports \(\d+\)$/ }).click();
	const tab = page.getByRole('navigation', { name: 'Secretariat' }).getByRole('link', { name: /^Reports/ });
	await expect(tab).toHaveText(/\(\d+\)/);
	const before = Number(/\d+/.exec((await tab.textContent()) ?? '')?.[0]);
	const card = page.getByRole('article').filter({ hasText: data.text }).first();
	await card.getByText('Answer the report').click();
	await card.getByLabel('It reports nothing: close it without an answer').check();
	await card.getByRole('button', { name: 'Close the report' }).click();
	await expect(page.getByText('The report was closed')).toBeVisible();
	await expect(tab).toHaveText(before > 1 ? new RegExp(`\\(${before - 1}\\)`) : 'Reports');
	await expectAccessible(page);
});

test('what a government agrees to later waits to be published, or to be left private', async ({
	page,
	request
}) => {
	const slug = 'mostoles';
	const lead = await asLeadOf(request, slug);
	const id = await adhesionOf(request, slug, 'submitted', ['motivations', 'policies']);
	const options = { headers: { ...(await asAdministrator(request)), 'If-Match': '*' } };
	const authority = { confirmed_by: 'Secretary General', how: 'By telephone', on: '2025-11-21' };
	const confirmed = await request.post(`/v1/adhesions/${id}/confirm-authority`, {
		...options,
		data: authority
	});
	expect(confirmed.ok(), await confirmed.text()).toBe(true);
	const publish = parts.filter((part) => part !== 'motivations' && part !== 'policies');
	const accepted = await request.post(`/v1/adhesions/${id}/accept`, { ...options, data: { publish } });
	expect(accepted.ok(), await accepted.text()).toBe(true);
	const agreed = await request.patch(`/v1/territories/${slug}/publication`, {
		headers: { ...lead.headers, 'If-Match': '*' },
		data: { motivations: { agreed: true }, policies: { agreed: true } }
	});
	expect(agreed.ok(), await agreed.text()).toBe(true);

	const { name } = await (await request.get(`/v1/territories/${slug}`)).json();
	await signIn(page, await anAdministrator(request), '/en/secretariat');
	await page.getByRole('link', { name: /agrees? to publish more than is public/ }).click();
	await expect(page.getByLabel('State')).toHaveValue('to_publish');
	await expectAccessible(page);
	await page.getByRole('row').getByRole('link', { name }).click();
	const part = (words: string) =>
		page.getByRole('listitem').filter({ hasText: words }).filter({ hasText: 'ublic' });
	await expect(part('Motivations')).toContainText('It waits for you.');
	await part('Motivations').getByRole('button', { name: 'Publish' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
	await expect(part('Motivations').locator(':focus')).toContainText('Public');
	await part('Policies').getByRole('button', { name: 'Leave private' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Leave private' }).click();
	await expect(part('Policies').locator(':focus')).toContainText('The secretariat does not publish it.');
	await page.goto('/en/secretariat?state=to_publish');
	await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0);
});

test('a form on a record that is gone says what happened', async ({ page, request }) => {
	await page.route('**/v1/territories/no-longer*', (route) =>
		route.fulfill({
			status: 410,
			contentType: 'application/problem+json',
			json: {
				code: 'pledge_removed',
				status: 410,
				title: 'Gone',
				detail: 'It was not genuine.',
				removed_on: '2026-11-20',
				reason: { value: 'The council denies it.', lang: 'en' }
			}
		})
	);
	await signIn(page, await anAdministrator(request), '/en/my/publication?territory=no-longer');
	const told = page.getByRole('status').filter({ hasText: 'A pledge in this government’s name was removed' });
	await expect(told).toContainText('The council denies it.');
	await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
	await expectAccessible(page);
});

test('who writes a comment is told who reads it, and Escape closes it', async ({ page, request }) => {
	const id = await adhesionOf(request, 'vienna', 'submitted');
	await signIn(page, await anAdministrator(request), `/en/secretariat/adhesions/${id}`);
	const open = page.getByRole('button', { name: 'Comment: Why is your government joining the campaign?' });
	await open.click();
	const field = page.getByRole('textbox', { name: 'Comment' });
	await expect(field).toBeFocused();
	await expect(page.getByText('The government’s team and the campaign’s secretariat read it.')).toBeVisible();
	await field.fill('Half a thought');
	await page.keyboard.press('Escape');
	await expect(open).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(field).toHaveValue('Half a thought');
});

test('an error about a date says which, and a file that was sent is named by its field', async ({
	page,
	request
}) => {
	const id = await adhesionOf(request, 'cochabamba', 'filled');
	await signIn(page, await anAdministrator(request), `/en/adhesions/${id}?page=act`);
	expect(
		await page.locator('#act_document').evaluate((input: HTMLInputElement) => input.files?.[0]?.name)
	).toBe('act.pdf');
	await page.locator('#act_on').fill('31');
	await page.locator('#act_on-month').fill('2');
	await page.getByRole('button', { name: 'Save and continue' }).click();
	await expect(page.getByRole('alert').getByRole('link')).toHaveText(/^Date.*: enter a date that exists/);
});
