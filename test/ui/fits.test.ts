/** Names as long as they may be, and letters that turn others around: every page fits every screen, and says what the names are. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { UiStage } from './stage.ts';

const LONG = 'x'.repeat(255);
/** Shown as it stands, the name would end in `.txt`. */
const TURNED = `invoice\u202Efdp.txt`;

let stage: UiStage;
let ids: string[];
beforeAll(async () => {
  stage = await UiStage.open({ settings: { IX_CALLBACK_SCHEDULE: '0s' } });
  const text = { name: `${LONG.slice(4)}.txt`, bytes: Buffer.from(`Invoice no. ${LONG}\nTotal GBP 12.00`) };
  ids = [
    await stage.submit({ use_case: 'invoice', ix_client_id: LONG, request_id: LONG, callback_url: `http://127.0.0.1:9/${LONG}` }, text),
    await stage.submit({ use_case: LONG, ix_client_id: LONG, context: { texts: ['x'] } }),
    await stage.submit({ use_case: 'invoice', ix_client_id: `evil \u202Eclient` }, { name: TURNED, bytes: Buffer.from('Total GBP 1.00') }),
  ];
  for (const id of ids) await stage.ended(id);
});
afterEach(() => stage.closePages());
afterAll(() => stage.close());

const visit = (path: string, options = {}): Promise<Page> => stage.page(path, options);

/** What reaches out of the window, and entries of the navigation that cannot be seen. */
const OUTSIDE = `(() => {
  const wide = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('main *, header *, footer *')].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.right > wide + 1 && e.closest('.scroll, .paper, .text, .overview, .hidden, svg, pre') === null;
  });
  const nav = [...document.querySelectorAll('header nav a')].filter((a) => a.getBoundingClientRect().right > wide);
  const scrolled = document.documentElement.scrollWidth > wide ? ['the page is wider than the window'] : [];
  return [...scrolled, ...out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)), ...nav.map((a) => a.textContent)];
})()`;

test('from 320 to 1,920 pixels nothing is wider than the window', async () => {
  // German words are the longer ones.
  const page = await visit('/ui', { locale: 'de' });
  const paths = [
    '/ui',
    '/ui/jobs',
    '/ui/health',
    '/ui/callbacks',
    '/ui/use-cases',
    '/ui/keys',
    '/ui/audit',
    `/ui/batch?job=${ids[0]}&job=${ids[1]}`,
  ];
  const jobs = [`/ui/jobs/${ids[0]}?page=1&zoom=200`, `/ui/jobs/${ids[0]}/review`, `/ui/jobs/${ids[1]}`, `/ui?from=${ids[0]}`];
  const found: string[] = [];
  for (const path of [...paths, ...jobs]) {
    await page.goto(path);
    await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true })');
    for (const width of [320, 640, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      const outside = await page.evaluate<string[]>(OUTSIDE);
      found.push(...outside.map((what) => `${path} at ${width}: ${what}`));
    }
  }
  expect(found).toEqual([]);
});

test('callbacks are read on a phone without scrolling to the side', async () => {
  const page = await visit('/ui/callbacks', { viewport: { width: 320, height: 800 } });
  await page.locator('#failed tbody tr, #waiting tbody tr').first().waitFor();
  const wider = await page.locator('.scroll').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
  expect(wider).toBe(0);
});

test('a letter that turns the others around is shown by its number', async () => {
  const page = await visit('/ui/jobs', { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'invoice⟨U+202E⟩fdp.txt', exact: true }).click();
  expect(await page.locator('h1').innerText()).toBe('invoice⟨U+202E⟩fdp.txt');
  expect(await page.title()).toContain('⟨U+202E⟩');
  await page.getByText('evil ⟨U+202E⟩client').waitFor();
});
