/** What the health page is told of the last hour and day. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recentBuckets } from '../../src/store/workload.ts';
import { Stage } from '../support/stage.ts';

const HOUR = 3600;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

/** `count` jobs, submitted evenly over the hour `hours` ago, each started as many seconds later as its number says. */
async function ended(status: 'done' | 'error', count: number, hours: number): Promise<void> {
  await sql`
    INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, status, turn, created_at, started_at, finished_at, request_hash, request, response)
    SELECT gen_random_uuid(), substr(md5(random()::text), 1, 16), 'default', gen_random_uuid()::text, ${status}, 0, at, at + make_interval(secs => n),
      at + make_interval(secs => n + 1), '\\x00', '{}', '{}'
    FROM generate_series(1, ${count}::int) AS n,
      LATERAL (SELECT to_timestamp((floor(extract(epoch FROM now()) / ${HOUR}) - ${hours}) * ${HOUR} + ${HOUR} * (n - 0.5) / ${count}) AS at) AS submitted
    `.execute(stage.em.getKysely());
}

it('counts an hour with few jobs, and estimates one with many', async () => {
  await ended('done', 9, 3);
  await ended('error', 2, 3);
  await ended('done', 3600, 2);
  // The hour may end meanwhile: those without jobs are left out.
  const buckets = await recentBuckets(stage.em, 24, HOUR);
  expect(buckets).toHaveLength(24);
  const [few, many, ...more] = buckets.filter(({ done }) => done > 0);
  expect(few).toMatchObject({ done: 9, error: 2, estimated: false, wait_median: 4 });
  expect(few?.wait_p95).toBeCloseTo(8.5);
  expect(many).toMatchObject({ error: 0, estimated: true });
  expect(many?.done).toBeGreaterThan(3500);
  expect(many?.done).toBeLessThan(3700);
  expect(more).toEqual([]);
  expect(buckets.find(({ done }) => done === 0)).toMatchObject({ error: 0, estimated: false, wait_median: null, wait_p95: null });
  expect(buckets.map(({ at }) => at)).toEqual(buckets.map(({ at }) => at).toSorted());
});
