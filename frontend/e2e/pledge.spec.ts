import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { mailsTo, needsMail } from './mail';
import { government, more, promise, signatory } from './pledging';

const summary = (page: Page) => page.getByRole('alert').filter({ hasText: 'There is a problem' });

test('each page says what is missing, leads to it, and keeps what was typed', async ({ page }) => {
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	await more(page);
	await page.getByLabel('Population').fill('many');
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(summary(page)).toBeFocused();
	await expect(summary(page).getByRole('link')).toHaveText([
		'Enter the name of your government',
		'Choose the country',
		'Choose the kind of government',
		'Enter the population as a whole number, such as 45000'
	]);
	await expect(page.getByLabel('Population')).toHaveValue('many');
	await expect(page.getByLabel('Population')).toHaveAttribute('aria-invalid', 'true');
	await expectAccessible(page);
	await summary(page).getByRole('link', { name: 'Choose the country' }).click();
	await expect(page.getByLabel('Country', { exact: true })).toBeFocused();
	await page.getByLabel('Population').fill('12 000');
	await government(page, 'Nowhere in particular');

	await page.getByLabel('Contact e-mail address').fill('layla');
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(summary(page).getByRole('link')).toHaveText([
		'Say whether you sign yourself, and that you are authorised',
		'Enter the name of the person who signs',
		'Enter the office of the person who signs',
		'Enter an e-mail address like name@example.org'
	]);
	await expect(page.getByLabel('Contact e-mail address')).toHaveValue('layla');
	await page.getByLabel('No, somebody else signs.').check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(summary(page).getByRole('link').first()).toHaveText('Enter your name');
	await signatory(page, 'layla@example.org');

	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(summary(page).getByRole('link')).toHaveText([
		'Enter your statement',
		'Agree to the publication: a pledge is public'
	]);

	await page.getByRole('link', { name: 'Back' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who signs');
	await expect(summary(page)).toHaveCount(0);
	await page.reload();
	await expect(page.getByLabel('Contact e-mail address')).toHaveValue('layla@example.org');
	await page.getByRole('link', { name: 'Back' }).click();
	await expect(page.getByLabel('City, town, province or region')).toHaveValue('Nowhere in particular');
	await expect(page.getByLabel('Population')).toHaveValue('12 000');
});

test('what the server refuses leads to its field on an earlier page', async ({ page }) => {
	needsMail();
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	await more(page);
	await page.getByLabel('Population').fill('900000000');
	await government(page, 'Too large a place');
	await signatory(page, 'layla@example.org');
	await promise(page);
	await page.getByRole('button', { name: 'Send the pledge' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your government');
	await expect(summary(page)).toBeFocused();
	await summary(page).getByRole('link').click();
	await expect(page.getByLabel('Population')).toBeFocused();
	await expect(page.getByLabel('Population')).toHaveValue('900000000');
});

test('a text that is too long is refused whole and not cut off', async ({ page }) => {
	await page.goto('/en/pledge?step=promise');
	await page.waitForLoadState('networkidle');
	const statement = page.getByRole('textbox', { name: 'Your statement' });
	await statement.focus();
	await page.keyboard.insertText('x'.repeat(5001));
	await expect(statement).toHaveValue('x'.repeat(5001));
	await expect(statement).toHaveAccessibleDescription(/1 character too many/);

	await page.goto('/en/pledge');
	await government(page, `Wordy ${Date.now()}`);
	await signatory(page, 'wordy@example.org');
	await page.getByLabel(/may be published/).check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByRole('button', { name: 'Send the pledge' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your promise');
	await summary(page).getByRole('link').click();
	await expect(statement).toBeFocused();
	await expect(statement).toHaveValue('x'.repeat(5001));
});

test('without a connection nothing is lost, and two clicks send once', async ({ page }) => {
	needsMail();
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	await government(page, `Offline ${Date.now()}`);
	await signatory(page, `offline-${Date.now()}@example.org`);
	await promise(page);

	await page.route('**/v1/pledges', (route) => route.abort());
	await page.getByRole('button', { name: 'Send the pledge' }).click();
	await expect(summary(page)).toContainText('The server cannot be reached');
	await expect(page.getByText('We commit ourselves.')).toBeVisible();
	await page.unroute('**/v1/pledges');

	const keys: string[] = [];
	page.on('request', (request) => {
		if (request.method() === 'POST' && request.url().endsWith('/v1/pledges')) {
			keys.push(request.headers()['idempotency-key'] ?? '');
		}
	});
	await page.getByRole('button', { name: 'Send the pledge' }).dblclick();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your e-mail');
	expect(keys).toHaveLength(1);
	expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
	await page.goto('/en/pledge');
	await expect(page.getByLabel('City, town, province or region')).toHaveValue('');
});

test('a government that takes part already leads to its page', async ({ page }) => {
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	const place = page.getByLabel('City, town, province or region');
	await place.fill('광주');
	const list = page.getByRole('listbox');
	await expect(list.getByRole('option').first()).toContainText('Gwangju');
	await list
		.getByRole('option', { name: /Member/ })
		.first()
		.click();
	const notice = page.getByRole('status').filter({ hasText: 'This government is already here' });
	await expect(notice.getByRole('link', { name: 'Gwangju' })).toHaveAttribute(
		'href',
		'/en/territories/gwangju'
	);
	const ask = notice.getByRole('link', { name: 'I work for this government' });
	await expect(ask).toHaveAttribute('href', '/en/access-request?territory=gwangju');
	// It joined long ago: there is no pledge that somebody else could have made in its name.
	await expect(notice.getByRole('link', { name: 'Tell the campaign’s secretariat' })).toHaveCount(0);

	// Whoever goes on all the same is told at the end, where the button is out of sight of the notice.
	await page.getByLabel('Municipal').check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await signatory(page, 'gwangju@example.org');
	await promise(page);
	await page.getByRole('button', { name: 'Send the pledge' }).click();
	await expect(notice).toBeFocused();
	await expect(notice).toBeInViewport();
});

test('who finds that somebody else pledged in the name of their government can say so', async ({ page }) => {
	await page.route('**/v1/places?*', async (route) => {
		const answered = await route.fetch();
		const places = await answered.json();
		for (const place of places.data) {
			place.territory = {
				id: '01990000-0000-7000-8000-000000000000',
				slug: 'gwangju',
				name: place.name,
				stage: 'pledged'
			};
		}
		await route.fulfill({ json: places });
	});
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	await page.getByLabel('City, town, province or region').fill('Nador');
	await page.getByRole('listbox').getByRole('option').first().click();
	const notice = page.getByRole('status').filter({ hasText: 'This government is already here' });
	await expect(notice).toContainText('Did your government not make this pledge?');
	await notice.getByRole('link', { name: 'Tell the campaign’s secretariat' }).click();
	await expect(page).toHaveURL('/en/report?territory=gwangju');
	await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('an error goes when its field is mended, and the focus stays where one is', async ({ page }) => {
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	const alert = page.getByRole('alert');
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(alert.getByRole('link')).toHaveCount(3);
	// A place from the list says its country, too.
	const place = page.getByLabel('City, town, province or region');
	await place.fill('Quilmes');
	await expect(alert.getByRole('link')).toHaveCount(2);
	await expect(place).toBeFocused();
	await page.getByRole('listbox').getByRole('option').first().click();
	await expect(alert.getByRole('link')).toHaveText(['Choose the kind of government']);
	await expect(page.locator('#country-error')).toHaveCount(0);
	await page.getByLabel('Municipal').check();
	await expect(alert).toHaveCount(0);
	await expect(page.locator('.error')).toHaveCount(0);
	// What is wrong again is said again.
	await place.fill('');
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(alert).toBeFocused();
});

test('homonyms are told apart', async ({ page }) => {
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	await page.getByLabel('City, town, province or region').fill('San Fernando');
	const options = page.getByRole('listbox').getByRole('option');
	await expect(options.first()).toBeVisible();
	const same = await options.filter({ hasText: /^\s*San Fernando\s/ }).allInnerTexts();
	expect(same.length).toBeGreaterThan(1);
	expect(new Set(same).size).toBe(same.length);
});

test('B.4 the form asks at most ten things of whoever fills it in, declarations too', async ({ page }) => {
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	/** What is to be filled in, choices of one question counted once. */
	const fields = async () => {
		const names = await page
			.locator('form .control:visible, form input[type=radio]:visible, form input[type=checkbox]:visible')
			.evaluateAll((all) => all.map((control) => (control as HTMLInputElement).name));
		return [...new Set(names)];
	};
	const shown = await fields();
	await page.goto('/en/pledge?step=signatory');
	await page.waitForLoadState('networkidle');
	// The longer way: somebody else signs, of a government that is not in the list of places.
	await page.getByLabel('No, somebody else signs.').check();
	shown.push(...(await fields()));
	await page.goto('/en/pledge?step=promise');
	await page.waitForLoadState('networkidle');
	shown.push(...(await fields()));
	await page.goto('/en/pledge?step=check');
	await page.waitForLoadState('networkidle');
	shown.push(...(await fields()));
	expect(shown).toEqual([
		'name',
		'country',
		'level',
		'signs',
		'contact_name',
		'signatory_name',
		'signatory_office',
		'email',
		'statement',
		'publish'
	]);

	await page.goto('/en/pledge');
	await page.getByLabel('City, town, province or region').fill('Salé');
	await page
		.getByRole('listbox')
		.getByRole('option', { name: /Morocco/ })
		.first()
		.click();
	await expect(page.getByLabel('Country', { exact: true })).toHaveCount(0);
});

test('B.4 a browser is not invited to put the name of who fills in where who signs belongs', async ({
	page
}) => {
	await page.goto('/en/pledge?step=signatory');
	await page.waitForLoadState('networkidle');
	const name = page.getByLabel('Name of the person who signs');
	await page.getByLabel('No, somebody else signs.').check();
	await expect(name).toHaveAttribute('autocomplete', 'off');
	await expect(page.getByLabel('Your name')).toHaveAttribute('autocomplete', 'name');
	await page.getByLabel('Yes. I am authorised').check();
	await expect(page.getByLabel('Your name')).toHaveCount(0);
	await expect(name).toHaveAttribute('autocomplete', 'name');
});

test('D.4 the form ends on a page that shows everything, and each part can be changed', async ({ page }) => {
	needsMail();
	const email = `check-${Date.now()}@example.org`;
	await page.goto('/en/pledge?step=check');
	await page.waitForLoadState('networkidle');
	await expect(page.getByText('Missing').first()).toBeVisible();
	await page.getByRole('button', { name: 'Send the pledge' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your government');
	await expect(summary(page).getByRole('link').first()).toHaveText('Enter the name of your government');

	await more(page);
	await page.getByLabel('Population').fill('12 000');
	await page.getByLabel('What your country calls it').fill('commune');
	await government(page, `Checked ${Date.now()}`);
	await signatory(page, email);
	await promise(page);
	const answer = (question: string) =>
		page.locator('dl > div', { has: page.getByText(question, { exact: true }) }).locator('dd');
	for (const [question, value] of [
		['Country', 'Morocco'],
		['Kind of government', 'Municipal'],
		['What your country calls it', 'commune'],
		['Population', '12,000'],
		['Name of the person who signs', 'Layla Benali'],
		['Office', 'President of the council'],
		['Language of your statement', 'English'],
		['Filled in by', 'Karim Officer'],
		['E-mail address', email]
	] as const) {
		await expect(answer(question), question).toHaveText(value);
	}
	await expect(page.locator('section').filter({ hasText: 'not published' })).toContainText(email);
	await expectAccessible(page);

	// Each part leads to its page and straight back.
	for (const [part, heading] of [
		['Your government', 'Your government'],
		['Who signs', 'Who signs'],
		['Your promise', 'Your promise'],
		['Your contact – not published', 'Who signs']
	] as const) {
		await page.getByRole('link', { name: new RegExp(`^Change ?: ${part}`) }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
		if (part === 'Who signs') await page.getByLabel('Office', { exact: true }).fill('Mayor');
		await page.getByRole('button', { name: 'Continue' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your answers');
	}
	await expect(answer('Office')).toHaveText('Mayor');
	expect(mailsTo(email), 'nothing is sent before').toHaveLength(0);
	await page.getByRole('button', { name: 'Send the pledge' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your e-mail');
	await expect(page.getByText(email)).toBeVisible();
});

test('D.6 a filled honeypot is shown and asked about; nothing typed is lost, and nothing said to be sent', async ({
	page
}) => {
	needsMail();
	const email = `trap-${Date.now()}@example.org`;
	const fill = () =>
		page.locator('#website2').evaluate((field: HTMLInputElement) => {
			field.value = 'https://www.example.org';
			field.dispatchEvent(new Event('input', { bubbles: true }));
		});
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	await government(page, `Trapped ${Date.now()}`);
	const trap = page.getByLabel('Leave this empty');
	await expect(page.getByRole('textbox', { name: 'Leave this empty' })).toHaveCount(0);

	// A password manager is quick.
	await fill();
	await page.getByLabel('Yes. I am authorised').check();
	await page.getByLabel('Name of the person who signs').fill('Layla Benali');
	await page.getByLabel('Office', { exact: true }).fill('President of the council');
	await page.getByLabel('Contact e-mail address').fill(email);
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(summary(page)).toBeFocused();
	await summary(page).getByRole('link', { name: 'Clear the field that has to stay empty' }).click();
	await expect(trap).toBeFocused();
	await expect(trap).toHaveValue('https://www.example.org');
	await expectAccessible(page);
	await expect(page.getByLabel('Name of the person who signs')).toHaveValue('Layla Benali');
	await trap.fill('');
	await page.getByRole('button', { name: 'Continue' }).click();
	await promise(page);

	// The server's word is heard too, whatever the page knew.
	const refused = {
		status: 422,
		contentType: 'application/problem+json',
		body: JSON.stringify({
			code: 'invalid_fields',
			errors: [{ pointer: '/website2', code: 'must_be_empty', detail: 'Leave this empty.' }]
		})
	};
	await page.route('**/v1/pledges', (route) => route.fulfill(refused));
	await page.getByRole('button', { name: 'Send the pledge' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who signs');
	await summary(page).getByRole('link', { name: 'Leave this empty.' }).click();
	await expect(trap).toBeFocused();
	expect(mailsTo(email)).toHaveLength(0);
	await page.unroute('**/v1/pledges');
	for (const heading of ['Your promise', 'Check your answers']) {
		await page.getByRole('button', { name: 'Continue' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
	}
	await page.getByRole('button', { name: 'Send the pledge' }).click();
	await expect(page.getByText(email)).toBeVisible();
});

test('another place takes with it what the first filled in, and leaves what was typed', async ({ page }) => {
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	const place = page.getByLabel('City, town, province or region');
	const population = page.getByLabel('Population');
	const choose = async (name: string, country: string) => {
		await place.fill(name);
		await page
			.getByRole('listbox')
			.getByRole('option', { name: new RegExp(country) })
			.first()
			.click();
	};
	await choose('Quilmes', 'Argentina');
	await expect(population).not.toHaveValue('');
	await place.fill('Somewhere else');
	await expect(population).toHaveValue('');
	await expect(page.getByLabel('Country', { exact: true })).toHaveValue('');

	await more(page);
	await population.fill('4321');
	await choose('Quilmes', 'Argentina');
	await expect(population).toHaveValue('4321');
});

test('a list of places does not come back once a place is taken or the list closed', async ({ page }) => {
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	const place = page.getByLabel('City, town, province or region');
	const list = page.getByRole('listbox');
	await place.fill('Quil');
	await expect(list).toBeVisible();
	// Escape comes before the answer to the last letters.
	await page.route('**/v1/places?*', async (route) => {
		await new Promise((resolve) => setTimeout(resolve, 300));
		await route.continue().catch(() => undefined);
	});
	await place.press('m');
	await place.press('Escape');
	await page.waitForTimeout(1000);
	await expect(list).toBeHidden();
});

test('a name typed before scripts run is not lost', async ({ page }) => {
	let letGo = () => {};
	const held = new Promise<void>((resolve) => (letGo = resolve));
	await page.route('**/*.js', async (route) => {
		await held;
		await route.continue();
	});
	await page.goto('/en/pledge', { waitUntil: 'commit' });
	const place = page.getByLabel('City, town, province or region');
	await place.fill('Quilmes');
	letGo();
	await expect(page.getByRole('listbox')).toBeVisible();
	await expect(place).toHaveValue('Quilmes');
});

test('each step is announced by its own title', async ({ page }) => {
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');
	await government(page, 'Nowhere in particular');
	await expect(page.locator('#svelte-announcer')).toHaveText('Who signs – Thousand');
	await page.getByRole('link', { name: 'Back' }).click();
	await expect(page.locator('#svelte-announcer')).toHaveText('Your government – Thousand');
});

test('the pledge can be made with the keyboard alone', async ({ page }) => {
	needsMail();
	const { keyboard } = page;
	const email = `keys-${Date.now()}@example.org`;
	await page.goto('/en/pledge');
	await page.waitForLoadState('networkidle');

	/** Tab until the control with this id has the focus, as somebody without a mouse does. */
	async function reach(id: string) {
		for (let tabs = 0; tabs < 40; tabs += 1) {
			if (await page.evaluate((wanted) => document.activeElement?.id === wanted, id)) return;
			await keyboard.press('Tab');
		}
		throw new Error(`${id} cannot be reached with the Tab key`);
	}
	async function send(name: string) {
		for (let tabs = 0; tabs < 20; tabs += 1) {
			if (
				(
					await page
						.locator(':focus')
						.textContent({ timeout: 500 })
						.catch(() => '')
				)?.trim() === name
			) {
				return keyboard.press('Enter');
			}
			await keyboard.press('Tab');
		}
		throw new Error(`${name} cannot be reached with the Tab key`);
	}

	await reach('name');
	await keyboard.type('سلا');
	await expect(
		page
			.getByRole('listbox')
			.getByRole('option', { name: /Morocco/ })
			.first()
	).toBeVisible();
	await keyboard.press('ArrowDown');
	await expect(page.locator('#name')).toHaveAttribute('aria-activedescendant', 'name-option-0');
	await keyboard.press('Escape');
	await expect(page.getByRole('listbox')).toBeHidden();
	await keyboard.press('ArrowDown');
	await keyboard.press('ArrowDown');
	await keyboard.press('Enter');
	await expect(page.getByRole('status').filter({ hasText: 'Chosen from the list' })).toContainText('Morocco');
	await reach('level');
	await keyboard.press('Space');
	await send('Continue');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who signs');
	await reach('signs');
	await keyboard.press('ArrowDown');
	await reach('contact_name');
	await keyboard.type('Karim Officer');
	await reach('signatory_name');
	await keyboard.type('Layla Benali');
	await reach('signatory_office');
	await keyboard.type('President');
	await reach('email');
	await keyboard.type(email);
	await keyboard.press('Enter');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your promise');
	await reach('statement');
	await keyboard.type('We commit ourselves.');
	await reach('publish');
	await keyboard.press('Space');
	await send('Continue');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your answers');
	await send('Send the pledge');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your e-mail');
	await expect(page.getByText(email)).toBeVisible();
	// Where it was mistyped, it is put right from here.
	await reach('email');
	await keyboard.press('ControlOrMeta+a');
	await keyboard.type(`new-${email}`);
	await keyboard.press('Enter');
	await expect(page.getByRole('status').filter({ hasText: `new-${email}` })).toBeFocused();
});
