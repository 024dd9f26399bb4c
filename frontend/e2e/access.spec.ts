import { expect, test, type Page } from '@playwright/test';
import { anAdministrator, asLeadOf } from './api';
import { expectAccessible } from './axe';
import { linkTo, mailsTo, needsMail } from './mail';
import { needsAdministrator, signIn } from './secretariat';
import { desk, phone } from './steps';

/** People who work for a member that nobody looks after yet get in. */

test.beforeEach(() => {
	needsMail();
	needsAdministrator();
});

const cardOf = (page: Page, email: string) => page.getByRole('article').filter({ hasText: email });

test('E.3 somebody of a member asks on its page, is invited, and edits the page', async ({
	browser,
	request
}) => {
	test.setTimeout(300_000);
	const slug = 'tetouan';
	const email = `officer-${Date.now()}@example.org`;
	const officer = await phone(browser);
	await officer.goto(`/ar/territories/${slug}`);
	await officer.getByRole('link', { name: 'أعمل لدى هذه الحكومة' }).click();
	await expect(officer.getByRole('heading', { level: 1 })).toHaveText('أعمل لدى هذه الحكومة');
	await expectAccessible(officer);

	// What is missing is said, what is typed stays, also over a reload.
	await officer.locator('#name').fill('ليلى الموظفة');
	await officer.locator('#email').fill('not an address');
	await officer.locator('#message').fill('يمكنكم الاتصال برقم البلدية.');
	await officer.getByRole('button', { name: 'إرسال الطلب' }).click();
	const summary = officer.getByRole('alert');
	await expect(summary).toBeFocused();
	await summary.getByRole('link', { name: 'اكتبوا منصبكم أو إدارتكم' }).click();
	await expect(officer.locator('#office')).toBeFocused();
	await officer.keyboard.type('مكتب حقوق الإنسان');
	await officer.reload();
	await expect(officer.locator('#office')).toHaveValue('مكتب حقوق الإنسان');
	await expect(officer.locator('#message')).toHaveValue('يمكنكم الاتصال برقم البلدية.');
	await officer.locator('#email').fill(email);

	// A field that only programs fill in comes into sight where a browser did.
	await officer.locator('#website2').evaluate((field: HTMLInputElement) => {
		field.value = 'https://filled.example';
		field.dispatchEvent(new Event('input', { bubbles: true }));
	});
	await officer.getByRole('button', { name: 'إرسال الطلب' }).click();
	await expect(summary).toBeFocused();
	await expect(officer.locator('#website2')).toBeVisible();
	await expectAccessible(officer);
	await officer.locator('#website2').fill('');
	await officer.getByRole('button', { name: 'إرسال الطلب' }).click();
	await expect(officer.getByRole('status').filter({ hasText: 'أُرسل طلبكم' })).toBeFocused();
	await expect(officer.getByText(email)).toBeVisible();
	await expectAccessible(officer);
	expect(mailsTo(email)).toEqual([]);

	const secretariat = await desk(browser);
	await signIn(secretariat, await anAdministrator(request), '/en/secretariat/access-requests');
	const card = cardOf(secretariat, email);
	await expect(card).toContainText('its website is not known');
	await expect(card).toContainText('مكتب حقوق الإنسان');
	await card.getByText('Invite to the team').click();
	await card.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(card.getByText('Choose a role').first()).toBeVisible();
	await card.getByLabel('lead', { exact: true }).check();
	await expectAccessible(secretariat);
	await card.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(card).toHaveCount(0);
	await expect(secretariat.getByRole('status').filter({ hasText: email })).toBeFocused();
	await secretariat.goto('/en/secretariat/access-requests?state=invited');
	await expect(cardOf(secretariat, email)).toContainText('Answered on');

	await officer.goto(await linkTo(email, 'invitation'));
	expect(mailsTo(email).join()).not.toContain('ليلى');
	await officer.locator('#name').fill('ليلى الموظفة');
	await officer.locator('#password').fill('plenty of words here');
	await officer.getByRole('button', { name: 'قبول الدعوة' }).click();
	await expect(officer).toHaveURL(/\/ar\/my$/);
	await officer.goto(`/ar/my/territory?id=${slug}`);
	const website = `https://www.tetouan.example/${Date.now()}`;
	await officer.locator('#website').fill(website);
	await officer.getByRole('button', { name: 'حفظ' }).first().click();
	await expect(async () => {
		const page = await (await request.get(`/v1/territories/${slug}`)).json();
		expect(page.website).toBe(website);
	}).toPass({ timeout: 20_000 });
});

test('E.3 the secretariat declines with reasons, and nothing that was typed is repeated', async ({
	page,
	request
}) => {
	const slug = 'mostoles';
	await asLeadOf(request, slug);
	const email = `somebody-${Date.now()}@gmail.com`;
	await page.goto(`/en/access-request?territory=${slug}`);
	await page.locator('#name').fill('Nobody You Know');
	await page.locator('#office').fill('Department of parcels');
	await page.locator('#email').fill(email);
	await page.getByRole('button', { name: 'Send the request' }).click();
	await expect(page.getByText('Your request has been sent')).toBeVisible();

	await signIn(page, await anAdministrator(request), '/en/secretariat/access-requests');
	const card = cardOf(page, email);
	await expect(card).toContainText('free e-mail provider');
	await expect(card).toContainText('in its team and can invite');
	await card.getByText('Decline the request').first().click();
	await card.getByRole('button', { name: 'Decline the request' }).click();
	await expect(card.getByText('Choose the reason').first()).toBeVisible();
	await card.getByLabel('Another reason').check();
	await card.getByRole('button', { name: 'Decline the request' }).click();
	await expect(card.getByText('Write the reason in your own words').first()).toBeVisible();
	await card.getByLabel('In your own words').fill('The town hall does not know you.');
	await page.reload();
	await cardOf(page, email).getByText('Decline the request').first().click();
	await expect(card.getByLabel('In your own words')).toHaveValue('The town hall does not know you.');
	await expectAccessible(page);
	await card.getByRole('button', { name: 'Decline the request' }).click();
	await expect(card).toHaveCount(0);
	await expect.poll(() => mailsTo(email).length, { timeout: 20_000 }).toBe(1);
	const [mail] = mailsTo(email);
	expect(mail).toContain('The town hall does not know you.');
	expect(mail).not.toMatch(/Nobody You Know|parcels/);
});
