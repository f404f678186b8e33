/** What a clerk does: works through the values that need a look, by mouse, by keyboard and without JavaScript. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AuditListSchema } from '../../src/contracts/audit.ts';
import { type Job, JobSchema } from '../../src/contracts/job.ts';
import { doubtful } from './documents.ts';
import { UiStage, type Watched } from './stage.ts';

let stage: UiStage;
let open: Watched[] = [];
beforeAll(async () => {
  stage = await UiStage.open();
});
afterEach(async () => {
  const seen = open;
  open = [];
  for (const { close } of seen) await close();
  // What is typed and is no value is answered 422, which the console calls an error.
  expect(seen.flatMap(({ faults }) => faults).filter((fault) => !fault.includes('422'))).toEqual([]);
  expect(seen.flatMap(({ foreign }) => foreign)).toEqual([]);
});
afterAll(() => stage.close());

async function visit(path: string, options = {}): Promise<Page> {
  const watched = await stage.visit(path, options);
  open.push(watched);
  return watched.page;
}

async function submitted(name: string): Promise<string> {
  const id = await stage.submit({ use_case: 'invoice' }, { name, bytes: await doubtful() });
  await stage.ended(id);
  return id;
}

const job = async (id: string): Promise<Job> => JobSchema.parse(await (await fetch(`${stage.address}/jobs/${id}`)).json());
const decided = async (id: string) => (await job(id)).review?.decisions.map(({ path, kind, value }) => [path, kind, value]);

const heading = (page: Page, name: string) => page.getByRole('heading', { name: new RegExp(`^${name}`) }).waitFor();
const decide = (page: Page) => page.getByRole('button', { name: 'Decide' }).click();

/** What the doubtful invoice leaves to decide, in the order of the use case. */
const DECISIONS = [
  ['result.invoice_date', 'typed', '2026-04-03'],
  ['result.seller_name', 'typed', 'Harbour Supplies'],
  ['result.currency', 'confirmed', null],
  ['result.gross_amount', 'picked', '119.00'],
];

/** Works through a job by what works everywhere. @param pick chooses the other total. */
async function byForms(page: Page, pick: (page: Page) => Promise<void>): Promise<void> {
  await heading(page, 'invoice_date');
  expect(await page.locator('.reasons').innerText()).toContain('may be 2026-04-03');
  await page.getByLabel('Another value').nth(0).check();
  await page.getByRole('textbox', { name: 'Another value' }).fill('03.04.2026');
  await decide(page);
  expect(await page.getByRole('alert').innerText()).toBe('expected a day there is, like 2026-03-31, got "03.04.2026"');
  expect(await page.getByRole('textbox', { name: 'Another value' }).inputValue()).toBe('03.04.2026');
  await page.getByRole('textbox', { name: 'Another value' }).fill('2026-04-03');
  await decide(page);
  await heading(page, 'seller_name');
  await page.getByLabel('Another value').nth(0).check();
  await page.getByRole('textbox', { name: 'Another value' }).fill('Harbour Supplies');
  await decide(page);
  await heading(page, 'currency');
  await page.getByLabel('Leave it empty').check();
  await decide(page);
  await heading(page, 'gross_amount');
  await pick(page);
  await decide(page);
  await page.getByText('The review is complete.').waitFor();
}

test('by mouse: from the list, a candidate chosen by its box on the page, to the next job', async () => {
  const [next, id] = [await submitted('next.pdf'), await submitted('mouse.pdf')];
  const page = await visit('/ui/jobs');
  await page.getByLabel('needs review').check();
  await page.waitForURL(/needs_review=true/);
  await page.getByRole('link', { name: 'Review mouse.pdf' }).click();
  await byForms(page, async () => {
    await page.getByRole('link', { name: 'candidate: 119.00' }).first().click();
    expect(await page.getByRole('radio', { name: /^119.00/ }).isChecked()).toBe(true);
  });
  expect(await decided(id)).toEqual(DECISIONS);
  const { needs_review, review, response } = await job(id);
  expect([needs_review, review?.result.gross_amount, response?.ix_result?.result.gross_amount]).toEqual([false, '119.00', '142.80']);
  await page.getByRole('link', { name: 'Review the next job' }).click();
  await page.waitForURL(`**/ui/jobs/${next}/review`);

  await page.goto(`/ui/jobs/${id}`);
  const row = page.getByRole('row', { name: /gross_amount/ });
  expect(await row.innerText()).toMatch(/142\.80[\s\S]*picked[\s\S]*119\.00[\s\S]*by this machine/);
  await page.goto('/ui/jobs?needs_review=true');
  expect(await page.getByRole('link', { name: 'mouse.pdf', exact: true }).count()).toBe(0);
  await page.goto(`/ui/jobs/${next}/review`);
  await page.getByRole('button', { name: 'Done with this job' }).click();
  await page.getByText('The review is complete.').waitFor();
  expect(await decided(next)).toEqual([[null, 'done', null]]);
});

test('by keyboard alone', async () => {
  const id = await submitted('keys.pdf');
  const page = await visit(`/ui/jobs/${id}/review`);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await heading(page, 'invoice_date');
  // Forth and back.
  await press('j');
  await heading(page, 'seller_name');
  await press('k');
  await heading(page, 'invoice_date');
  await press('t');
  await page.keyboard.type('2026-04-03');
  await press('Enter');
  await heading(page, 'seller_name');
  await press('t');
  await page.keyboard.type('Harbour Supplies');
  await press('Enter');
  await heading(page, 'currency');
  // A sign without a country is no currency: nothing was extracted, and that is chosen.
  await press('Enter');
  await heading(page, 'gross_amount');
  await press('2', 'Enter');
  await page.getByText('The review is complete.').waitFor();
  expect(await decided(id)).toEqual(DECISIONS);
  // The way on has the focus.
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Review the next job');
  const audit = await fetch(`${stage.address}/v1/audit?${new URLSearchParams({ act: 'review', target: `job ${id}` })}`);
  const { entries } = AuditListSchema.parse(await audit.json());
  expect(entries).toHaveLength(DECISIONS.length);
});

test('without JavaScript', async () => {
  const id = await submitted('plain.pdf');
  const page = await visit(`/ui/jobs/${id}`, { javaScriptEnabled: false });
  await page.getByRole('link', { name: `Review ${DECISIONS.length} values` }).click();
  await byForms(page, async () => {
    expect(await page.getByRole('link', { name: 'candidate: 119.00' }).count()).toBeGreaterThan(0);
    await page.getByRole('radio', { name: /^119.00/ }).check();
  });
  expect(await decided(id)).toEqual(DECISIONS);
});
