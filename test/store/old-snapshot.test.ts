/** Under a transaction that stays open vacuum removes nothing: what the hot statements read must not grow with what was done since. */

import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { foldCounts } from '../../src/jobs/fold-counts.ts';
import { rowOf } from '../../src/jobs/submit.ts';
import { submitBatch } from '../../src/jobs/submit-batch.ts';
import { DELIVER, QUEUE_SCHEMA } from '../../src/queue/queues.ts';
import { claimRows } from '../../src/store/claim.ts';
import { foldDeltas } from '../../src/store/counts.ts';
import { finishClaimed } from '../../src/store/finish.ts';
import { insertPending } from '../../src/store/insert-pending.ts';
import { QueueHeads } from '../../src/store/queue-heads.ts';
import { KEYRING } from '../support/keyring.ts';
import { answer, newJob, Stage } from '../support/stage.ts';

/** Every look is followed by a hint, as one of a long index would be. */
const heads = new QueueHeads(0, Number.POSITIVE_INFINITY);

const ROUNDS = 40;
const JOBS = 50;

let stage: Stage;
let old: pg.Client;

beforeAll(async () => {
  stage = await Stage.open();
  old = new pg.Client({ connectionString: stage.url });
  await old.connect();
  await old.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM ix_jobs LIMIT 1');
});
afterAll(async () => {
  await old.end();
  await stage.close();
});

it('submitting, claiming, finishing and folding read as much after 2,000 jobs as after 50', async () => {
  const jobs = () => Array.from({ length: JOBS }, () => newJob({}));
  const round = async () => {
    const deps = { ...stage.deps, heads };
    await submitBatch(deps, EVERYTHING, jobs());
    const held = await claim(deps, JOBS, 'w', { tickets: await deps.queue.fetch(DELIVER, JOBS) });
    await finish(
      stage.deps,
      held.map((one) => ({ claim: one, response: answer(one) })),
    );
    await foldCounts(stage.deps);
  };
  const reads = () =>
    stage.em.transactional(async (em) => {
      // Entries and rows, dead ones too: of the indexes that are scanned, of the tables that are.
      const soFar = async () => {
        const { rows } = await sql<{ n: number }>`
          SELECT sum(pg_stat_get_xact_tuples_returned(oid))::int AS n FROM pg_class
          WHERE relkind IN ('r', 'i') AND relnamespace IN ('public'::regnamespace, ${QUEUE_SCHEMA}::regnamespace)`.execute(em.getKysely());
        return rows[0]?.n ?? Number.NaN;
      };
      const read = async (work: () => Promise<unknown>) => {
        const before = await soFar();
        await work();
        return (await soFar()) - before;
      };
      let held: Awaited<ReturnType<typeof claimRows>> = [];
      return {
        submit: await read(() =>
          insertPending(
            em,
            jobs().map((job) => rowOf(KEYRING, job)),
            heads,
          ),
        ),
        claim: await read(async () => {
          held = await claimRows(em, KEYRING, 'w', { free: JOBS, suspects: 1, clientMaxRunning: 0 }, heads);
        }),
        finish: await read(() =>
          finishClaimed(
            em,
            held.map((one) => ({ claim: one, response: answer(one) })),
            0,
          ),
        ),
        fold: await read(() => foldDeltas(em)),
      };
    });

  await round();
  await stage.submit({});
  // As autovacuum does within a minute. All indexes of pg-boss begin with the queue's name; this tells the planner how little that tells.
  await sql`ANALYZE ${sql.table(`${QUEUE_SCHEMA}.job`)}`.execute(stage.em.getKysely());
  const young = await reads();
  for (let n = 0; n < ROUNDS; n++) await round();
  await stage.submit({});
  const aged = await reads();
  for (const what of ['submit', 'claim', 'finish', 'fold'] as const)
    expect(aged[what], what).toBeLessThan(young[what] + ROUNDS * JOBS * 0.2);
});
