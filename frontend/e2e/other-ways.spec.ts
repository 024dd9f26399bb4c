import { expect, test, type Page } from '@playwright/test';
import { anAdministrator } from './api';
import { needsMail } from './mail';
import { pledged } from './pledging';
import { needsAdministrator, signIn } from './secretariat';
import { confirm, desk, fillIn, phone, pledge, send } from './steps';

/** The ways of a government that do not lead straight to membership. */

test.beforeEach(() => {
	needsMail();
	needsAdministrator();
	test.setTimeout(300_000);
});

const addressOf = (stamp: number) => `other-${stamp}@example.org`;

test('an adhesion is declined, filed again, corrected and withdrawn', async ({ browser, request }) => {
	const stamp = Date.now();
	const name = `مدينة الطريق الآخر ${stamp}`;
	const team = await phone(browser);
	await pledge(team, { name, email: addressOf(stamp), listed: false });
	const password = 'three small green boats';
	await confirm(team, name, addressOf(stamp), password);
	const colleague = await team.context().newPage();
	await colleague.goto('/ar/my');
	await colleague.getByRole('button', { name: 'بدء طلب الانضمام' }).waitFor();
	const first = await fillIn(team, { browser, email: addressOf(stamp), password });
	await send(team);

	await test.step('who begins one too is led to the one that is open', async () => {
		await colleague.getByRole('button', { name: 'بدء طلب الانضمام' }).click();
		const notice = colleague.getByRole('status').filter({ hasText: 'مفتوح بالفعل' });
		await expect(notice).toBeFocused();
		await expect(notice.getByRole('link')).toHaveAttribute('href', `/ar/adhesions/${first}`);
	});

	await test.step('the team comments while it waits', async () => {
		await team
			.getByRole('button', { name: /^إضافة تعليق/ })
			.first()
			.click();
		await expect(team.getByLabel('إضافة تعليق', { exact: true })).toBeFocused();
		await team.keyboard.type('متى يصلنا الجواب؟');
		await team.getByRole('button', { name: 'إرسال التعليق' }).click();
		await expect(team.getByText('متى يصلنا الجواب؟')).toBeVisible();
	});

	const secretariat = await desk(browser);
	await test.step('the secretariat declines', async () => {
		await signIn(secretariat, await anAdministrator(request), `/en/secretariat/adhesions/${first}`);
		await expect(secretariat.getByText('application/pdf')).toBeVisible();
		// For whoever compares it with another copy.
		await expect(secretariat.getByText(/^[0-9a-f]{64}$/)).toBeHidden();
		await secretariat.getByText('SHA-256').click();
		await expect(secretariat.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
		await secretariat.getByText('Decline the adhesion', { exact: true }).first().click();
		await secretariat.locator('#decline_reason').fill('The act of the council is missing.');
		await secretariat.getByRole('button', { name: 'Decline the adhesion' }).click();
		const outcome = secretariat.getByRole('alert').filter({ hasText: 'The adhesion was declined' });
		await expect(outcome).toBeFocused();
		await expect(outcome).toContainText('The act of the council is missing.');
		// Comments are over: the server would refuse them.
		await expect(secretariat.getByRole('button', { name: /^(Comment|Reply)/ })).toHaveCount(0);
	});

	await test.step('the team files again; errors stand at the row they concern', async () => {
		await team.goto(`/ar/adhesions/${first}`);
		await expect(team.getByText('The act of the council is missing.')).toBeVisible();
		await expect(team.getByRole('button', { name: /^(إضافة تعليق|رد)/ })).toHaveCount(0);
		await team.getByRole('button', { name: 'تقديم طلب انضمام جديد' }).click();
		await expect(team).not.toHaveURL(new RegExp(first));
		await expect(team).toHaveURL(/\/ar\/adhesions\/[0-9a-f-]{36}$/);
	});
	const second = new URL(team.url()).pathname.split('/').pop()!;
	await errorsAtTheirRow(team, second);
	await partOfAContact(team, second);

	await test.step('the reviewer sees the earlier one and its outcome', async () => {
		await secretariat.goto(`/en/secretariat/adhesions/${second}`);
		await expect(secretariat.getByRole('listitem').filter({ hasText: 'declined' })).toBeVisible();
		await expect(secretariat.getByRole('link', { name: 'The record' })).toHaveAttribute(
			'href',
			/\/en\/secretariat\/territories\/[0-9a-f-]{36}$/
		);
		await secretariat.getByRole('listitem').filter({ hasText: 'declined' }).getByRole('link').click();
		await expect(secretariat).toHaveURL(new RegExp(first));
	});

	await test.step('the team withdraws it, and may file another', async () => {
		await team.goto(`/ar/adhesions/${second}`);
		await team.getByText('سحب طلب الانضمام', { exact: true }).click();
		await team.locator('#reason').fill('نعود لاحقًا.');
		await team.getByRole('button', { name: 'سحب الطلب' }).click();
		const notice = team.getByRole('status').filter({ hasText: 'سُحب طلب الانضمام' });
		await expect(notice).toBeFocused();
		await expect(notice).toContainText('نعود لاحقًا.');
		await expect(team.getByRole('button', { name: 'تقديم طلب انضمام جديد' })).toBeVisible();
	});
});

/** An empty row before a wrong one does not shift the error to it. */
async function errorsAtTheirRow(page: Page, adhesion: string) {
	await page.goto(`/ar/adhesions/${adhesion}?page=contacts`);
	await page.locator('#contacts-0-name').fill('');
	await page.locator('#contacts-0-email').fill('');
	await page.getByRole('button', { name: 'إضافة شخص آخر' }).click();
	await page.locator('#contacts-1-name').fill('كريم المنصوري');
	await page.locator('#contacts-1-email').fill('karim');
	await page.getByRole('button', { name: 'حفظ والتوقف هنا' }).click();
	await page.getByRole('alert').getByRole('link').click();
	await expect(page.locator('#contacts-1-email')).toBeFocused();
}

/** A contact without an address is shown, and what it lacks. */
async function partOfAContact(page: Page, adhesion: string) {
	await page.locator('#contacts-1-email').fill('');
	await page.getByRole('button', { name: 'حفظ والتوقف هنا' }).click();
	await expect(page.getByText('حُفظت صفحة')).toBeVisible();
	await page.goto(`/ar/adhesions/${adhesion}?page=check`);
	await expect(page.getByText('كريم المنصوري')).toBeVisible();
	await expect(page.getByText('ينقص في الرقم 1: البريد الإلكتروني')).toBeVisible();
}

test('a pledge is put on hold, reinstated and removed', async ({ page, request }) => {
	const stamp = Date.now();
	const name = `Place of the other way ${stamp}`;
	const [link, late] = [
		await pledged(request, name, addressOf(stamp)),
		await pledged(request, name, addressOf(stamp + 1))
	];
	await page.goto(link);
	await page.getByRole('button', { name: 'Confirm and publish' }).click();
	const place = page.getByRole('main').getByRole('link', { name });
	const path = (await place.getAttribute('href'))!;

	await test.step('another pledge of the same government leads to it', async () => {
		await page.goto('/en');
		await page.goto(late);
		await page.getByRole('button', { name: 'Confirm and publish' }).click();
		const notice = page.getByRole('status').filter({ hasText: 'This government is already here' });
		await expect(notice).toBeFocused();
		await expect(notice.getByRole('link', { name })).toHaveAttribute('href', path);
	});

	const { id } = await (await request.get(`/v1/territories/${path.split('/').pop()}`)).json();
	await signIn(page, await anAdministrator(request), `/en/secretariat/territories/${id}`);
	await test.step('its words speak of the pledge, not of a membership', async () => {
		await page.getByLabel('Website').fill('https://example.org/other');
		for (const [words, stage] of [
			['Put the pledge on hold', 'On hold'],
			['Reinstate', 'Pledged']
		] as const) {
			await page.getByText(words, { exact: true }).first().click();
			await page.getByRole('textbox', { name: 'Reason' }).first().fill('As a test of the platform');
			await page.getByRole('button', { name: words }).click();
			await expect(page.locator('#stage')).toHaveText(stage);
			await expect(page.locator('#stage')).toBeFocused();
			if (stage !== 'On hold') continue;
			const visitor = await page.context().newPage();
			await visitor.goto(path);
			await expect(visitor.getByText('The pledge is on hold.')).toBeVisible();
			await expect(visitor.getByText('The pledge was put on hold')).toBeVisible();
			await visitor.close();
		}
		// What was being typed in the form beside has stayed, and can be saved.
		await expect(page.getByLabel('Website')).toHaveValue('https://example.org/other');
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeFocused();
	});

	await test.step('it is removed, and the reason is public', async () => {
		await page.goto('/en/secretariat/pledges');
		const card = page.getByRole('article').filter({ hasText: name });
		await card.getByText('Remove the pledge', { exact: true }).first().click();
		await card.getByRole('textbox', { name: 'Reason' }).fill('It was made by mistake.');
		await card.getByRole('button', { name: 'Remove the pledge' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Remove the pledge' }).click();
		await expect(card).toHaveCount(0);
		await page.getByLabel('State').selectOption('removed');
		await expect(page).toHaveURL(/state=removed/);
		await expect(card).toContainText('It was made by mistake.');
		// The government was there by this pledge alone: its address says why it is gone.
		await expect(card.getByRole('link', { name })).toHaveCount(0);
		expect((await page.goto(path))?.status()).toBe(410);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(
			'A pledge in this government’s name was removed'
		);
		await expect(page.getByText('It was made by mistake.')).toBeVisible();
		await page.goBack();
		await expect(page.getByLabel('State')).toHaveValue('removed');
		await expect(card).toBeVisible();
	});
});

test('a task that failed is shown and tried again', async ({ page, request }) => {
	const job = {
		id: '01990000-0000-7000-8000-000000000000',
		kind: 'send_mail',
		state: 'failed',
		attempts: 10,
		run_at: '2026-01-01T00:00:00Z',
		last_error: 'the mail server refused',
		created_at: '2026-01-01T00:00:00Z'
	};
	let failed = [job];
	await page.route(/\/v1\/jobs(\?|$)/, (route) =>
		route.fulfill({ json: { data: failed, page: { next: null, total: failed.length } } })
	);
	await page.route('**/v1/jobs/*/retry', (route) => {
		failed = [];
		return route.fulfill({ json: { ...job, state: 'waiting' } });
	});
	await signIn(page, await anAdministrator(request), '/en/secretariat/jobs');
	await expect(page.getByRole('row', { name: /send_mail/ })).toContainText('the mail server refused');
	await page.getByRole('button', { name: /Try again.*send_mail/ }).click();
	await expect(page.getByText('No task has failed.')).toBeVisible();
});
