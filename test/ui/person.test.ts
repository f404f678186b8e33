/** What a person does with the pages, in a real browser in front of a whole ix. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startReceiver } from '../callbacks/receiver.ts';
import { expectBoxOnRed } from './box-on-red.ts';
import { STATEMENT_NAME, statement } from './documents.ts';
import { UiStage, type Watched } from './stage.ts';

let stage: UiStage;
let open: Watched[] = [];
beforeAll(async () => {
  // One attempt and no more: what fails has failed.
  stage = await UiStage.open({ settings: { IX_CALLBACK_SCHEDULE: '0s' } });
});
afterEach(async () => {
  const seen = open;
  open = [];
  for (const { close } of seen) await close();
  expect(seen.flatMap(({ faults }) => faults)).toEqual([]);
  expect(seen.flatMap(({ foreign }) => foreign)).toEqual([]);
});
afterAll(() => stage.close());

async function visit(path: string, options = {}): Promise<Page> {
  const watched = await stage.visit(path, options);
  open.push(watched);
  return watched.page;
}

/** Chooses the file, the use case, and submits. */
async function submitStatement(page: Page, bytes: Buffer): Promise<void> {
  await page.getByLabel('Drop files here').setInputFiles({ name: STATEMENT_NAME, mimeType: 'application/pdf', buffer: bytes });
  await page.getByLabel('Use case').selectOption('bank_statement_header');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.waitForURL(/\/ui\/jobs\/[0-9a-f-]{36}/);
}

test('submits a PDF, watches it to its end, and sees where the closing balance stands, at two zooms and turned', async () => {
  const page = await visit('/ui');
  await submitStatement(page, await statement());
  const row = page.getByRole('row', { name: /closing_balance/ });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/2670\.00[\s\S]*verified[\s\S]*2,670\.00[\s\S]*page 1/);
  expect(await page.title()).toBe(`done: ${STATEMENT_NAME} · ix`);
  await page.locator('#viewer svg.sheet').waitFor();
  await expectBoxOnRed(page);
  await page.getByRole('link', { name: 'Larger' }).click();
  await page.locator('#viewer').getByText('150 %').waitFor();
  await expectBoxOnRed(page);
  await page.getByRole('link', { name: 'Turn clockwise' }).click();
  await page.waitForSelector('#viewer g[transform*="rotate(90)"]');
  await expectBoxOnRed(page);
});

test('sees the box in its place on a page that is stored turned', async () => {
  const page = await visit('/ui');
  await submitStatement(page, await statement(90));
  await page.locator('#viewer svg.sheet').waitFor();
  await expectBoxOnRed(page);
});

test('a field lights up its box, and a box its field, by mouse and by keyboard', async () => {
  const id = await stage.submit({ use_case: 'bank_statement_header' }, { name: STATEMENT_NAME, bytes: await statement() });
  await stage.ended(id);
  const page = await visit(`/ui/jobs/${id}`);
  const box = page.locator('#viewer a.box[data-field="closing_balance"]');
  const row = page.locator('tr[data-field="closing_balance"]');
  await box.waitFor();
  await row.hover();
  await page.waitForSelector('#viewer a.box.lit[data-field="closing_balance"]');
  await page.locator('tr[data-field="account_iban"]').focus();
  await page.waitForSelector('#viewer a.box.lit[data-field="account_iban"]');
  expect(await box.getAttribute('class')).not.toContain('lit');
  await box.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('tr.lit[data-field="closing_balance"]:focus');
});

test('finds the job in the list by its file name, and again from the address alone', async () => {
  const id = await stage.submit(
    { use_case: 'invoice', ix_client_id: 'finder' },
    { name: 'needle in the hay.txt', bytes: Buffer.from('Total 12.00') },
  );
  await stage.submit({ use_case: 'invoice', ix_client_id: 'finder', context: { texts: ['hay'] } });
  const page = await visit('/ui/jobs?client=finder');
  await page.getByText('Showing 2 of 2').waitFor();
  await page.getByLabel('Name or id').fill('NEEDLE');
  await page.getByText('Showing 1 of 1').waitFor();
  expect(new URL(page.url()).search).toBe('?q=NEEDLE&client=finder');
  const again = await visit(page.url());
  expect(await again.getByRole('rowheader').locator('a').getAttribute('href')).toBe(`/ui/jobs/${id}`);
});

test('works without JavaScript: a text is submitted, its result and document are there, the list is filtered', async () => {
  const page = await visit('/ui/use-cases', { javaScriptEnabled: false });
  await page.locator('#receipt summary').click();
  await page.locator('#receipt').getByRole('button', { name: 'Extract' }).click();
  await page.waitForURL(/\/ui\/jobs\/[0-9a-f-]{36}/);
  const id = page.url().split('/').at(-1) ?? '';
  await stage.ended(id);
  await page.reload();
  await page.getByRole('link', { name: /^page 1: show total/ }).click();
  await page.locator('#viewer a.mark[data-field="total"]').waitFor();
  await page.goto('/ui/jobs?status=done&use_case=receipt');
  expect(await page.locator(`#job-${id}`).count()).toBe(1);
});

test('defines fields on the spot and is told what is wrong with them', async () => {
  const page = await visit('/ui');
  await page.getByLabel('Use case').selectOption({ label: 'Define fields here…' });
  await page.getByLabel('or paste a text').fill('Meter number: 4711\nReading: 88.5');
  const names = page.getByLabel('Name of the field');
  await names.nth(0).fill('meter_no');
  await page.getByLabel('Labels, parted by commas').nth(0).fill('Meter number');
  await names.nth(1).fill('not an identifier');
  // Only the names of fields that may stand in a result are taken; the browser says so first, the server all the same.
  await page.evaluate('document.getElementById("submit").noValidate = true');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByText('name must be an identifier').waitFor();
  // The console calls the 422 an error: it is the one that was meant.
  await expect.poll(() => open.at(-1)?.faults.splice(0).join(), { timeout: 10_000 }).toContain('422');
  await names.nth(1).fill('reading');
  await page.getByLabel('Labels, parted by commas').nth(1).fill('Reading');
  await page.getByRole('button', { name: 'Submit' }).click();
  const row = page.locator('tr[data-field="meter_no"]');
  await row.waitFor();
  expect(await row.innerText()).toContain('4711');
});

test('cancels and resubmits: a job that ended is submitted again as a new one', async () => {
  const id = await stage.submit({ use_case: 'invoice', ix_client_id: 'again' }, { name: 'again.txt', bytes: Buffer.from('Total 1.00') });
  await stage.ended(id);
  const page = await visit(`/ui/jobs/${id}`);
  await page.getByRole('button', { name: 'Resubmit' }).click();
  await page.getByRole('link', { name: 'another job' }).waitFor();
  expect(await page.getByRole('link', { name: 'another job' }).getAttribute('href')).toBe(`/ui/jobs/${id}`);
});

test('sees why a callback failed, and has it delivered again', async () => {
  let well = false;
  const receiver = await startReceiver((response) => response.writeHead(well ? 204 : 500).end(well ? '' : 'no disk left'));
  const id = await stage.submit({ use_case: 'invoice', context: { texts: ['Total 1.00'] }, callback_url: receiver.url });
  await receiver.arrived(1);
  const page = await visit('/ui/callbacks');
  // Its one attempt is recorded a moment after the receiver has answered.
  await expect
    .poll(async () => (await page.reload()) && page.locator(`a[href="/ui/jobs/${id}#callback"]`).count(), { timeout: 30_000 })
    .toBe(1);
  expect(await page.getByRole('row', { name: new RegExp(receiver.url) }).innerText()).toContain('failed');
  await page.locator(`a[href="/ui/jobs/${id}#callback"]`).click();
  await page.getByText('no disk left').waitFor();
  well = true;
  await page.getByRole('button', { name: 'Redeliver now' }).click();
  await receiver.arrived(2);
  await expect
    .poll(async () => (await page.reload()) && page.locator('#callback .callback-delivered').count(), { timeout: 30_000 })
    .toBe(1);
  expect(await page.locator('table.attempts tbody tr').count()).toBe(2);
  await receiver.close();
});
