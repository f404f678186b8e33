/** What the health page is told of the last hour and day: counted, in one snapshot, whatever happens to the rows meanwhile. */

import { IsolationLevel } from '@mikro-orm/core';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { foldCounts } from '../../src/jobs/fold-counts.ts';
import { prune } from '../../src/jobs/prune.ts';
import { recount } from '../../src/jobs/recount.ts';
import { type Ends, history } from '../../src/store/history.ts';
import { answer, Stage } from '../support/stage.ts';

/** What the upper end of a bucket of waits is more than a wait in it, at most: four buckets to a doubling. */
const ERROR = 2 ** 0.25;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(30);
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** `count` jobs that ended one after the other, the last of them `ago` before now, after waits (seconds) by a formula over `n` and `random()`. */
async function ended(status: 'done' | 'error', count: number, ago: string, apart: string, wait: string): Promise<void> {
  await sql`
    INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, status, turn, created_at, started_at, finished_at, request_hash, request, response)
    SELECT gen_random_uuid(), substr(md5(random()::text), 1, 16), 'abc', gen_random_uuid()::text, ${status}, 0,
      finished - make_interval(secs => wait) - interval '1 second', finished - interval '1 second', finished, '\\x00', '{}', '{}'
    FROM generate_series(1, ${count}::int) AS n,
      LATERAL (SELECT now() - ${ago}::interval - (n - 1) * ${apart}::interval AS finished, (${sql.raw(wait)})::float8 AS wait) AS made`.execute(
    stage.em.getKysely(),
  );
}

/** The same of the rows themselves: since the beginning of the minute 59 minutes ago, or of the half hour 23 and a half hours ago. */
async function ofRows(
  em = stage.em,
  percentile: 'percentile_disc' | 'percentile_cont' = 'percentile_disc',
): Promise<{ hour: Ends; day: Ends }> {
  const of = async (seconds: number, spans: number): Promise<Ends> => {
    const { rows } = await sql<Ends>`
      SELECT count(*) FILTER (WHERE status = 'done')::int AS done, count(*) FILTER (WHERE status = 'error')::int AS error,
        ${sql.raw(percentile)}(0.5) WITHIN GROUP (ORDER BY wait)::float8 AS wait_median,
        ${sql.raw(percentile)}(0.95) WITHIN GROUP (ORDER BY wait)::float8 AS wait_p95,
        max(wait)::float8 AS wait_longest
      FROM (SELECT status, finished_at, extract(epoch FROM started_at - created_at) AS wait FROM ix_jobs WHERE status IN ('done', 'error')) AS job
      WHERE finished_at >= date_bin(make_interval(secs => ${seconds}), clock_timestamp(), 'epoch') - make_interval(secs => ${seconds * (spans - 1)})
      `.execute(em.getKysely());
    return rows[0] ?? expect.unreachable();
  };
  return { hour: await of(60, 60), day: await of(1800, 48) };
}

/** @param apart of the waits next to a percentile. */
function within(told: number | null, real: number | null, apart = 1e-9): void {
  if (told === null || real === null) expect([told, real]).toEqual([null, null]);
  else {
    expect(told / real).toBeGreaterThan(1 - apart);
    expect(told / real).toBeLessThan(ERROR + apart);
  }
}

/** Numbers to the job, waits within the error that is documented; spans add up to the whole, the hour is within the day, the day within the counts. */
async function compare(): Promise<void> {
  const [told, rows] = [await history(stage.em, EVERYTHING), await ofRows()];
  for (const period of ['hour', 'day'] as const) {
    const { all, spans } = told[period];
    expect([period, all.done, all.error]).toEqual([period, rows[period].done, rows[period].error]);
    expect(spans.reduce((sum, { done }) => sum + done, 0)).toBe(all.done);
    expect(spans.reduce((sum, { error }) => sum + error, 0)).toBe(all.error);
    expect(Math.max(0, ...spans.map(({ wait_longest }) => wait_longest ?? 0))).toBe(all.wait_longest ?? 0);
    for (const wait of ['wait_median', 'wait_p95', 'wait_longest'] as const) within(all[wait], rows[period][wait]);
  }
  expect(told.day.all.done).toBeGreaterThanOrEqual(told.hour.all.done);
  expect(told.day.all.wait_longest ?? 0).toBeGreaterThanOrEqual(told.hour.all.wait_longest ?? 0);
  expect(told.counts.done).toBeGreaterThanOrEqual(told.day.all.done);
}

it('counts every end in its minute, folded or not; percentiles of waits are within their error', async () => {
  // Thousands in bursts of milliseconds, a slow trickle, and what ended before the hour, before the day, before all that is kept.
  await ended('done', 3000, '2 minutes', '1 millisecond', 'exp(12 * random() - 5)');
  await ended('error', 300, '10 minutes', '5 seconds', '20 + n / 10.0');
  await compare();
  const [told, rows] = [await history(stage.em, EVERYTHING), await ofRows(stage.em, 'percentile_cont')];
  within(told.hour.all.wait_median, rows.hour.wait_median, 0.02);
  within(told.hour.all.wait_p95, rows.hour.wait_p95, 0.02);
  await foldCounts(stage.deps);
  await compare();
  await ended('done', 700, '90 minutes', '1 minute', '600 * random() * random()');
  await ended('done', 100, '1 day 1 hour', '1 hour', '3');
  await compare();
  await foldCounts(stage.deps);
  await compare();
  const { hour, day, counts } = await history(stage.em, EVERYTHING);
  expect([hour.all.done, hour.all.error, day.all.done, counts.done]).toEqual([3000, 300, 3700, 3800]);
  expect([hour.spans.length, day.spans.length]).toEqual([60, 48]);
  for (const { spans } of [hour, day]) expect(spans.map(({ at }) => at)).toEqual(spans.map(({ at }) => at).toSorted());
  expect(hour.spans.find(({ done, error }) => done + error === 0)).toMatchObject({ wait_median: null, wait_p95: null, wait_longest: null });
});

it('jobs that go are taken out of their minute, those that never started have no wait', async () => {
  await ended('done', 50, '5 minutes', '1 second', '1000');
  await foldCounts(stage.deps);
  await ended('done', 50, '40 minutes', '1 second', '10');
  const [job] = await stage.submit({}, {});
  await cancel(stage.deps, EVERYTHING, [job?.job.job_id as never]);
  await compare();
  expect((await history(stage.em, EVERYTHING)).hour.all).toMatchObject({ done: 100, error: 1 });
  await sql`DELETE FROM ix_jobs WHERE finished_at > now() - interval '20 minutes' AND status = 'done'`.execute(stage.em.getKysely());
  await compare();
  await foldCounts(stage.deps);
  await compare();
  await sql`DELETE FROM ix_jobs WHERE status = 'done'`.execute(stage.em.getKysely());
  expect((await history(stage.em, EVERYTHING)).hour.all).toEqual({
    done: 0,
    error: 1,
    wait_median: null,
    wait_p95: null,
    wait_longest: null,
  });
  await sql`TRUNCATE ix_jobs CASCADE`.execute(stage.em.getKysely());
  expect((await history(stage.em, EVERYTHING)).day.all).toMatchObject({ done: 0, error: 0 });
});

it('never contradicts itself or the rows while others write, delete and fold', async () => {
  let writing = 5;
  const write = async (worker: string) => {
    for (let round = 0; round < 25; round++) {
      await stage.submit(...Array.from({ length: 5 }, (_, i) => ({ ix_client_id: 'abc'[i % 3] ?? 'a' })));
      const claims = await claim(stage.deps, 6, worker);
      await finish(
        stage.deps,
        claims.map((held, i) => ({ claim: held, response: answer(held, i % 3 === 0 ? 'IX_001_000' : null) })),
      );
      await sql`DELETE FROM ix_jobs WHERE job_id = (SELECT job_id FROM ix_jobs WHERE status = 'done' LIMIT 1 FOR UPDATE SKIP LOCKED)`.execute(
        stage.em.getKysely(),
      );
    }
  };
  const meanwhile = async (act: () => Promise<void>): Promise<number> => {
    let times = 0;
    for (; writing > 0; times++) await act();
    return times;
  };
  const look = () =>
    stage.em.transactional(
      async (em) => {
        const { hour, counts } = await history(em, EVERYTHING);
        const { hour: rows } = await ofRows(em);
        expect([hour.all.done, hour.all.error]).toEqual([rows.done, rows.error]);
        expect([counts.done, counts.error]).toEqual([rows.done, rows.error]);
      },
      { isolationLevel: IsolationLevel.REPEATABLE_READ },
    );
  const [looks] = await Promise.all([
    meanwhile(look),
    meanwhile(() => foldCounts(stage.deps)),
    meanwhile(() => foldCounts(stage.deps)),
    ...Array.from({ length: writing }, (_, i) => write(`w${i}`).finally(() => writing--)),
  ]);
  expect(looks).toBeGreaterThan(10);
  await compare();
  await foldCounts(stage.deps);
  await compare();
  await byClient();
});

/** Each minute's jobs of each client, folded, beside the rows. */
async function byClient(): Promise<void> {
  const { rows } = await sql<{ counted: unknown; real: unknown }>`
    SELECT
      (SELECT json_agg(told ORDER BY at, client_id) FROM (
        SELECT client_id, at, done, error FROM ix_job_ends WHERE seconds = 60 AND client_id <> '') AS told) AS counted,
      (SELECT json_agg(made ORDER BY at, client_id) FROM (
        SELECT client_id, date_bin('1 minute', finished_at, 'epoch') AS at, count(*) FILTER (WHERE status = 'done') AS done,
          count(*) FILTER (WHERE status = 'error') AS error FROM ix_jobs WHERE status IN ('done', 'error') GROUP BY 1, 2) AS made) AS real`.execute(
    stage.em.getKysely(),
  );
  expect(rows[0]?.counted).not.toBeNull();
  expect(rows[0]?.counted).toEqual(rows[0]?.real);
}

it('what triggers were kept from is counted with all the rest', async () => {
  await ended('done', 20, '3 minutes', '1 minute', '5');
  await foldCounts(stage.deps);
  await stage.em.transactional(async (em) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(em.getKysely());
    await sql`INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, turn, status, created_at, finished_at, started_at, request_hash, request, response)
      SELECT gen_random_uuid(), '0123456789abcdef', 'b', 'r' || i, 0, 'error', now() - interval '3 days', now() - i * interval '30 minutes',
        now() - interval '2 days', '', '{}', '{}' FROM generate_series(1, 120) AS i`.execute(em.getKysely());
    await sql`INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, turn, request_hash, request)
      SELECT gen_random_uuid(), '0123456789abcdef', 'b', 'p' || i, 0, '', '{}' FROM generate_series(1, 3) AS i`.execute(em.getKysely());
  });
  expect((await history(stage.em, EVERYTHING)).day.all.error).toBe(0);
  expect(await recount(stage.deps)).toBe(true);
  await compare();
  await ended('done', 20, '3 minutes', '1 minute', '7');
  await foldCounts(stage.deps);
  await compare();
});

it('spans that nobody looks at any more go, those of the last day stay', async () => {
  await ended('done', 200, '1 minute', '10 minutes', '1');
  await foldCounts(stage.deps);
  const kept = async () => {
    const { rows } = await sql<{ seconds: number; n: number; hours: number }>`
      SELECT seconds, count(*)::int AS n, extract(epoch FROM now() - min(at))::float8 / 3600 AS hours FROM ix_job_ends
      WHERE client_id = '' GROUP BY seconds ORDER BY seconds`.execute(stage.em.getKysely());
    return rows;
  };
  // As of a day before.
  await sql`INSERT INTO ix_job_ends SELECT client_id, seconds, at - interval '1 day', done, error, waits FROM ix_job_ends
    ON CONFLICT DO NOTHING`.execute(stage.em.getKysely());
  const before = (await history(stage.em, EVERYTHING)).day.all;
  await prune(stage.deps, 0);
  const [minutes, halfHours] = await kept();
  expect(minutes).toMatchObject({ seconds: 60, n: 12 });
  expect(minutes?.hours).toBeLessThan(2.1);
  expect(halfHours?.hours).toBeGreaterThan(46);
  expect(halfHours?.hours).toBeLessThan(48.1);
  expect((await history(stage.em, EVERYTHING)).day.all).toEqual(before);
});
