/** What a submitter does: several files at once, wrong files, fields of one's own, and the same documents once more with other options. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { JobListSchema, JobSchema } from '../../src/contracts/job.ts';
import { UiStage } from './stage.ts';

let stage: UiStage;
beforeAll(async () => {
  stage = await UiStage.open();
});
afterEach(() => stage.closePages());
afterAll(() => stage.close());

const visit = (path: string, options = {}): Promise<Page> => stage.page(path, options);

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const INVOICES = [file('one.txt', 'Invoice no. A-1\nTotal 1.00'), file('two.txt', 'Invoice no. A-2\nTotal 2.00')];

async function jobs(client: string) {
  const list = JobListSchema.parse(await (await fetch(`${stage.address}/jobs?client_id=${client}`)).json());
  return list.jobs.map(({ display_name }) => display_name).sort();
}

async function send(page: Page, client: string): Promise<void> {
  await page.getByLabel('Use case').selectOption('invoice');
  await page.locator('details.options summary').click();
  await page.getByLabel('Client').fill(client);
  await page.getByRole('button', { name: 'Submit' }).click();
}

/** As from a folder. */
const dropOn = (page: Page, selector: string, names: readonly string[]) =>
  page.evaluate(
    `(() => {
      const data = new DataTransfer();
      for (const name of ${JSON.stringify(names)}) data.items.add(new File(['Total 1.00 of ' + name], name));
      const at = document.querySelector(${JSON.stringify(selector)});
      for (const type of ['dragenter', 'dragover', 'drop']) at.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
    })()`,
  );

test.each([true, false])('several files are a job each, followed on a page of their own, with scripts: %s', async (javaScriptEnabled) => {
  const client = `each-${javaScriptEnabled}`;
  const page = await visit('/ui', { javaScriptEnabled });
  await page.getByLabel('Drop files here').setInputFiles(INVOICES);
  await send(page, client);
  await page.getByRole('heading', { name: '2 documents, each a job' }).waitFor();
  await expect
    .poll(async () => (javaScriptEnabled || (await page.reload())) && page.locator('.showing').innerText(), { timeout: 60_000 })
    .toMatch(/^2 of 2 ended/);
  expect((await page.locator('table.jobs tbody th a').allInnerTexts()).sort()).toEqual(['one.txt', 'two.txt']);
  expect(await jobs(client)).toEqual(['one.txt', 'two.txt']);
});

test('one job of all where that is what is wanted', async () => {
  const page = await visit('/ui');
  await page.getByLabel('Drop files here').setInputFiles(INVOICES);
  await page.getByLabel('one job of all').check();
  await send(page, 'all');
  await page.waitForURL(/\/ui\/jobs\/[0-9a-f-]{36}$/);
  expect(await jobs('all')).toEqual(['one.txt']);
});

test('what is dropped is added, wherever; what cannot be read is said to be; each can be taken out again', async () => {
  const page = await visit('/ui');
  await dropOn(page, '#drop', ['a.txt']);
  await dropOn(page, 'h1', ['b.txt', 'film.mp4']);
  const chosen = page.locator('#chosen li');
  expect(await chosen.allInnerTexts()).toEqual([
    expect.stringContaining('a.txt'),
    expect.stringContaining('b.txt'),
    expect.stringContaining('film.mp4, 1 kB: not a type that ix reads'),
  ]);
  await page.getByRole('button', { name: 'Remove film.mp4' }).click();
  await send(page, 'dropped');
  await page.getByRole('heading', { name: '2 documents, each a job' }).waitFor();
  expect(await jobs('dropped')).toEqual(['a.txt', 'b.txt']);
});

test('rows keep what they do not show; text that is no JSON yet is not written over; lists, choices and required are theirs, too', async () => {
  const page = await visit('/ui');
  await page.getByLabel('Use case').selectOption({ label: 'Define fields here…' });
  const json = page.getByLabel('The definition as JSON');
  const definition = async () => JSON.parse(await json.inputValue());
  await json.fill(
    JSON.stringify({
      name: 'meters',
      fields: [{ name: 'no', type: 'string', required: true, pattern: '\\d+', description: 'Of the meter' }],
    }),
  );
  const names = page.getByLabel('Name of the field');
  expect(await page.locator('.builder .scroll').evaluate((rows) => rows.scrollWidth - rows.clientWidth)).toBeLessThanOrEqual(0);
  await names.nth(0).fill('');
  await names.nth(0).pressSequentially('meter_no');
  expect(await definition()).toEqual({
    name: 'meters',
    fields: [{ name: 'meter_no', type: 'string', required: true, pattern: '\\d+', description: 'Of the meter' }],
  });
  const whole = await json.inputValue();
  await json.fill(whole.replace('"meters",', '"meters"'));
  await page.getByText('This is no JSON yet').waitFor();
  expect(await names.nth(0).isDisabled()).toBe(true);
  expect(await json.inputValue()).toBe(whole.replace('"meters",', '"meters"'));
  await json.fill(whole);
  await page.getByRole('button', { name: 'Add a field' }).click();
  await names.nth(1).fill('kind');
  await page.getByLabel('Choices, or parts of a list, parted by commas').nth(1).fill('gas, water');
  await page.getByRole('button', { name: 'Add a field' }).click();
  await names.nth(2).fill('readings');
  await page.getByLabel('Type of the field').nth(2).selectOption('list');
  await page.getByLabel('Choices, or parts of a list, parted by commas').nth(2).fill('day:date, reading:decimal');
  await page.getByLabel('Required').nth(2).check();
  expect((await definition()).fields.slice(1)).toEqual([
    { name: 'kind', type: 'string', choices: ['gas', 'water'] },
    {
      name: 'readings',
      type: 'array',
      required: true,
      fields: [
        { name: 'day', type: 'date' },
        { name: 'reading', type: 'decimal' },
      ],
    },
  ]);
});

test('a job is submitted again with other fields, its documents kept, and the answers are compared', async () => {
  const id = await stage.submit(
    { use_case: 'invoice', ix_client_id: 'again' },
    { name: 'kept.txt', bytes: Buffer.from('Invoice no. A-7\nTotal GBP 12.00\nBalance 9.00') },
  );
  await stage.ended(id);
  for (const javaScriptEnabled of [false, true]) {
    const page = await visit(`/ui/jobs/${id}`, { javaScriptEnabled });
    await page.getByRole('link', { name: 'Resubmit otherwise' }).click();
    expect(await page.getByLabel('kept.txt').isChecked()).toBe(true);
    expect(await page.getByLabel('Use case').inputValue()).toBe('invoice');
    await page.getByLabel('Use case').selectOption('+inline');
    await page
      .getByLabel('The definition as JSON')
      .fill(JSON.stringify({ name: 'mine', fields: [{ name: 'gross_amount', type: 'decimal', labels: ['Balance'] }] }));
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.waitForURL((url) => /\/ui\/jobs\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.includes(id));
    const copy = page.url().split('/').at(-1) ?? '';
    await stage.ended(copy);
    await page.reload();
    await page.getByText('1 value came out differently').waitFor();
    const job = JobSchema.parse(await (await fetch(`${stage.address}/jobs/${copy}`)).json());
    expect([job.origin_job_id, job.response?.ix_result?.result.gross_amount]).toEqual([id, '9.00']);
    expect(await page.getByRole('row', { name: /^gross_amount/ }).innerText()).toContain('before: 12.00');
  }
});

test('the address names a use case, and the last choices are remembered', async () => {
  const page = await visit('/ui?use_case=receipt');
  expect(await page.getByLabel('Use case').inputValue()).toBe('receipt');
  await page.getByLabel('or paste a text').fill('Total 1.00');
  await page.locator('details.options summary').click();
  await page.getByLabel('Client').fill('remembered');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.waitForURL(/\/ui\/jobs\//);
  await page.goto('/ui');
  expect(await page.getByLabel('Use case').inputValue()).toBe('receipt');
  expect(await page.getByLabel('Client').inputValue()).toBe('remembered');
});
