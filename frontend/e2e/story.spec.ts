import { expect, test, type APIRequestContext, type Browser, type Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { linkTo, mailsTo, needsMail } from './mail';
import { needsAdministrator, signInAsAdministrator } from './secretariat';

/**
 * The whole way of one government, as its people and the secretariat go it: pledge on a telephone in Arabic, mail,
 * password, adhesion, review, correction, acceptance, and the world sees it.
 */
test('a government joins, and the world sees it', async ({ browser, request }) => {
	needsMail();
	needsAdministrator();
	test.setTimeout(600_000);
	const stamp = Date.now();
	const email = `story-${stamp}@example.org`;
	const password = `correct horse ${stamp}`;
	const name = await freePlace(request);

	const before = await (await request.get('/v1/campaign')).json();

	const team = await phone(browser);
	await pledge(team, name, email);
	const territory = await confirm(team, name, email, password);
	const pledged = await (await request.get(`/v1/territories/${territory}`)).json();
	expect(pledged.stage).toBe('pledged');

	const adhesion = await fillIn(team);
	await expectAccessible(team);
	await team.setViewportSize({ width: 360, height: 780 });
	await send(team);

	const secretariat = await desk(browser);
	await signInAsAdministrator(secretariat);
	await askForChanges(secretariat, name);
	await expect(() => expect(mailsTo(email).length).toBeGreaterThan(2)).toPass({ timeout: 20_000 });

	await correct(team, adhesion);
	await accept(secretariat, adhesion);

	await team.goto(`/ar/adhesions/${adhesion}`);
	await expect(team.getByText('قُبل طلب الانضمام')).toBeVisible();

	const member = await (await request.get(`/v1/territories/${territory}`)).json();
	expect(member.stage).toBe('member');
	expect(member.vision.motivations.value).toBe('نريد أن نتعلم من غيرنا وأن نتعاون.');
	expect(JSON.stringify(member)).not.toContain(email);

	const after = await (await request.get('/v1/campaign')).json();
	expect(after.counts.members).toBe(before.counts.members + 1);
	const list = await (await request.get(`/v1/territories?q=${encodeURIComponent(name)}`)).json();
	expect(list.data[0].slug).toBe(territory);
	expect(await (await request.get('/v1/territories.csv?country=MA')).text()).toContain(name);
	const geo = await (await request.get('/v1/territories.geojson?country=MA')).json();
	expect(
		geo.features.map(({ properties }: { properties: { slug: string } }) => properties.slug)
	).toContain(territory);
	expect(await changesOf(territory)).toEqual(
		expect.arrayContaining([expect.stringMatching(/joined|accepted/)])
	);

	await secretariat.goto('/en');
	await expect(
		secretariat.getByRole('link', { name: new RegExp(`${name}.*Member`) }).first()
	).toBeAttached();
	await secretariat.goto(`/en/territories?q=${encodeURIComponent(name)}`);
	await expect(secretariat.getByRole('link', { name }).first()).toBeVisible();
	await secretariat.goto(`/en/territories?view=map&q=${encodeURIComponent(name)}`);
	const map = secretariat.getByRole('group', { name: 'Map of the world' });
	await expect(map.getByRole('link', { name: new RegExp(`${name}.*Member`) })).toBeVisible();

	async function changesOf(slug: string): Promise<string[]> {
		const actions: string[] = [];
		let next: string | null = '/v1/changes?after=0&limit=200';
		while (next) {
			const { data, page } = await (await request.get(next)).json();
			for (const { subject, action } of data) if (subject.slug === slug) actions.push(action);
			next = data.length > 0 ? page.next : null;
		}
		return actions;
	}
});

/** A Moroccan place from the list where no government takes part yet, so that the story can be told again. */
async function freePlace(request: APIRequestContext): Promise<string> {
	const cities = 'Salé Meknes Oujda Kenitra Agadir Safi Khouribga Settat Larache Taza Essaouira Berkane Tiznit'.split(' ');
	for (const q of cities) {
		const { data } = await (await request.get('/v1/places', { params: { q, country: 'MA' } })).json();
		const free = data.find((place: { name: string; territory: unknown }) => place.name === q && !place.territory);
		if (free) return free.name;
	}
	throw new Error('every place has its story already');
}

/** A telephone, set to Arabic. */
async function phone(browser: Browser): Promise<Page> {
	const viewport = { width: 360, height: 780 };
	const context = await browser.newContext({ viewport, locale: 'ar', reducedMotion: 'reduce' });
	return context.newPage();
}

async function desk(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ reducedMotion: 'reduce' });
	return context.newPage();
}

async function pledge(page: Page, name: string, email: string) {
	await page.goto('/ar/pledge');
	await page.waitForLoadState('networkidle');
	await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
	await page.locator('#name').fill(name);
	await page.getByRole('option').filter({ hasText: name }).filter({ hasText: 'المغرب' }).first().click();
	await page.getByLabel('بلدي').check();
	await page.getByText('إضافة تسميته في بلدكم').click();
	await page.locator('#kind_local').fill('جماعة');
	await page.locator('#population').fill('٤٥٬٠٠٠');
	await page.getByRole('button', { name: 'متابعة' }).click();
	await page.locator('#signatory_name').fill('ليلى بنعلي');
	await page.locator('#signatory_office').fill('رئيسة المجلس');
	await page.locator('#email').fill(email);
	await page.getByRole('button', { name: 'متابعة' }).click();
	await page.locator('#statement').fill('نلتزم بحقوق الإنسان في كل ما نقرره.');
	await page.locator('#may_act').check();
	await page.locator('#publish').check();
	await page.getByRole('button', { name: 'إرسال التعهد' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('تفقّدوا بريدكم');
	await expect(page.getByText(email)).toBeVisible();
}

/** Follows the mail's link, confirms, chooses a password; gives the slug of the new page. */
async function confirm(page: Page, name: string, email: string, password: string): Promise<string> {
	await page.goto(await linkTo(email, 'pledge/confirm'));
	const button = page.getByRole('button', { name: 'تأكيد ونشر' });
	await expect(button).toBeVisible();
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

const next = (page: Page) => page.getByRole('button', { name: 'حفظ ومتابعة' }).click();

/** Fills in every page; stops once on the way and comes back. Gives the id of the adhesion. */
async function fillIn(page: Page): Promise<string> {
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
	await page.getByRole('button', { name: 'حفظ والتوقف هنا' }).click();
	await expect(page).toHaveURL(list);
	await expect(page.getByText('تم الحفظ')).toBeVisible();

	await page.reload();
	await page.getByRole('link', { name: 'الرؤية: الحكومات المحلية' }).click();
	await page.locator('#text_lang').selectOption('ar');
	await page.locator('#why_local_governments').fill('لأنها الأقرب إلى الناس.');
	await next(page);
	await page.locator('#why_human_rights').fill('لأنها تصون كرامة الجميع.');
	await next(page);
	await page.locator('#motivations').fill('نريد أن نتعلم.');
	await next(page);
	await page.locator('#policies-0').fill('خطة بلدية لحقوق الإنسان');
	await page.getByRole('button', { name: 'إضافة أخرى' }).click();
	await expect(page.locator('#policies-1')).toBeFocused();
	await page.locator('#policies-1').fill('مكتب الوساطة');
	await next(page);

	await page.locator('#act_kind').check();
	await page.locator('#act_body').fill('المجلس الجماعي');
	await page.locator('#act_on').fill('٢٠');
	await page.locator('#act_on-month').fill('11');
	await page.locator('#act_on-year').fill('2025');
	await page.locator('#act_document').setInputFiles({
		name: 'notes.txt',
		mimeType: 'text/plain',
		buffer: Buffer.from('not a document')
	});
	await expect(page.getByText('يجب أن يكون الملف بصيغة PDF')).toBeVisible();
	await page.locator('#act_document').setInputFiles({
		name: 'act.pdf',
		mimeType: 'application/pdf',
		buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
	});
	await expect(page.getByRole('button', { name: 'act.pdf' })).toBeVisible();
	await next(page);

	await expect(page.locator('#signatory_name')).not.toHaveValue('');
	await next(page);
	await page.locator('#contacts-0-name').fill('كريم المنصوري');
	await page.locator('#contacts-0-email').fill('karim@example.org');
	await next(page);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('راجعوا إجاباتكم');
	return new URL(list).pathname.split('/').pop()!;
}

async function send(page: Page) {
	await page.getByRole('button', { name: 'إرسال طلب الانضمام' }).click();
	await expect(page.getByText('أُرسل طلب الانضمام')).toBeVisible();
}

async function askForChanges(page: Page, name: string) {
	await page.getByRole('link', { name }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
	await expectAccessible(page);
	await page.getByRole('button', { name: /^Comment.*Why is your government joining/ }).click();
	await page.getByLabel('Comment', { exact: true }).fill('Could you say what you hope for?');
	await page.getByRole('button', { name: 'Send the comment' }).click();
	await expect(page.getByText('Could you say what you hope for?')).toBeVisible();
	await page.getByText('Ask for changes', { exact: true }).first().click();
	await page.locator('#changes-reason').fill('One question, please see the comment.');
	await page.getByRole('button', { name: 'Ask for changes' }).click();
	await expect(page.getByText('changes requested').first()).toBeVisible();
}

async function correct(page: Page, adhesion: string) {
	await page.goto(`/ar/adhesions/${adhesion}`);
	await page.getByRole('link', { name: 'الدوافع' }).click();
	await expect(page.getByText('Could you say what you hope for?')).toBeVisible();
	await page.getByRole('button', { name: 'رد', exact: true }).click();
	await page.getByLabel('رد', { exact: true }).fill('أضفنا ذلك، شكرًا.');
	await page.getByRole('button', { name: 'إرسال التعليق' }).click();
	await expect(page.getByText('أضفنا ذلك، شكرًا.')).toBeVisible();
	await page.locator('#motivations').fill('نريد أن نتعلم من غيرنا وأن نتعاون.');

	// Meanwhile a colleague saves another answer to the same question: both are shown, and nothing typed is lost.
	const colleague = await page.context().newPage();
	await colleague.goto(page.url());
	await colleague.locator('#motivations').fill('نريد أن نتعلم، يقول زميل.');
	await colleague.getByRole('button', { name: 'حفظ والتوقف هنا' }).click();
	await expect(colleague.getByText('تم الحفظ')).toBeVisible();
	await colleague.close();
	await page.getByRole('button', { name: 'حفظ والتوقف هنا' }).click();
	const clash = page.getByRole('alert').filter({ hasText: 'عدّل شخص آخر هذه الصفحة' });
	await expect(clash).toContainText('يقول زميل');
	await expect(page.locator('#motivations')).toHaveValue('نريد أن نتعلم من غيرنا وأن نتعاون.');
	await page.getByRole('button', { name: 'حفظ والتوقف هنا' }).click();
	await expect(page.getByText('تم الحفظ')).toBeVisible();
	await page.getByRole('link', { name: 'مراجعة إجاباتكم' }).click();
	await send(page);
}

async function accept(page: Page, adhesion: string) {
	await page.goto(`/en/secretariat/adhesions/${adhesion}`);
	// The message that asked for changes is a comment of its own, on the whole.
	const resolved = page.getByText('Resolved', { exact: true });
	for (const count of [1, 2]) {
		await page.getByRole('button', { name: 'Mark as resolved' }).first().click();
		await expect(resolved).toHaveCount(count);
	}
	await page.getByText('Accept the adhesion', { exact: true }).first().click();
	await page.getByRole('button', { name: 'Accept the adhesion' }).click();
	const refusal = page.getByRole('alert').filter({ hasText: 'Not accepted' });
	await refusal.getByRole('link').click();
	await page.locator('#confirmed_by').fill('Secretary General of the municipality');
	await page.locator('#how').fill('By telephone, number from the official website');
	await page.locator('#on').fill('21');
	await page.locator('#on-month').fill('11');
	await page.locator('#on-year').fill('2025');
	await page.getByRole('button', { name: 'Record the confirmation' }).click();
	await expect(page.getByText('Recorded by')).toBeVisible();
	const button = page.getByRole('button', { name: 'Accept the adhesion' });
	if (!(await button.isVisible())) {
		await page.getByText('Accept the adhesion', { exact: true }).first().click();
	}
	await button.click();
	await expect(page.getByText('The adhesion was accepted')).toBeVisible();
}
