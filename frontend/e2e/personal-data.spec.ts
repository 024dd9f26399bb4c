import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { anAdministrator, asAdministrator, newAccount } from './api';
import { expectAccessible } from './axe';
import { needsMail } from './mail';
import { needsAdministrator, signIn } from './secretariat';

test('E.2 what is kept of a person is shown, handed over and erased', async ({ page, request }) => {
	needsMail();
	needsAdministrator();
	const { email } = await newAccount(request);
	await signIn(page, await anAdministrator(request), '/en/secretariat/personal-data');
	await page.getByRole('button', { name: 'Show what is kept' }).click();
	await expect(page.getByRole('alert')).toContainText('There is a problem');
	await page.getByLabel('E-mail address').fill('nobody');
	await page.getByRole('button', { name: 'Show what is kept' }).click();
	await expect(page.getByLabel('E-mail address')).toHaveValue('nobody');

	await page.getByLabel('E-mail address').fill(email.toUpperCase());
	await page.getByRole('button', { name: 'Show what is kept' }).click();
	await expect(page.getByRole('heading', { name: 'What is kept of' })).toBeFocused();
	await expect(page.getByText('Somebody Else')).toBeVisible();
	await expect(page.getByRole('row', { name: 'Account 1' })).toBeVisible();
	await expectAccessible(page);
	const started = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Download everything as JSON' }).click();
	const file = JSON.parse(readFileSync((await (await started).path())!, 'utf8'));
	expect(file.tables.map(({ table }: { table: string }) => table)).toContain('user');
	expect(JSON.stringify(file)).not.toContain('argon2');

	const question = page.getByRole('dialog', { name: 'Erase this person' });
	await page.getByRole('button', { name: 'Erase this person' }).click();
	await expect(question).toContainText('This cannot be undone.');
	await expect(question.getByRole('listitem').filter({ hasText: 'Somebody Else' })).toBeVisible();
	await expect(question.getByRole('listitem').filter({ hasText: 'Account: 1' })).toBeVisible();
	await expectAccessible(page);
	await question.getByRole('button', { name: 'Cancel' }).click();
	await page.getByRole('button', { name: 'Erase this person' }).click();
	await question.getByRole('button', { name: 'Erase this person' }).click();
	const done = page.getByRole('status').filter({ hasText: 'The person was erased' });
	await expect(done).toBeFocused();
	await expect(done).toContainText('Account: 1');
	await expectAccessible(page);
	await page.getByLabel('E-mail address').fill(email);
	await page.getByRole('button', { name: 'Show what is kept' }).click();
	await expect(page.getByText('Nothing is kept of this address.')).toBeVisible();
});

test('F.6 words are taken out of the history, and its readers are told', async ({ page, request }) => {
	needsMail();
	needsAdministrator();
	const path = '/v1/territories/goicoechea';
	const slander = 'https://jane-doe-is-a-thief.example';
	const { id } = await (await request.get(path)).json();
	for (const website of [slander, null]) {
		const headers = { ...(await asAdministrator(request)), 'If-Match': '*' };
		const changed = await request.patch(path, { headers, data: { website } });
		expect(changed.ok(), await changed.text()).toBe(true);
	}
	await signIn(page, await anAdministrator(request), `/en/secretariat/territories/${id}`);
	const words = page.getByRole('region', { name: 'Words in the history' });
	const entry = words.locator('details').nth(1);
	await entry.locator('summary').click();
	await entry.getByRole('button', { name: 'Take the words out' }).click();
	await expect(entry.getByRole('alert').getByRole('link')).toHaveCount(2);
	await entry.getByLabel(slander).check();
	await entry.getByLabel('Reason, public').selectOption('personal data');
	await entry.getByLabel('Note, public').fill('A person who holds no office.');
	await expectAccessible(page);
	await entry.getByRole('button', { name: 'Take the words out' }).click();
	const question = page.getByRole('dialog', { name: 'Take the words out' });
	await expect(question).toContainText('this cannot be undone');
	await expect(question.getByRole('listitem')).toHaveText(slander);
	await question.getByRole('button', { name: 'Take the words out' }).click();
	await expect(words.getByRole('status')).toBeFocused();
	await expect(entry.getByRole('checkbox')).toHaveCount(0);
	await expect(words).not.toContainText(slander);

	await page.goto('/en/territories/goicoechea');
	const history = page.locator('section').filter({ has: page.getByRole('heading', { name: 'History' }) });
	await expect(history.getByText('Words were taken out of earlier entries')).toBeVisible();
	await expect(history.getByText('Words were taken out of this entry: personal data.')).toHaveCount(2);
	await expect(history.getByText('A person who holds no office.').first()).toBeVisible();
	await expectAccessible(page);
});
