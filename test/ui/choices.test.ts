/** What a person chooses for the pages: a theme, how often they look again, and keys. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { UiStage } from './stage.ts';

let stage: UiStage;
beforeAll(async () => {
  stage = await UiStage.open({ worker: false });
  await stage.submit({ use_case: 'invoice', context: { texts: ['x'] } });
});
afterEach(() => stage.closePages());
afterAll(() => stage.close());

const visit = (path: string, options = {}): Promise<Page> => stage.page(path, options);
/** How light the page's ground is, 0–255. */
const ground = (page: Page): Promise<number> =>
  page.evaluate('Number(/\\d+/.exec(getComputedStyle(document.documentElement).backgroundColor)[0])');

test.each([true, false])('a theme is chosen, whatever the system’s is, and stays, with scripts: %s', async (javaScriptEnabled) => {
  const page = await visit('/ui/jobs?client=default', { javaScriptEnabled, colorScheme: 'light' });
  expect(await ground(page)).toBeGreaterThan(200);
  await page.getByLabel('Theme').selectOption('dark');
  if (!javaScriptEnabled) await page.getByRole('button', { name: 'Use it' }).first().click();
  await expect.poll(() => ground(page)).toBeLessThan(60);
  expect(new URL(page.url()).search).toBe('?client=default');
  await page.goto('/ui/health');
  expect(await ground(page)).toBeLessThan(60);
  expect(await page.getByLabel('Theme').inputValue()).toBe('dark');
});

test('keys lead from page to page, are told by ?, and can be switched off', async () => {
  const page = await visit('/ui/health');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await page.waitForURL('**/ui/jobs');
  await page.keyboard.press('/');
  expect(await page.evaluate('document.activeElement.name')).toBe('q');
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await page.getByLabel('Keys of a single letter').uncheck();
  await page.reload();
  await page.keyboard.press('?');
  expect(await page.getByRole('heading', { name: 'Keyboard shortcuts' }).isVisible()).toBe(false);
});

test('a live page looks again no more often than is wanted, and says so', async () => {
  const page = await visit('/ui/jobs');
  let looks = 0;
  page.on('request', (request) => {
    if (request.headers()['hx-request'] !== undefined) looks++;
  });
  await page.getByText('live, every 3 s').waitFor();
  await expect.poll(() => looks, { timeout: 15_000 }).toBeGreaterThan(0);
  await Promise.all([page.waitForEvent('load'), page.getByLabel('Live pages look again').selectOption('not at all')]);
  await page.getByText('not live').waitFor();
  looks = 0;
  await stage.submit({ use_case: 'invoice', request_id: 'later', context: { texts: ['x'] } });
  // As long as two looks would take.
  await expect.poll(() => page.evaluate<number>('performance.now()'), { timeout: 15_000 }).toBeGreaterThan(7000);
  expect([looks, await page.getByText('later', { exact: true }).count()]).toEqual([0, 0]);
});

test.each([true, false])(
  'the pages speak as the browser asks, or as is chosen, which stays, with scripts: %s',
  async (javaScriptEnabled) => {
    const page = await visit('/ui/jobs?client=default', { javaScriptEnabled, locale: 'de-DE' });
    await page.getByRole('heading', { name: 'Letzte Aufträge' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    expect(await page.locator('table.jobs time').first().innerText()).toMatch(/^vor|^gerade eben$/);
    expect(await page.getByLabel('Sprache').inputValue()).toBe('de');
    await page.getByLabel('Sprache').selectOption('English');
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Übernehmen' }).last().click();
    await page.getByRole('heading', { name: 'Recent jobs' }).waitFor();
    expect(new URL(page.url()).search).toBe('?client=default');
    await page.goto('/ui/health');
    await page.getByRole('heading', { name: 'Health' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
  },
);
