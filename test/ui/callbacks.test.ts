/** Failed callbacks, more than fit a page, as an operator deals with them: pages through, sends some again, then all that are left. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../callbacks/receiver.ts';
import { UiStage, type Watched } from './stage.ts';

const JOBS = 60;

let stage: UiStage;
let receiver: Receiver;
let well = false;
let watched: Watched | null = null;

beforeAll(async () => {
  // One attempt and no more, and no pause: what fails has failed.
  stage = await UiStage.open({ settings: { IX_CALLBACK_SCHEDULE: '0s', IX_CALLBACK_PAUSE_AFTER: '0' } });
  receiver = await startReceiver((response) => response.writeHead(well ? 204 : 500).end());
  for (let i = 0; i < JOBS; i++) {
    await stage.submit({
      use_case: 'invoice',
      ix_client_id: 'acme',
      request_id: `job ${i}`,
      context: { texts: ['Total 1.00'] },
      callback_url: receiver.url,
    });
  }
  await receiver.arrived(JOBS);
});
afterEach(async () => {
  expect([watched?.faults ?? [], watched?.foreign ?? []]).toEqual([[], []]);
  await watched?.close();
  watched = null;
});
afterAll(async () => {
  await stage.close();
  await receiver.close();
});

async function visit(path: string, options = {}): Promise<Page> {
  watched = await stage.visit(path, options);
  return watched.page;
}

const jobsOf = (page: Page): Promise<string[]> =>
  page.locator('#failed tbody a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));

/** The list says so many callbacks were delivered; attempts are recorded a moment after the receiver has answered. */
const expectDelivered = (page: Page, count: number): Promise<void> =>
  expect
    .poll(async () => (await page.goto('/ui/jobs?live=off')) && page.locator('table.jobs .callback-delivered').count(), { timeout: 60_000 })
    .toBe(count);

test('pages through all that failed, also without JavaScript', async () => {
  const page = await visit('/ui/callbacks', { javaScriptEnabled: false });
  const older = page.getByRole('link', { name: 'Older' });
  await expect.poll(async () => (await page.reload()) && older.count(), { timeout: 60_000 }).toBe(1);
  await expect
    .poll(async () => (await page.goto('/ui/callbacks')) && page.getByText('None waits to be sent.').count(), { timeout: 60_000 })
    .toBe(1);
  const first = await jobsOf(page);
  await older.click();
  const second = await jobsOf(page);
  expect([first.length, new Set([...first, ...second]).size]).toEqual([50, JOBS]);
  expect(await older.count()).toBe(0);
  await page.getByRole('link', { name: 'Newest' }).click();
  expect(await jobsOf(page)).toEqual(first);
  await page.goto('/ui/callbacks');
  await page.getByLabel('Client').fill('ACME');
  await page.getByLabel('Endpoint').fill(receiver.url);
  await page.getByRole('button', { name: 'Apply' }).click();
  expect(await jobsOf(page)).toEqual(first);
  await page.goto('/ui/callbacks?client=nobody');
  expect(await jobsOf(page)).toEqual([]);
  await page.goto('/ui/callbacks?failed=nonsense');
  expect(await jobsOf(page)).toEqual(first);
});

test('finds callbacks by state and HTTP status, and sends again what failed to an endpoint, the number said first', async () => {
  const page = await visit('/ui/callbacks?status=5xx', { javaScriptEnabled: false });
  expect((await jobsOf(page)).length).toBe(50);
  await page.goto('/ui/callbacks?status=404&state=failed');
  expect(await jobsOf(page)).toEqual([]);
  expect(await page.getByRole('heading', { name: 'Waiting' }).count()).toBe(0);
  await page.goto('/ui/callbacks?status=nonsense');
  await page.getByText('“nonsense” is no HTTP status').waitFor();
  await page.goto('/ui/callbacks');
  await page.getByRole('link', { name: /^Redeliver what failed to/ }).click();
  await page.getByRole('heading', { name: `Redeliver ${JOBS} callbacks?` }).waitFor();
  await page.getByLabel('Made after').fill('2999-01-01T00:00:00');
  await page.getByRole('button', { name: 'Count again' }).click();
  await page.getByRole('heading', { name: 'Redeliver 0 callbacks?' }).waitFor();
  expect(await page.getByRole('button', { name: 'Redeliver 0 callbacks' }).isDisabled()).toBe(true);
  await page.getByLabel('Made after').fill('2020-01-01T00:00:00');
  await page.getByRole('button', { name: 'Count again' }).click();
  const before = receiver.received.length;
  await page.getByRole('button', { name: `Redeliver ${JOBS} callbacks` }).click();
  await page.getByText(`${JOBS} callbacks begin anew.`).waitFor();
  // The page is another request: loading it again sends nothing again.
  await page.reload();
  await receiver.arrived(before + JOBS);
  await expect.poll(async () => (await page.goto('/ui/callbacks')) && (await jobsOf(page)).length, { timeout: 60_000 }).toBe(50);
  expect(receiver.received).toHaveLength(before + JOBS);
});

test('sends those of two selected jobs again, then of all that match, with the count said first', async () => {
  const page = await visit('/ui/jobs?live=off');
  well = true;
  const boxes = page.locator('table.jobs tbody input[type="checkbox"]');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole('button', { name: 'Redeliver…' }).click();
  await page.getByRole('heading', { name: 'Redeliver for 2 jobs?' }).waitFor();
  const before = receiver.received.length;
  await page.getByRole('button', { name: 'Redeliver for 2 jobs' }).click();
  await page.getByText('Redelivered for: 2 jobs.').waitFor();
  await receiver.arrived(before + 2);
  await expectDelivered(page, 2);

  await page.goto('/ui/jobs?live=off&client=acme');
  await page.getByLabel('With').selectOption('matching');
  await page.getByRole('button', { name: 'Redeliver…' }).click();
  await page.getByRole('heading', { name: `Redeliver for ${JOBS} jobs?` }).waitFor();
  await page.getByRole('button', { name: `Redeliver for ${JOBS} jobs` }).click();
  await page.getByText(`Redelivered for: ${JOBS} jobs.`).waitFor();
  await receiver.arrived(before + JOBS + 2);
  await page.goto('/ui/callbacks');
  await expect
    .poll(async () => (await page.reload()) && page.getByText('No callback has failed for good.').count(), { timeout: 60_000 })
    .toBe(1);
  // Each under its own id, however often it was sent.
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(JOBS);
});
