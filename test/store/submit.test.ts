/** Submitting is idempotent: (client_id, request_id) names one job, whoever sends it and however often. */

import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { listJobs } from '../../src/jobs/read.ts';
import { rowOf, submit } from '../../src/jobs/submit.ts';
import { submitBatch } from '../../src/jobs/submit-batch.ts';
import { insertPending } from '../../src/store/insert-pending.ts';
import { TURN_JOBS } from '../../src/store/turns.ts';
import { KEYRING } from '../support/keyring.ts';
import { answer, newJob, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(60);
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

describe('submit', () => {
  it('stores a job with its ticket', async () => {
    const [submitted] = await stage.submit({
      ix_client_id: 'acme',
      request_id: 'r1',
      priority: 3,
      callback_url: 'https://example.com/hook',
    });
    expect(submitted).toMatchObject({ created: true, differs: false });
    expect(submitted?.job).toMatchObject({
      client_id: 'acme',
      request_id: 'r1',
      status: 'pending',
      priority: 3,
      attempts: 0,
      use_case: 'invoice',
      callback_url: 'https://example.com/hook',
      callback_status: null,
      response: null,
      started_at: null,
      finished_at: null,
    });
    expect(submitted?.job.ix_id).toMatch(/^[0-9a-f]{16}$/);
    expect(await stage.tickets()).toBe(1);
  });

  it('answers a replay with the first job, whose callback URL and priority win', async () => {
    const first = await stage.job({ request_id: 'r1', callback_url: 'https://example.com/one', priority: 1 });
    const [replay] = await stage.submit({ request_id: 'r1', callback_url: 'https://example.com/two', priority: 2 });
    expect(replay).toMatchObject({
      created: false,
      differs: false,
      job: { job_id: first, callback_url: 'https://example.com/one', priority: 1 },
    });
    expect(await stage.tickets()).toBe(1);
  });

  it('says when a replay carries another request, and leaves the stored one', async () => {
    const first = await stage.job({ request_id: 'r1', context: { texts: ['one'] } });
    const [replay] = await stage.submit({ request_id: 'r1', context: { texts: ['two'] } });
    expect(replay).toMatchObject({ created: false, differs: true, job: { job_id: first, request: { context: { texts: ['one'] } } } });
  });

  it('does not mind the order of keys', async () => {
    await stage.submit({ request_id: 'r1', context: { files: [{ url: 'https://e.com/a', headers: { a: '1', b: '2' } }] } });
    const [replay] = await stage.submit({
      request_id: 'r1',
      context: { files: [{ headers: { b: '2', a: '1' }, url: 'https://e.com/a' }] },
    });
    expect(replay).toMatchObject({ created: false, differs: false });
  });

  it('answers a finished job with its result', async () => {
    await stage.job({ request_id: 'r1' });
    const claims = await stage.claim(1, 'w');
    await finish(
      stage.deps,
      claims.map((held) => ({ claim: held, response: answer(held) })),
    );
    const [replay] = await stage.submit({ request_id: 'r1' });
    expect(replay).toMatchObject({ created: false, job: { status: 'done', queue: null } });
    expect(await stage.tickets()).toBe(0);
  });

  it('keeps clients apart: the same request id is two jobs', async () => {
    const answers = await stage.submit({ ix_client_id: 'a', request_id: 'r' }, { ix_client_id: 'b', request_id: 'r' });
    expect(answers.map((a) => a.created)).toEqual([true, true]);
  });

  it('takes equal keys in one batch once', async () => {
    const answers = await stage.submit(
      { request_id: 'x', context: { texts: ['1'] } },
      { request_id: 'y' },
      { request_id: 'x', context: { texts: ['2'] } },
    );
    expect(answers.map(({ created, differs }) => [created, differs])).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(answers[0]?.job.job_id).toBe(answers[2]?.job.job_id);
    expect(await stage.tickets()).toBe(2);
  });

  it('of 50 submits at once exactly one is new: one row, one ticket, 50 equal answers', async () => {
    for (let round = 0; round < 3; round++) {
      const item = newJob({ request_id: `r${round}` });
      const answers = await Promise.all(Array.from({ length: 50 }, () => submit(stage.deps, EVERYTHING, [item])));
      const flat = answers.flat();
      expect(flat.filter((a) => a.created)).toHaveLength(1);
      expect(new Set(flat.map((a) => a.job.job_id)).size).toBe(1);
      expect(flat.some((a) => a.differs)).toBe(false);
      expect(await stage.tickets()).toBe(round + 1);
    }
  });

  it('batches with keys in common, in any order, do not deadlock', async () => {
    for (let round = 0; round < 8; round++) {
      const keys = Array.from({ length: 40 }, (_, i) => ({ request_id: `k${round}-${i}` }));
      const answers = await Promise.all([stage.submit(...keys), stage.submit(...keys.toReversed()), stage.submit(...keys)]);
      expect(answers.flat().filter((a) => a.created)).toHaveLength(40);
    }
  });

  it('stores what PostgreSQL cannot read as replacement characters', async () => {
    const job = await stage.get(await stage.job({ context: { texts: ['a\u0000b \ud800 c \\u0000 d'] } }));
    expect(job.request.context.texts).toEqual(['a\ufffdb \ufffd c \\u0000 d']);
  });

  it('shows no user or password, of what is no URL either', async () => {
    const url = 'https://user:s3cret@/a@b.pdf?x=@';
    const job = await stage.get(await stage.job({ context: { files: [url] } }));
    expect(job).toMatchObject({ display_name: null, request: { context: { files: [{ url: '***' }] } } });
  });

  it('cuts a long name for the list', async () => {
    const name = `${'ä€😀'.repeat(340)}.pdf`;
    const [submitted] = await stage.submit({ context: { files: [{ url: 'https://e.com/a.pdf', display_name: name }] } });
    expect(submitted?.job.display_name).toMatch(/^(ä€😀){63}ä…$|^(ä€😀){63}ä€…$/u);
    expect(submitted?.job.request.context.files[0]).toMatchObject({ display_name: name });
    const { jobs } = await listJobs(stage.deps, EVERYTHING, { text: 'ä€😀', limit: 10, offset: 0 });
    expect(jobs.map(({ job_id }) => job_id)).toEqual([submitted?.job.job_id]);
  });

  it('shows no header values', async () => {
    const [submitted] = await stage.submit({
      context: { files: [{ url: 'https://e.com/a.pdf', headers: { Authorization: 'Bearer s3cret' } }] },
    });
    expect(JSON.stringify(submitted)).not.toContain('s3cret');
    expect(submitted?.job.request.context.files[0]).toMatchObject({ headers: { Authorization: '***' } });
    const [held] = await claim(stage.deps, 1, 'w');
    expect(JSON.stringify(held?.request)).toContain('s3cret');
  });

  it('does not read a client’s waiting jobs to place its new ones', async () => {
    const jobs = (n: number) => Array.from({ length: n }, () => newJob({ ix_client_id: 'busy' }));
    await submitBatch(stage.deps, EVERYTHING, jobs(1000));
    const read = await stage.em.transactional(async (em) => {
      // What earlier transactions of the connection read may still be in it.
      const soFar = async () => {
        const { rows } = await sql<{ n: number }>`
          SELECT pg_stat_get_xact_tuples_returned('ix_jobs_turns'::regclass)::int AS n`.execute(em.getKysely());
        return rows[0]?.n ?? Number.NaN;
      };
      const before = await soFar();
      await insertPending(
        em,
        jobs(50).map((job) => rowOf(KEYRING, job)),
        stage.deps.heads,
      );
      return (await soFar()) - before;
    });
    expect(read).toBeGreaterThan(0);
    // Its last turn, and that turn's jobs.
    expect(read).toBeLessThan(2 * TURN_JOBS);
  });
});
