/** What a clerk does beside deciding: sees what to check first, approves by a key, takes values along. And what a submitter takes along: the command. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { JobListSchema, JobSchema } from '../../src/contracts/job.ts';
import { doubtful } from './documents.ts';
import { UiStage } from './stage.ts';

let stage: UiStage;
let doubted: string;
let missing: string;
beforeAll(async () => {
  stage = await UiStage.open();
  missing = await stage.submit(
    { use_case: 'invoice', ix_client_id: 'clerk' },
    { name: 'missing.txt', bytes: Buffer.from('04/03/2026\nTotal 1.00') },
  );
  doubted = await stage.submit({ use_case: 'invoice', ix_client_id: 'clerk' }, { name: 'doubted.pdf', bytes: await doubtful() });
  for (const id of [doubted, missing]) await stage.ended(id);
});
afterEach(() => stage.closePages());
afterAll(() => stage.close());

const visit = (path: string, options = {}): Promise<Page> => stage.page(path, options);
const job = async (id: string) => JobSchema.parse(await (await fetch(`${stage.address}/jobs/${id}`)).json());
async function saved(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name, exact: true }).click()]);
  return (await readFile(await download.path())).toString();
}

test('what is most at stake is on top, one click from the navigation', async () => {
  const page = await visit('/ui', { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'To check' }).click();
  const rows = await page.locator('tbody tr').evaluateAll((all) => all.map((row) => row.id.replace('job-', '')));
  const stakes: number[] = [];
  for (const id of rows) {
    const { response } = await job(id);
    const required = ['invoice_number', 'invoice_date', 'seller_name', 'currency', 'gross_amount'];
    const result = response?.ix_result?.result ?? {};
    stakes.push(required.filter((name) => result[name] === null && response?.needs_review.includes(`result.${name}`)).length);
  }
  expect(rows).toHaveLength(2);
  expect(stakes).toEqual(stakes.toSorted((a, b) => b - a));
  const first = page.locator('tbody tr').first();
  expect((await first.locator('td').nth(1).innerText()).trim()).toBe(String(stakes[0]));
  await first.getByRole('link').click();
  await page.waitForURL(`**/ui/jobs/${rows[0]}/review`);
});

test('a value is approved by one key', async () => {
  const page = await visit(`/ui/jobs/${doubted}/review?field=result.gross_amount`);
  await page.getByRole('heading', { name: /^gross_amount/ }).waitFor();
  await page.keyboard.press('a');
  await page.getByRole('heading', { name: /^invoice_date/ }).waitFor();
  const { review, response } = await job(doubted);
  expect(review?.decisions.map(({ path, kind, value }) => [path, kind, value])).toEqual([
    ['result.gross_amount', 'confirmed', response?.ix_result?.result.gross_amount],
  ]);
});

test('values are copied one by one, saved of one job, and of all that match', async () => {
  const page = await visit(`/ui/jobs/${doubted}`, { permissions: ['clipboard-read', 'clipboard-write'] });
  const { response } = await job(doubted);
  const values = response?.ix_result?.result ?? {};
  await page.getByRole('row', { name: /^gross_amount/ }).hover();
  await page.getByRole('button', { name: 'Copy gross_amount' }).click();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(values.gross_amount);
  expect(JSON.parse(await saved(page, 'JSON'))).toEqual(values);
  await page.goto('/ui/jobs?client=clerk&live=off');
  const rows: Record<string, string>[] = parse(await saved(page, 'CSV'), { bom: true, columns: true });
  const { jobs } = JobListSchema.parse(await (await fetch(`${stage.address}/jobs?client_id=clerk`)).json());
  expect(rows.map((row) => row.job_id)).toEqual(jobs.map(({ job_id }) => job_id));
  expect(rows.find((row) => row.job_id === doubted)?.gross_amount).toBe(values.gross_amount);
});

test('the list is saved as a workbook: numbers are numbers, a text that looks like a formula is none', async () => {
  const id = await stage.submit({
    use_case: 'invoice',
    ix_client_id: 'sheet',
    request_id: '=1+1',
    context: { texts: ['Invoice no. A-7\nTotal GBP 12.50'] },
  });
  await stage.ended(id);
  const { response } = await job(id);
  const page = await visit('/ui/jobs?client=sheet&live=off', { javaScriptEnabled: false });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'XLSX' }).click()]);
  const bytes = await readFile(await download.path());
  const sheet = Buffer.from(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? []).toString();
  expect(sheet).not.toContain('<f>');
  expect(sheet).toContain('<t xml:space="preserve">=1+1</t>');
  const total = Number(response?.ix_result?.result.gross_amount);
  expect([total, sheet.includes(`<v>${total}</v>`)]).toEqual([12.5, true]);
  // ix reads it as others do.
  const again = await stage.submit({ use_case: 'invoice', options: { ocr: { include_ocr_text: true } } }, { name: 'jobs.xlsx', bytes });
  await stage.ended(again);
  expect(JSON.stringify((await job(again)).response?.ocr_result)).toContain('=1+1');
});

test('on paper are the values with their places and their trust, and nothing to press', async () => {
  const page = await visit(`/ui/jobs/${doubted}?page=1`, { javaScriptEnabled: false });
  await page.emulateMedia({ media: 'print' });
  const row = page.getByRole('row', { name: /^gross_amount/ });
  const { response } = await job(doubted);
  const told = await row.innerText();
  expect(told).toContain(String(response?.ix_result?.result.gross_amount));
  expect(told).toContain('page 1');
  expect(told).toMatch(/low|check|high/);
  const shown = await page
    .locator('button, .button, input, select, nav')
    .evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
  expect(shown).toBe(0);
});

test('the command on a job’s page makes a job like it', async () => {
  const text = `It's 'quoted'\nTotal GBP 7.00`;
  const id = await stage.submit({ use_case: 'invoice', ix_client_id: 'shell', context: { texts: [text] } });
  await stage.ended(id);
  const page = await visit(`/ui/jobs/${id}`, { javaScriptEnabled: false });
  await page.getByText('As a command').click();
  const command = await page.locator('#curl').innerText();
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} -s`]);
  const copy = JobSchema.parse(JSON.parse(stdout));
  expect([copy.request.context.texts, copy.request.options, copy.client_id]).toEqual([[text], (await job(id)).request.options, 'shell']);
});
