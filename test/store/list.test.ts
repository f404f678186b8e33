/** The listing: filters, order, exact totals, pages that neither repeat nor miss. */

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobStatus } from '../../src/contracts/job.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { listJobs } from '../../src/jobs/read.ts';
import type { JobFilter } from '../../src/store/job-filter.ts';
import { countRecent, type JobPage, listRecent } from '../../src/store/list-recent.ts';
import { answer, Stage } from '../support/stage.ts';

let stage: Stage;
const ids: string[] = [];

beforeAll(async () => {
  stage = await Stage.open();
  for (let i = 0; i < 60; i++) {
    ids.push(
      await stage.job({
        ix_client_id: i % 3 === 0 ? 'acme' : 'globex',
        request_id: `req-${i}`,
        use_case: i % 2 === 0 ? 'invoice' : 'receipt',
        context: { files: [{ url: `https://files.example/docs/Scan_${i}%20a.pdf` }] },
      }),
    );
  }
  const claims = await claim(stage.deps, 20, 'w');
  await finish(
    stage.deps,
    claims.slice(0, 10).map((held, i) => ({ claim: held, response: answer(held, i < 4 ? 'IX_001_000' : null) })),
  );
});
afterAll(() => stage.close());

const page = { limit: 50, offset: 0 };
const list = async (filter: JobFilter, at: JobPage = page) => ({
  jobs: await listRecent(stage.em, EVERYTHING, filter, at),
  ...(await countRecent(stage.em, EVERYTHING, filter)),
});

describe('listRecent', () => {
  it('is newest first and never shows request or response', async () => {
    const { jobs, total } = await list({}, page);
    expect(jobs.map((job) => job.job_id)).toEqual(ids.toReversed().slice(0, 50));
    expect(total).toBe(60);
    expect(jobs[0]).not.toHaveProperty('request');
    expect(jobs[0]).not.toHaveProperty('response');
    expect(jobs[0]).toMatchObject({ display_name: 'Scan_59 a.pdf' });
  });

  it('by code finds what ended in error with it, and says why', async () => {
    const { jobs, total } = await list({ code: 'IX_001_000', clientId: 'acme' });
    const acme = (await list({ statuses: ['error'], clientId: 'acme' })).jobs;
    expect(acme.length).toBeGreaterThan(0);
    expect([jobs, total]).toEqual([acme, acme.length]);
    expect(jobs[0]).toMatchObject({ code: 'IX_001_000', error: expect.stringMatching(/^IX_001_000/) });
    expect((await list({ code: 'IX_003_000' })).jobs).toEqual([]);
    expect((await list({ code: 'IX_001_000', statuses: ['done'] })).total).toBe(0);
    expect((await list({ statuses: ['done'] })).jobs[0]).toMatchObject({ code: null, error: null });
  });

  it.each<[JobStatus[], number]>([
    [['error'], 4],
    [['done'], 6],
    [['running'], 10],
    [['pending'], 40],
    [['done', 'error'], 10],
    [[], 0],
  ])('status %j: %i', async (statuses, expected) => {
    const { jobs, total } = await list({ statuses }, { limit: 200, offset: 0 });
    expect([jobs.length, total]).toEqual([expected, expected]);
  });

  it.each([
    ['client', { clientId: 'acme' }, 20],
    ['client, exact', { clientId: 'acm' }, 0],
    ['use case', { useCase: 'receipt' }, 30],
    ['client and status', { clientId: 'acme', statuses: ['pending' as const] }, 13],
    ['part of a file name, any case', { text: 'SCAN_1' }, 11],
    ['a name with wildcards in it', { text: 'Scan%' }, 0],
    ['a request id', { text: 'req-7' }, 1],
  ])('filters by %s', async (_, filter, expected) => {
    expect((await list(filter, page)).total).toBe(expected);
  });

  it('finds a job by each of its ids, and by time', async () => {
    const job = await stage.get(ids[30] as never);
    for (const text of [job.job_id, job.ix_id, job.job_id.toUpperCase(), job.ix_id.toUpperCase()]) {
      expect((await list({ text }, page)).jobs.map((j) => j.job_id)).toEqual([job.job_id]);
    }
    await sql`UPDATE ix_jobs SET created_at = '2020-01-01Z' WHERE job_id = ${ids[0]}`.execute(stage.em.getKysely());
    expect((await list({ createdBefore: new Date('2020-01-02') }, page)).total).toBe(1);
    expect((await list({ createdAfter: new Date('2020-01-02') }, page)).total).toBe(59);
  });

  it('clamps the limit to 200 and refuses a negative offset', async () => {
    expect((await listJobs(stage.deps, EVERYTHING, { limit: 1000, offset: 0 })).limit).toBe(200);
    await expect(list({}, { limit: 10, offset: -1 })).rejects.toThrow(/offset must be an integer of 0 or more and at most 10000, got -1/);
    await expect(list({}, { limit: 0, offset: 0 })).rejects.toThrow(/limit/);
  });

  it('pages by offset and by cursor see the same rows, each once', async () => {
    const all = (await list({}, { limit: 200, offset: 0 })).jobs.map((job) => job.job_id);
    const byOffset: string[] = [];
    for (let offset = 0; offset < 60; offset += 7) byOffset.push(...(await list({}, { limit: 7, offset })).jobs.map((j) => j.job_id));
    const byCursor: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { jobs, next_cursor } = await listJobs(stage.deps, EVERYTHING, { limit: 7, offset: 0, cursor });
      byCursor.push(...jobs.map((job) => job.job_id));
      if (next_cursor === null) break;
      cursor = next_cursor;
    }
    expect(byOffset).toEqual(all);
    expect(byCursor).toEqual(all);
  });

  it('goes back by cursor to where it came from, and stays right while jobs arrive', async () => {
    const all = (await list({}, { limit: 200, offset: 0 })).jobs.map((job) => job.job_id);
    const ids = (answer: { jobs: { job_id: string }[] }) => answer.jobs.map((job) => job.job_id);
    const first = await listJobs(stage.deps, EVERYTHING, { limit: 10, offset: 0 });
    expect(first.prev_cursor).toBeNull();
    const second = await listJobs(stage.deps, EVERYTHING, { limit: 10, offset: 0, cursor: first.next_cursor ?? '' });
    const arrived = await stage.job();
    const third = await listJobs(stage.deps, EVERYTHING, { limit: 10, offset: 0, cursor: second.next_cursor ?? '' });
    expect([...ids(first), ...ids(second), ...ids(third)]).toEqual(all.slice(0, 30));
    const back = await listJobs(stage.deps, EVERYTHING, { limit: 10, offset: 0, cursor: third.prev_cursor ?? '' });
    expect(ids(back)).toEqual(ids(second));
    const start = await listJobs(stage.deps, EVERYTHING, { limit: 10, offset: 0, cursor: back.prev_cursor ?? '' });
    expect(ids(start)).toEqual(ids(first));
    const newest = await listJobs(stage.deps, EVERYTHING, { limit: 10, offset: 0, cursor: start.prev_cursor ?? '' });
    expect(ids(newest)).toEqual([arrived]);
    expect(newest.prev_cursor).toBeNull();
    await sql`DELETE FROM ix_jobs WHERE job_id = ${arrived}`.execute(stage.em.getKysely());
  });

  it('refuses a text too short to search for', async () => {
    await expect(list({ text: 'ab' })).rejects.toThrow(/at least 3 characters, got "ab"/);
  });

  it.each([
    'abc',
    Buffer.from('older 2026-02-30T00:00:00.000000Z 01a20c1a-9f54-7067-a469-5fe43db2da84').toString('base64url'),
    Buffer.from('older 9999-99-99T00:00:00.000000Z 01a20c1a-9f54-7067-a469-5fe43db2da84').toString('base64url'),
    Buffer.from(`newer 2026-02-20T00:00:00.000000Z ${'-'.repeat(36)}`).toString('base64url'),
  ])('refuses a cursor that is none: %s', async (cursor) => {
    await expect(listJobs(stage.deps, EVERYTHING, { limit: 7, offset: 0, cursor })).rejects.toThrow(/cursor/);
  });
});
