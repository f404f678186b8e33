/** Gathers what a chaos run left: the rows, the counts, the callbacks, the tickets, and what undisturbed runs answer. */

import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { pino } from 'pino';
import { z } from 'zod';
import { Metrics } from '../../src/app/metrics.ts';
import { openPipeline } from '../../src/app/worker.ts';
import { loadConfig } from '../../src/config.ts';
import type { IxId, JobId } from '../../src/contracts/ids.ts';
import { JOB_STATUSES } from '../../src/contracts/job.ts';
import { type RequestIX, SubmissionSchema } from '../../src/contracts/request.ts';
import type { ResponseIX } from '../../src/contracts/response.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { createEgress } from '../../src/egress/egress.ts';
import { Traffic } from '../../src/http/traffic.ts';
import { loadUseCases } from '../../src/pipeline/use-cases/registry.ts';
import { countJobs } from '../../src/store/counts.ts';
import { waitingTickets } from '../support/tickets.ts';
import type { JobTime } from './effects.ts';
import type { CallbackRow, Evidence, JobRow } from './judge.ts';
import { CLIENTS, type PlannedJob } from './plan.ts';
import { eachOf } from './submit.ts';

const RowSchema = z.object({
  job: z.string(),
  ixId: z.string(),
  client: z.string(),
  request: z.string(),
  status: z.enum(JOB_STATUSES),
  attempts: z.number(),
  strikes: z.number(),
  code: z.string().nullable(),
  callbackStatus: z.string().nullable(),
  answer: z.unknown(),
});
export type StoredRow = JobRow & { readonly ixId: string };

export async function readRows(orm: MikroORM): Promise<StoredRow[]> {
  const { rows } = await sql`
    SELECT job_id AS job, ix_id AS "ixId", client_id AS client, request_id AS request, status, attempts, strikes, response->>'code' AS code,
      callback_status AS "callbackStatus", response::jsonb - 'metadata' AS answer
    FROM ix_jobs ORDER BY job_id`.execute(orm.em.fork().getKysely());
  return z.array(RowSchema).parse(rows);
}

export async function readTimes(orm: MikroORM): Promise<JobTime[]> {
  const { rows } = await sql<JobTime>`
    SELECT extract(epoch FROM created_at)::float8 * 1000 AS created, extract(epoch FROM finished_at)::float8 * 1000 AS ended
    FROM ix_jobs WHERE finished_at IS NOT NULL`.execute(orm.em.fork().getKysely());
  return rows;
}

export async function readCallbacks(orm: MikroORM): Promise<CallbackRow[]> {
  const { rows } = await sql<CallbackRow>`SELECT callback_id AS id, job_id AS job, status FROM ix_callbacks`.execute(
    orm.em.fork().getKysely(),
  );
  return rows;
}

export async function compareCounts(orm: MikroORM, rows: readonly JobRow[]): Promise<Evidence['counts']> {
  const lanes = [null, ...CLIENTS].flatMap((client) => JOB_STATUSES.map((status) => ({ client, status })));
  return Promise.all(
    lanes.map(async ({ client, status }) => ({
      what: `${status} jobs of ${client ?? 'all clients'}`,
      told: await countJobs(orm.em.fork(), EVERYTHING, [status], client),
      counted: rows.filter((row) => row.status === status && (client === null || row.client === client)).length,
    })),
  );
}

/** What is not over yet: active jobs, callbacks not delivered, tickets of jobs. */
export async function unsettled(orm: MikroORM): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT ((SELECT count(*) FROM ix_jobs WHERE status IN ('pending', 'running'))
      + (SELECT count(*) FROM ix_callbacks WHERE status = 'pending'))::int AS n`.execute(orm.em.fork().getKysely());
  return (rows[0]?.n ?? 0) + (await waitingTickets(orm.em.fork()));
}

const IDLE = { busy: 0, idle: 0, waiting: 0 };

/** One run of each job's request, here, with nothing in its way. Job → the answer, as `readRows` has it. */
export async function runUndisturbed(
  orm: MikroORM,
  planned: readonly PlannedJob[],
  rows: readonly StoredRow[],
): Promise<Map<string, unknown>> {
  const egress = createEgress({ allow: ['127.0.0.1/32'] });
  const useCases = await loadUseCases(null);
  const metrics = new Metrics({ useCases: [], database: async () => ({ jobs: new Map(), oldestPendingSeconds: 0 }), pool: () => IDLE });
  const pipeline = openPipeline({
    config: loadConfig({}),
    orm,
    useCases,
    egress,
    beside: { recent: null, traffic: new Traffic() },
    llm: null,
    metrics,
    log: pino({ level: 'silent' }),
  });
  const submissions = new Map(planned.map((job) => [job.requestId, job.submission]));
  const answers = new Map<string, unknown>();
  try {
    await eachOf(rows, 8, async (row) => {
      const { callback_url: _url, priority: _priority, ...request } = SubmissionSchema.parse(submissions.get(row.request));
      const run = { jobId: row.job as JobId, ixId: row.ixId as IxId, signal: new AbortController().signal };
      answers.set(row.job, asStored(await pipeline.run(request satisfies RequestIX, run)));
    });
  } finally {
    await pipeline.close();
    await egress.close();
  }
  return answers;
}

/** What is left of an answer in JSON, without its timings. */
function asStored({ metadata: _timings, ...answer }: ResponseIX): unknown {
  return JSON.parse(JSON.stringify(answer));
}
