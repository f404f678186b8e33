/** The page of the API: every route and every kind of problem, tried in a real browser; it fits narrow screens, in both themes. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { PROBLEMS } from '../../src/http/problem.ts';
import { readPages } from '../docs/pages.ts';
import { OpenApi } from '../http/document.ts';
import { UiStage } from './stage.ts';

const Violations = z.object({ violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })) });

let stage: UiStage;
beforeAll(async () => {
  stage = await UiStage.open();
});
afterAll(() => stage.close());

test('tells of every route, every schema and every problem', async () => {
  const text = await (await fetch(`${stage.address}/docs`)).text();
  const { operations } = new OpenApi(await (await fetch(`${stage.address}/openapi.json`)).text());
  expect(
    operations.filter(({ operationId, path }) => !text.includes(`id="${operationId}"`) || !text.includes(`<code>${path}</code>`)),
  ).toEqual([]);
  expect(Object.keys(PROBLEMS).filter((kind) => !text.includes(`id="problem-${kind}"`))).toEqual([]);
  const ids = new Set(Array.from(text.matchAll(/ id="([^"]+)"/g), ([, id]) => id));
  expect(Array.from(text.matchAll(/href="#([^"]+)"/g), ([, id]) => id).filter((id) => !ids.has(id))).toEqual([]);
});

test('the type of a problem leads to what it means', async () => {
  const problem = z.looseObject({ type: z.string() }).parse(await (await fetch(`${stage.address}/jobs/none`)).json());
  const page = await fetch(new URL(problem.type, stage.address));
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('There is no such job, use case or path')]);
  expect((await fetch(`${stage.address}/docs/problems/none`)).status).toBe(404);
});

test('a route is tried: what is sent, what comes back', async () => {
  const { page, faults, foreign, close } = await stage.visit('/docs#submitJob');
  const form = page.locator('#submitJob form.try');
  await form.locator('[name="Idempotency-Key"]').fill('tried');
  await form.locator('textarea').fill('{"use_case": "invoice", "context": {"texts": ["Invoice 4711"]}}');
  await form.getByRole('button', { name: 'Send' }).click();
  await form.locator('.tried p', { hasText: '201' }).waitFor();
  const job = z.looseObject({ request_id: z.string(), job_id: z.string() }).parse(JSON.parse(await form.locator('pre').innerText()));
  expect(job.request_id).toBe('tried');

  await page.goto(`${stage.address}/docs#listJobs`);
  const list = page.locator('#listJobs form.try');
  await list.locator('[name="status"]').selectOption('pending');
  await list.locator('[name="limit"]').fill('1');
  await list.getByRole('button', { name: 'Send' }).click();
  await list.locator('.tried p', { hasText: 'GET /jobs?status=pending&limit=1' }).waitFor();

  await page.goto(`${stage.address}/docs#getJob`);
  await page.locator('.docs-key input').fill('ix_wrong');
  const one = page.locator('#getJob form.try');
  await one.locator('[name="job_id"]').fill(job.job_id);
  await one.getByRole('button', { name: 'Send' }).click();
  await one.locator('.tried p', { hasText: '200' }).waitFor();
  expect(foreign).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

test('the guide has every page of the documentation; its links and pictures lead somewhere', async () => {
  const get = (path: string) => fetch(`${stage.address}${path}`);
  const paths = (await readPages()).map(({ path }) => path).filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
  const index = await (await get('/docs/guide')).text();
  const addresses = ['', ...paths, 'start', 'bench', 'changelog'].map((path) =>
    `/docs/guide/${path.replace(/^docs\/|\.md$/g, '')}`.replace(/\/$/, ''),
  );
  expect(addresses.filter((address) => !index.includes(`href="${address}"`))).toEqual([]);
  const pages = new Map(await Promise.all(addresses.map(async (address) => [address, await (await get(address)).text()] as const)));
  const idsOf = (text: string) => Array.from(text.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
  const broken = Array.from(pages).flatMap(([address, text]) =>
    Array.from(text.matchAll(/ href="((?:\/docs\/guide[^"#]*)?)(?:#([^"]*))?"/g), ([, to = '', id]) => ({ to: to || address, id })).filter(
      ({ to, id }) => !pages.has(to) || (id !== undefined && id !== 'main' && !idsOf(pages.get(to) ?? '').includes(id)),
    ),
  );
  expect(broken).toEqual([]);
  const pictures = new Set(Array.from(pages.values()).flatMap((text) => text.match(/\/docs\/guide\/screenshots\/[^"]+/g) ?? []));
  for (const picture of pictures) expect((await get(picture)).headers.get('content-type'), picture).toBe('image/png');
  expect(pictures.size).toBeGreaterThan(0);
  for (const none of ['none', 'screenshots/none.png', 'screenshots/..%2Fjobs.md'])
    expect((await get(`/docs/guide/${none}`)).status).toBe(404);
});

test('the guide is read and searched without a foreign request, and fits 320 pixels', async () => {
  const { page, faults, foreign, close } = await stage.visit('/docs/guide/start');
  await page.getByRole('searchbox', { name: 'Search the guide' }).fill('callback_timeout seconds');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Configuration' }).first().click();
  expect(new URL(page.url()).pathname).toBe('/docs/guide/configuration');
  await page.setViewportSize({ width: 320, height: 700 });
  for (const path of ['configuration', 'jobs', 'start', '?q=pause', '?q=%3Cb%3Enone']) {
    await page.goto(`${stage.address}/docs/guide${path.startsWith('?') ? path : `/${path}`}`);
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(320);
  }
  expect(await page.locator('main').innerText()).toContain('Nothing found');
  await page.goto(`${stage.address}/docs/guide/start`);
  await page.evaluate("document.querySelectorAll('.guide img').forEach((image) => image.setAttribute('loading', 'eager'))");
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))');
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = Violations.parse(await page.evaluate("axe.run('main', { resultTypes: ['violations'] })"));
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect([foreign, faults]).toEqual([[], []]);
  await close();
});

/** One of each kind: the whole takes axe half a minute. */
const PARTS = JSON.stringify(['.docs-key', '.docs-nav', '#submitJob', '#getJob', '#schema-Job', '#problem-invalid']);

test('it is accessible and fits 320 pixels, light and dark', async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const { page, close } = await stage.visit('/docs#submitJob');
  await page.setViewportSize({ width: 320, height: 700 });
  await page.evaluate('document.querySelectorAll("#submitJob, #getJob, #schema-Job").forEach((one) => { one.open = true })');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = Violations.parse(await page.evaluate(`axe.run({ include: ${PARTS} }, { resultTypes: ['violations'] })`));
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }
  await close();
}, 120_000);
