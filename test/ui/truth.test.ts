/** The pages say what is so: ids that are taken, an ix that is gone, workers that are gone, endpoints that are paused. Nothing here runs: there is no worker, but at the end. */
import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { WorkerListSchema } from '../../src/contracts/worker.ts';
import { Ix } from '../lifecycle/ix.ts';
import { UiStage, type Watched } from './stage.ts';

let stage: UiStage;
let database: pg.Client;
const open: Watched[] = [];
beforeAll(async () => {
  stage = await UiStage.open({ worker: false });
  database = new pg.Client({ connectionString: stage.databaseUrl });
  await database.connect();
});
afterEach(async () => {
  for (const { close } of open.splice(0)) await close();
});
afterAll(async () => {
  await database.end();
  await stage.close();
});

async function visit(path: string, options = {}): Promise<Page> {
  const watched = await stage.visit(path, options);
  open.push(watched);
  return watched.page;
}

const submit = (name: string, more = {}): Promise<string> =>
  stage.submit({ use_case: 'invoice', request_id: name, context: { texts: ['Total 1.00'] }, ...more });

/** As a worker leaves a job that is killed. */
const leave = (id: string, worker: string) =>
  database.query(`UPDATE ix_jobs SET status = 'running', worker_id = $2, started_at = now(), heartbeat_at = now() WHERE job_id = $1`, [
    id,
    worker,
  ]);

async function submitText(page: Page, text: string): Promise<void> {
  await page.goto('/ui');
  await page.getByLabel('or paste a text').fill(text);
  await page.locator('details.options summary').click();
  await page.getByLabel('Request id').fill('mine');
  await page.getByRole('button', { name: 'Submit' }).click();
}

test.each([true, false])('a request id that another request has taken is said to be, with scripts: %s', async (javaScriptEnabled) => {
  await database.query(`DELETE FROM ix_jobs WHERE request_id = 'mine'`);
  const page = await visit('/ui', { javaScriptEnabled });
  await submitText(page, 'Total 1.00');
  await page.waitForURL(/\/ui\/jobs\/[0-9a-f-]{36}$/);
  const first = page.url();
  await submitText(page, 'Total 2.00');
  const said = page.getByText('is taken by another request');
  await said.waitFor();
  expect(await page.getByLabel('or paste a text').inputValue()).toBe('Total 2.00');
  await page.getByRole('link', { name: 'open that job' }).click();
  expect(page.url()).toBe(first);
  // The same once more is the same job, and the page says that it was there.
  await submitText(page, 'Total 1.00');
  await page.getByText('nothing new was started').waitFor();
  expect(page.url().split('?')[0]).toBe(first);
});

test('a job that no worker can take says so, and so does one whose worker is gone', async () => {
  await database.query('DELETE FROM ix_jobs');
  const [waits, runs, stops] = [await submit('waits'), await submit('runs'), await submit('stops')];
  await leave(runs, 'host:1:a');
  await leave(stops, 'host:1:a');
  await fetch(`${stage.address}/jobs/${stops}/cancel`, { method: 'POST' });
  const page = await visit(`/ui/jobs/${waits}`, { javaScriptEnabled: false });
  const standing = async () => (await page.locator('.standing').innerText()).replaceAll(/\s+/g, ' ');
  expect(await standing()).toContain('no worker is connected');
  expect(await standing()).not.toContain('About to start');
  await page.goto(`/ui/jobs/${runs}`);
  expect(await standing()).toMatch(/Its worker is gone · It goes back to the queue/);
  await page.goto(`/ui/jobs/${stops}`);
  expect(await standing()).toMatch(/Its worker is gone · It ends as cancelled/);
  await page.goto('/ui/jobs?status=running');
  expect(await page.locator('table.jobs').getByText('worker gone').count()).toBe(2);
  await page.goto('/ui/health');
  expect(await page.getByText('No worker is connected.').count()).toBe(1);
  const running = page.locator('.tile').filter({ hasText: 'Running' });
  expect((await running.innerText()).replaceAll(/\s+/g, ' ')).toBe('Running 2 2 left by workers that are gone');
  expect(await page.getByText('Worker host:1:a is gone.').count()).toBe(1);
});

test('when ix is gone every live page says since when, and of when it is; when it is back, nothing of that is left', async () => {
  await database.query('DELETE FROM ix_jobs');
  const id = await submit('left open');
  const ended = await submit('ended', { callback_url: 'http://127.0.0.1:9/hook' });
  await fetch(`${stage.address}/jobs/${ended}/cancel`, { method: 'POST' });
  const pages: Page[] = [];
  for (const path of ['/ui/jobs', '/ui/health', '/ui/callbacks', `/ui/jobs/${id}`, `/ui/jobs/${ended}`]) pages.push(await visit(path));
  for (const page of pages) {
    await page
      .locator('.as-of')
      .getByText(/^As of/)
      .waitFor();
    expect(await page.getByText('not live').isVisible()).toBe(false);
  }
  await stage.stop();
  for (const page of pages) {
    await page.getByText(/^ix does not answer since .+ What you see is from \d/).waitFor({ timeout: 30_000 });
    expect(await page.getByText('not live').first().isVisible()).toBe(true);
    expect(
      await page
        .getByText(/^live, every/)
        .first()
        .isVisible(),
    ).toBe(false);
  }
  await stage.start();
  for (const page of pages) {
    await expect.poll(() => page.getByText('ix does not answer').isVisible(), { timeout: 30_000 }).toBe(false);
    expect(await page.getByText('not live').first().isVisible()).toBe(false);
  }
});

test('nothing is sent to a paused endpoint: the job says so, and offers to resume it', async () => {
  const id = await submit('paused', { callback_url: 'http://127.0.0.1:9/hook' });
  await fetch(`${stage.address}/jobs/${id}/cancel`, { method: 'POST' });
  await fetch(`${stage.address}/endpoints/pause`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ client_id: 'default', origin: 'http://127.0.0.1:9' }),
  });
  for (const javaScriptEnabled of [false, true]) {
    const page = await visit(`/ui/jobs/${id}`, { javaScriptEnabled });
    await page.getByRole('button', { name: 'Redeliver' }).click();
    await page.getByText('The endpoint is paused.').waitFor();
    expect(await page.locator('#callback').innerText()).toContain('waits for its paused endpoint');
  }
  const page = open[0]?.page ?? expect.unreachable();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.waitForURL(`**/ui/jobs/${id}#callback`);
  expect(await page.getByText('The endpoint is paused.').count()).toBe(0);
});

test('a client, a use case and a worker are paused and resumed on the page of health', async () => {
  await database.query('DELETE FROM ix_jobs');
  const id = await submit('held', { ix_client_id: 'acme' });
  await leave(await submit('runs here'), 'host:1:a');
  await database.query(
    "UPDATE ix_jobs SET started_at = created_at + interval '3 seconds', heartbeat_at = clock_timestamp() WHERE client_id <> 'acme'",
  );
  const page = await visit('/ui/health', { javaScriptEnabled: false });
  expect(await page.locator('#clients tbody tr').allInnerTexts()).toEqual([
    'acme\t1\t50 %\tno job has started\tno job has started',
    'default\t1\t50 %\t3.0 s\t3.0 s',
  ]);
  const paused = async () =>
    (await database.query('SELECT kind, name FROM ix_pauses WHERE resumed_at IS NULL ORDER BY kind')).rows.map(
      ({ kind, name }) => `${kind} ${name}`,
    );
  await page.getByRole('button', { name: 'Pause client acme' }).click();
  await page.getByRole('button', { name: 'Pause use case invoice' }).click();
  await page.locator('#pauses select').selectOption('worker');
  await page.locator('#pauses').getByLabel('Name').fill('host:1:a');
  await page.locator('#pauses .keep button').click();
  expect(await paused()).toEqual(['client acme', 'use_case invoice', 'worker host:1:a']);
  const rows = page.locator('#pauses tbody tr');
  expect((await rows.locator('th').allInnerTexts()).toSorted()).toEqual(['client acme', 'use case invoice', 'worker host:1:a']);
  await page.goto(`/ui/jobs/${id}`);
  expect(await page.locator('.standing').innerText()).toContain('Held back · paused');
  await page.goto('/ui/health');
  await page.locator('#pauses select').selectOption('client');
  await page.locator('#pauses').getByLabel('Name').fill('quite another');
  await page.locator('#pauses .keep button').click();
  expect(await rows.count()).toBe(4);
  while ((await rows.count()) > 0) await rows.first().getByRole('button').click();
  expect(await paused()).toEqual([]);
});

test('a worker is seen with what it is and does, quieted while it is idle, and gone when it is killed', async () => {
  await database.query('DELETE FROM ix_jobs');
  const settings = { IX_DATABASE_URL: stage.databaseUrl, IX_DB_POOL: '4', IX_WORKER_CONCURRENCY: '3', IX_LOG_LEVEL: 'error' };
  const ix = new Ix(['worker', '--engines', 'rules,auto'], settings);
  const told = async () => WorkerListSchema.parse(await (await fetch(`${stage.address}/v1/workers`)).json()).workers;
  try {
    await stage.ended(await submit('worked on'));
    const [worker, ...others] = await told();
    expect(others).toEqual([]);
    expect(worker).toMatchObject({ pid: ix.pid, version: pkg.version, state: 'live', quiet: false, slots: 3, engines: ['auto', 'rules'] });
    expect(worker?.memory_bytes).toBeGreaterThan(20_000_000);
    const id = worker?.worker_id ?? expect.unreachable();
    const page = await visit('/ui/health', { javaScriptEnabled: false });
    const row = page.locator('#workers tbody tr');
    const cells = async () => (await row.locator('th, td').allInnerTexts()).map((cell) => cell.replaceAll(/\s+/g, ' ').trim());
    const [name, version, since, jobs, busy, memory, takes, oldest, seen, act] = await cells();
    expect([name, version, jobs, takes, oldest, act]).toEqual([id, pkg.version, '0 of 3', 'engines: auto, rules', '–', 'Quiet']);
    expect([since, seen]).toEqual([expect.stringMatching(/ ago$|now$/), expect.stringMatching(/ ago$|now$/)]);
    expect([busy, memory]).toEqual([expect.stringMatching(/^\d{1,3} %$/), expect.stringMatching(/^\d{2,4} MB$/)]);
    await page.getByRole('button', { name: `Quiet worker ${id}` }).click();
    expect((await cells())[0]).toBe(`${id} quiet`);
    expect(await told()).toMatchObject([{ worker_id: id, quiet: true }]);
    await row.getByRole('button', { name: `Resume worker ${id}` }).click();
    expect([(await cells())[0], (await cells()).at(-1)]).toEqual([id, 'Quiet']);
    ix.kill('SIGKILL');
    await ix.ended();
    // The server has yet to see that the connection is closed.
    await expect.poll(async () => (await page.reload()) !== null && (await cells())[0], { timeout: 10_000 }).toBe(`${id} gone`);
    expect([(await cells())[4], (await cells()).at(-1)]).toEqual(['–', '']);
    expect(await page.getByText('No worker is connected.').count()).toBe(1);
    const age = (time: string) => database.query(`UPDATE ix_workers SET seen_at = seen_at - $1::interval`, [time]);
    await age('15 seconds');
    expect(await told()).toMatchObject([{ worker_id: id, state: 'gone', stopped_at: null }]);
    const german = await visit('/ui/health', { javaScriptEnabled: false, locale: 'de-DE' });
    expect(await german.locator('#workers').innerText()).toMatch(/Zuletzt gesehen[\s\S]+ weg\s[\s\S]+0 von 3/);
    await age('1 hour');
    expect(await told()).toEqual([]);
  } finally {
    await ix.clear();
  }
});
