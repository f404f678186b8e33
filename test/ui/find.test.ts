/** The list tells why jobs ended and finds them by it, by how ids begin, by clients in any case; acts are done once, and only when meant. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { JobListSchema, JobSchema } from '../../src/contracts/job.ts';
import { UiStage } from './stage.ts';

let stage: UiStage;
let gone: string;
let cancelled: string;
beforeAll(async () => {
  stage = await UiStage.open();
  gone = await stage.submit({ use_case: 'invoice', ix_client_id: 'Acme', context: { files: ['http://127.0.0.1:9/gone.pdf'] } });
  await stage.submit({ use_case: 'nobody_knows', ix_client_id: 'Acme', request_id: 'ORDER-2026-0001', context: { texts: ['x'] } });
  cancelled = await stage.submit({
    use_case: 'invoice',
    context: { texts: ['x'] },
    not_before: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await fetch(`${stage.address}/jobs/${cancelled}/cancel`, { method: 'POST' });
  const list = JobListSchema.parse(await (await fetch(`${stage.address}/jobs`)).json());
  for (const { job_id } of list.jobs) await stage.ended(job_id);
});
afterEach(() => stage.closePages());
afterAll(() => stage.close());

const visit = (path: string, options = {}): Promise<Page> => stage.page(path, options);
const rows = (page: Page): Promise<string[]> =>
  page.locator('table.jobs tbody tr').evaluateAll((all) => all.map((row) => row.id.replace('job-', '')));

test('a failed job says its code and why, in the list and with what to do on its page; a cancelled one is told apart', async () => {
  const page = await visit('/ui/jobs?live=off', { javaScriptEnabled: false });
  expect(await page.locator(`#job-${gone}`).innerText()).toMatch(/error[\s\S]*IX_000_007[\s\S]*could not be fetched/);
  expect(await page.locator(`#job-${cancelled}`).innerText()).toMatch(/^\s*cancelled/);
  await page.locator(`#job-${gone}`).getByRole('link', { name: 'IX_000_007' }).click();
  expect(await rows(page)).toEqual([gone]);
  await page.getByText('Resubmit when the cause has gone').waitFor();
  await page.goto(`/ui/jobs/${gone}`);
  await page.getByText('Resubmit when the cause has gone').waitFor();
  await page.getByRole('link', { name: 'Show the page' }).click();
  await page.getByText('The document cannot be shown.').waitFor();
  await page.goto('/ui/jobs?code=IX_003_000');
  expect(await rows(page)).toEqual([cancelled]);
});

test('codes are counted where errors are, and qualifiers in the search field find by code, client, callback, worker and trust', async () => {
  const page = await visit('/ui/jobs?live=off', { javaScriptEnabled: false });
  const { jobs } = JobListSchema.parse(await (await fetch(`${stage.address}/jobs?status=error`)).json());
  const counted = Map.groupBy(jobs, ({ code }) => code);
  const causes = page.getByRole('list', { name: 'Why jobs ended in error' }).getByRole('listitem');
  const said = (await causes.allInnerTexts()).map((text) => /(IX_\d+_\d+)\s+(\d+)/.exec(text)?.slice(1).join(' '));
  expect(said.toSorted()).toEqual([...counted].map(([code, those]) => `${code} ${those.length}`).toSorted());
  const find = async (text: string) => {
    await page.goto('/ui/jobs?live=off');
    await page.getByLabel('Name or id').fill(text);
    await page.getByRole('button', { name: 'Apply' }).click();
    return rows(page);
  };
  expect(await find('code:IX_000_007')).toEqual([gone]);
  expect(await find('client:acme code:IX_000_007')).toEqual([gone]);
  expect(await find('client:nobody code:IX_000_007')).toEqual([]);
  expect(await find('worker:host')).toEqual([]);
  expect(await find('callback:failed')).toEqual([]);
  await find('code:nonsense');
  await page.getByText('“nonsense” is no error code').waitFor();
  expect((await find('status:error gone.pdf')).length).toBe(1);
});

test('jobs are found by the trust of their values; filters are kept under a name, and forgotten', async () => {
  const trusted = await stage.submit({
    use_case_inline: { name: 'meter', fields: [{ name: 'meter_no', type: 'string', labels: ['Meter number'] }] },
    ix_client_id: 'meters',
    context: { texts: ['Meter number: 4711-88'] },
  });
  const doubtful = await stage.submit({ use_case: 'invoice', ix_client_id: 'meters', context: { texts: ['Total 1.00\nTotal 2.00'] } });
  const answers = new Map<string, string[]>();
  for (const id of [trusted, doubtful]) {
    await stage.ended(id);
    const { response } = JobSchema.parse(await (await fetch(`${stage.address}/jobs/${id}`)).json());
    answers.set(id, [...new Set(Object.values(response?.trust ?? {}).map(({ level }) => level))]);
  }
  const page = await visit('/ui/jobs', { javaScriptEnabled: false });
  for (const level of ['low', 'check', 'none', 'high']) {
    await page.goto(`/ui/jobs?live=off&client=meters&q=trust:${level}`);
    const wanted = [doubtful, trusted].filter((id) => {
      const levels = answers.get(id) ?? [];
      const doubts = levels.includes('low') || levels.includes('check');
      return level === 'high' ? levels.includes('high') && !doubts : doubts && levels.includes(level);
    });
    expect(await rows(page), level).toEqual(wanted);
  }
  await page.goto('/ui/jobs?live=off&client=meters&needs_review=true');
  await page.getByLabel('Keep these filters as').fill('meters to check');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.goto('/ui/jobs?live=off');
  await page.getByRole('link', { name: 'meters to check' }).click();
  expect(await rows(page)).toEqual([doubtful]);
  expect(new URL(page.url()).search).toBe('?client=meters&needs_review=true');
  await page.getByRole('button', { name: 'Forget meters to check' }).click();
  await page.waitForURL('**/ui/jobs');
  expect(await page.getByRole('link', { name: 'meters to check' }).count()).toBe(0);
});

test('ids are found by how they begin, clients in any case', async () => {
  const page = await visit('/ui/jobs?live=off', { javaScriptEnabled: false });
  const find = async (name: string, value: string) => {
    await page.goto('/ui/jobs?live=off');
    await page.getByLabel(name).fill(value);
    await page.getByRole('button', { name: 'Apply' }).click();
    return page.locator('table.jobs tbody tr').count();
  };
  const { jobs } = JobListSchema.parse(await (await fetch(`${stage.address}/jobs`)).json());
  const one = jobs.find(({ job_id }) => job_id === gone) ?? expect.unreachable();
  expect(await find('Name or id', one.job_id.slice(0, 30))).toBe(1);
  expect(await find('Name or id', one.ix_id.slice(0, 8))).toBe(1);
  expect(await find('Name or id', 'ORDER-2026')).toBe(1);
  expect(await find('Client', 'aCME')).toBe(2);
});

test('what was done is said once more, not done once more, when the page is loaded again; Enter on a ticked row does nothing', async () => {
  const total = async () => JobListSchema.parse(await (await fetch(`${stage.address}/jobs?limit=1`)).json()).total;
  const page = await visit('/ui/jobs?live=off&client=Acme');
  const before = await total();
  const tick = page.locator('table.jobs tbody input[type="checkbox"]').first();
  await tick.check();
  await tick.press('Enter');
  // An act would have led to another page: there is still the list, and its button leads on.
  await page.getByRole('button', { name: 'Resubmit…' }).click();
  await page.getByRole('button', { name: 'Resubmit 1 job', exact: true }).click();
  await page.getByText('Resubmitted: 1 job.').waitFor();
  expect(await total()).toBe(before + 1);
  await page.reload();
  await page.getByText('Resubmitted: 1 job.').waitFor();
  expect(await total()).toBe(before + 1);
});
