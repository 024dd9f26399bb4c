import { expect, type Browser, type Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { linkTo } from './mail';

/** The steps of a government on its way, as its people go them on a telephone in Arabic. */

/** A telephone, set to Arabic. */
export async function phone(browser: Browser): Promise<Page> {
	const viewport = { width: 360, height: 780 };
	const context = await browser.newContext({ viewport, locale: 'ar', reducedMotion: 'reduce' });
	return context.newPage();
}

export async function desk(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ reducedMotion: 'reduce' });
	return context.newPage();
}

interface NewPledge {
	name: string;
	email: string;
	/** Whether the place is chosen from the list, which knows its country. */
	listed: boolean;
}

export async function pledge(page: Page, { name, email, listed }: NewPledge) {
	await page.goto('/ar/pledge');
	await page.waitForLoadState('networkidle');
	await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
	await page.locator('#name').fill(name);
	if (listed) {
		await page.getByRole('option').filter({ hasText: name }).filter({ hasText: 'المغرب' }).first().click();
	} else {
		await page.locator('#country').selectOption('MA');
	}
	await page.getByLabel('بلدي').check();
	await page.getByText('إضافة عدد السكان والتسمية المستعملة في بلدكم').click();
	await page.locator('#kind_local').fill('جماعة');
	await page.locator('#population').fill('٤٥٬٠٠٠');
	await page.getByRole('button', { name: 'متابعة' }).click();
	await page.getByLabel('لا، يوقّعه شخص آخر.').check();
	await page.locator('#contact_name').fill('كريم المنصوري');
	await page.locator('#signatory_name').fill('ليلى بنعلي');
	await page.locator('#signatory_office').fill('رئيسة المجلس');
	await page.locator('#email').fill(email);
	await page.getByRole('button', { name: 'متابعة' }).click();
	await page.locator('#statement').fill('نلتزم بحقوق الإنسان في كل ما نقرره.');
	await page.locator('#publish').check();
	await page.getByRole('button', { name: 'متابعة' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('راجعوا إجاباتكم');
	await expect(page.getByText('ليلى بنعلي')).toBeVisible();
	await expectAccessible(page);
	await page.setViewportSize({ width: 360, height: 780 });
	await page.getByRole('button', { name: 'إرسال التعهد' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('تفقّدوا بريدكم');
	await expect(page.getByText(email)).toBeVisible();
}

/** Follows the mail's link, confirms, chooses a password; gives the slug of the new page. */
export async function confirm(page: Page, name: string, email: string, password: string): Promise<string> {
	await page.goto(await linkTo(email, 'pledge/confirm'));
	const button = page.getByRole('button', { name: 'تأكيد ونشر' });
	await expect(button).toBeVisible();
	for (const shown of [name, 'ليلى بنعلي', 'رئيسة المجلس', 'نلتزم بحقوق الإنسان', email]) {
		await expect(page.getByText(shown).first()).toBeVisible();
	}
	expect(new URL(page.url()).hash).toBe('');
	await expectAccessible(page);
	await button.click();
	const link = page.getByRole('main').getByRole('link', { name });
	const slug = (await link.getAttribute('href'))!.split('/').pop()!;
	await page.locator('#password').fill(password);
	await page.getByRole('button', { name: 'حفظ كلمة المرور' }).click();
	await expect(page).toHaveURL(/\/ar\/my$/);
	return slug;
}

/** The file of a political act. */
export const act = {
	name: 'act.pdf',
	mimeType: 'application/pdf',
	buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
};

const next = (page: Page) => page.getByRole('button', { name: 'حفظ ومتابعة' }).click();

/** Says that a part may be published, or that it may not; nothing is said beforehand. */
async function say(page: Page, part: string, answer: string) {
	const question = page.getByRole('group').filter({ has: page.locator(`#publish_${part}`) });
	await expect(question.getByRole('radio', { checked: true })).toHaveCount(0);
	await question.getByLabel(answer).check();
}
const may = (page: Page, part: string) => say(page, part, 'نعم، يجوز نشره');
const mayNot = (page: Page, part: string) => say(page, part, 'لا، يبقى خاصًا');

interface Machine {
	browser: Browser;
	email: string;
	password: string;
}

/** Fills in every page; stops once on the way and goes on at another machine. Gives the id of the adhesion. */
export async function fillIn(page: Page, { browser, email, password }: Machine): Promise<string> {
	await page.getByRole('button', { name: 'بدء طلب الانضمام' }).click();
	await expect(page).toHaveURL(/\/ar\/adhesions\/[0-9a-f-]{36}$/);
	const list = page.url();
	await page.getByRole('link', { name: 'الاسم', exact: true }).click();
	await expect(page.locator('#name')).not.toHaveValue('');
	await next(page);

	await page.locator('#population_year').fill('2024');
	await page.locator('#population_source').fill('المندوبية السامية للتخطيط');
	await next(page);

	await page.locator('#leader_name').fill('ليلى بنعلي');
	await page.locator('#leader_office').fill('رئيسة المجلس');
	await page.locator('#leader_term_from-year').fill('2021');
	await may(page, 'leader');
	await page.getByRole('button', { name: 'حفظ والتوقف هنا' }).click();
	await expect(page).toHaveURL(list);
	await expect(page.getByText('حُفظت صفحة')).toBeVisible();

	const other = await desk(browser);
	await other.goto(`/ar/sign-in?return=${new URL(list).pathname}`);
	await other.locator('#sign-in-email').fill(email);
	await other.locator('#sign-in-password').fill(password);
	await other.getByRole('main').getByRole('button', { name: 'تسجيل الدخول' }).click();
	await expect(other).toHaveURL(list);
	await other.getByRole('link', { name: 'القيادة السياسية' }).click();
	await expect(other.locator('#leader_name')).toHaveValue('ليلى بنعلي');
	await other.goto(`${list}?page=local-governments`);
	await other.locator('#text_lang').selectOption('ar');
	await other.locator('#why_local_governments').fill('لأنها الأقرب إلى الناس.');
	await may(other, 'why_local_governments');
	await next(other);
	await expect(other.locator('#why_human_rights')).toBeVisible();
	await other.context().close();

	await page.reload();
	await page.getByRole('link', { name: 'الرؤية: حقوق الإنسان' }).click();
	await page.locator('#why_human_rights').fill('لأنها تصون كرامة الجميع.');
	await may(page, 'why_human_rights');
	await next(page);
	await page.locator('#motivations').fill('نريد أن نتعلم.');
	await may(page, 'motivations');
	await next(page);
	await page.locator('#policies-0').fill('خطة بلدية لحقوق الإنسان');
	await page.getByRole('button', { name: 'إضافة أخرى' }).click();
	await expect(page.locator('#policies-1')).toBeFocused();
	await page.locator('#policies-1').fill('مكتب الوساطة');
	await may(page, 'policies');
	await next(page);

	await page.locator('#act_kind').check();
	await page.locator('#act_body').fill('المجلس الجماعي');
	await page.locator('#act_on').fill('٢٠');
	await page.locator('#act_on-month').fill('11');
	await page.locator('#act_on-year').fill('2025');
	await may(page, 'political_act');
	await page.locator('#act_document').setInputFiles({
		name: 'notes.txt',
		mimeType: 'text/plain',
		buffer: Buffer.from('not a document')
	});
	await expect(page.locator('#act_document-error')).toContainText('يجب أن يكون الملف بصيغة PDF');
	for (const again of [true, false]) {
		await page.locator('#act_document').setInputFiles(act);
		await expect(page.getByRole('button', { name: 'act.pdf' })).toBeVisible();
		if (!again) break;
		await page.getByRole('button', { name: 'حذف الملف' }).click();
		await expect(page.locator('#act_document')).toBeFocused();
	}
	await may(page, 'act_document');
	await next(page);

	await expect(page.locator('#signatory_name')).not.toHaveValue('');
	await mayNot(page, 'signatory');
	await next(page);
	await page.locator('#contacts-0-name').fill('كريم المنصوري');
	await page.locator('#contacts-0-email').fill('karim@example.org');
	await next(page);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('راجعوا إجاباتكم');
	return new URL(list).pathname.split('/').pop()!;
}

export async function send(page: Page) {
	await page.getByRole('button', { name: 'إرسال طلب الانضمام' }).click();
	await expect(page.getByText('أُرسل طلب الانضمام')).toBeVisible();
}
