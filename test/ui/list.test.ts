/** The list of jobs with more of them than fit a page, none of which runs: filters, pages that stay in step, acts on many. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { UiStage, type Watched } from './stage.ts';

let stage: UiStage;
let watched: Watched | null = null;
beforeAll(async () => {
  stage = await UiStage.open({ worker: false });
  for (let i = 0; i < 120; i++) await submit(i);
});
afterEach(async () => {
  expect(watched?.faults ?? []).toEqual([]);
  await watched?.close();
  watched = null;
});
afterAll(() => stage.close());

/** Every third is of client `b`. */
const submit = (i: number): Promise<string> =>
  stage.submit({ use_case: 'invoice', ix_client_id: i % 3 === 0 ? 'b' : 'a', request_id: `job ${i}`, context: { texts: ['x'] } });

async function visit(path: string): Promise<Page> {
  watched = await stage.visit(path);
  return watched.page;
}
const names = (page: Page): Promise<string[]> => page.locator('table.jobs tbody th a').allInnerTexts();

test('pages are stable while jobs arrive, there and back', async () => {
  const page = await visit('/ui/jobs?live=off');
  await page.getByText('Showing 50 of 120').waitFor();
  const first = await names(page);
  expect(first[0]).toBe('job 119');
  await page.getByRole('link', { name: 'Older' }).click();
  await page.waitForURL(/cursor=/);
  const second = await names(page);
  expect(second[0]).toBe('job 69');
  for (let i = 120; i < 125; i++) await submit(i);
  await page.getByRole('link', { name: 'Older' }).click();
  await page.getByText('Showing 20 of 125').waitFor();
  await page.getByRole('link', { name: 'Newer' }).click();
  await page.getByText('Showing 50 of 125').waitFor();
  expect(await names(page)).toEqual(second);
});

test('a live list shows what comes in, keeps what is selected, and can be paused', async () => {
  const page = await visit('/ui/jobs');
  await page.locator('table.jobs tbody input[type="checkbox"]').nth(1).check();
  const kept = await page.locator('table.jobs tbody input:checked').getAttribute('value');
  const id = await submit(1000);
  await page.locator(`#job-${id}`).waitFor();
  expect(await page.locator('table.jobs tbody input:checked').getAttribute('value')).toBe(kept);
  await page.getByRole('link', { name: 'Pause the list' }).click();
  await page.getByRole('link', { name: 'Go live again' }).waitFor();
  expect(await page.locator('#list [data-as-of]').count()).toBe(0);
  expect(page.url()).toContain('live=off');
});

test('filters by state and client, then cancels all that match after saying how many', async () => {
  const page = await visit('/ui/jobs?live=off');
  await page.getByLabel('Client').fill('b');
  await page.getByLabel('Client').press('Enter');
  await page.waitForURL(/client=b/);
  await page.locator('label.chip.pending input').check();
  await page.waitForURL(/status=pending/);
  const shown = await page.locator('.showing').innerText();
  const total = Number(/of (\d+)/.exec(shown)?.[1]);
  expect(total).toBeGreaterThan(40);
  await page.getByLabel('With').selectOption('matching');
  await page.getByRole('button', { name: 'Cancel…' }).click();
  await page.getByRole('heading', { name: `Cancel ${total} jobs?` }).waitFor();
  await page.getByText('client “b”').waitFor();
  // Comes in after the count was said: it was not meant.
  const late = await submit(3000);
  await page.getByRole('button', { name: `Cancel ${total} jobs` }).click();
  await page.getByText(`Cancelled: ${total} jobs.`).waitFor();
  expect(await names(page)).toEqual(['job 3000']);
  await page.goto('/ui/jobs?status=error&client=b');
  await page.getByText(`of ${total}, newest first`).waitFor();
  await page.goto(`/ui/jobs/${late}`);
  await page.getByText(/Queue position: \d+ jobs ahead/).waitFor();
});

test('resubmits the selected alone, once however often the form is sent', async () => {
  const page = await visit('/ui/jobs?status=error&live=off');
  await page.locator('table.jobs tbody input[type="checkbox"]').nth(0).check();
  await page.locator('table.jobs tbody input[type="checkbox"]').nth(1).check();
  await page.getByRole('button', { name: 'Resubmit…' }).click();
  await page.getByRole('button', { name: 'Resubmit 2 jobs' }).click();
  await page.getByText('Resubmitted: 2 jobs.').waitFor();
  const total = await page.goto('/ui/jobs?live=off').then(() => page.locator('.showing').innerText());
  await page.goBack();
  await page.reload();
  await page.goto('/ui/jobs?live=off');
  expect(await page.locator('.showing').innerText()).toBe(total);
});

test('nothing selected, nothing done: the page says what to do', async () => {
  const page = await visit('/ui/jobs?live=off');
  await page.getByRole('button', { name: 'Cancel…' }).click();
  await page.getByText('No job is selected.').waitFor();
});

test('a waiting job says where it stands and is cancelled live', async () => {
  const id = await submit(2000);
  const page = await visit(`/ui/jobs/${id}`);
  await page.getByText(/Queue position: \d+ jobs ahead/).waitFor();
  expect(await page.title()).toBe('pending: job 2000 · ix');
  const answer = await fetch(`${stage.address}/jobs/${id}/cancel`, { method: 'POST' });
  expect(answer.status).toBe(200);
  // Told by its events, without a reload.
  await page.getByText('Cancelled.').waitFor();
  await expect.poll(() => page.title()).toBe('error: job 2000 · ix');
  expect((await fetch(`${stage.address}/jobs/${id}/events`, { headers: { Accept: 'text/event-stream' } })).status).toBe(200);
});
