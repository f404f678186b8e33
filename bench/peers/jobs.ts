/** The jobs that peers work off: rows like those of ix in a table of their own, and what ix does for one of them. */
import type pg from 'pg';
import { loadConfig } from '../../src/config.ts';
import type { IxId, JobId } from '../../src/contracts/ids.ts';
import type { RequestIX } from '../../src/contracts/request.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { onClient } from '../database.ts';

/** Source of both: the project's requirements. The slots are those of a worker of ix with its default settings. */
export const CONNECTIONS = 10;
export const SLOTS = loadConfig({}).IX_WORKER_CONCURRENCY;

/** A job as its work needs it. */
export interface PeerJob {
  readonly job_id: JobId;
  readonly ix_id: IxId;
  readonly request: RequestIX;
}

export interface Answer {
  readonly status: 'done' | 'error';
  /** JSON. */
  readonly response: string;
}

export type Work = (job: PeerJob) => Promise<Answer>;

/** Works off all of peer_jobs. What a peer sets up before is not counted: the rows themselves tell when the first was begun. */
export type Peer = (url: string, work: Work) => Promise<void>;

/** The work that ix does. */
export function byPipeline(pipeline: Pipeline): Work {
  const { signal } = new AbortController();
  return async ({ job_id, ix_id, request }) => {
    const response = await pipeline.run(request, { jobId: job_id, ixId: ix_id, signal });
    return { status: response.error === null ? 'done' : 'error', response: JSON.stringify(response) };
  };
}

/** No work, and an answer as large as the pipeline's: for the floor. */
export function withoutPipeline(): Work {
  const answer: Answer = { status: 'done', response: JSON.stringify({ result: 'x'.repeat(800) }) };
  return async () => answer;
}

/**
 * The main columns of ix_jobs, its key for idempotency, the indexes that a listing by status, client and use case needs, and one of what
 * waits. Exact totals, search, fair share, leases and fences are ix's alone.
 */
const TABLE = `
  CREATE TABLE peer_jobs (
    job_id       uuid PRIMARY KEY,
    ix_id        text NOT NULL,
    client_id    text NOT NULL,
    request_id   text NOT NULL,
    use_case     text,
    callback_url text,
    status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'done', 'error')),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at   timestamptz,
    finished_at  timestamptz,
    request      json NOT NULL,
    response     json,
    UNIQUE (client_id, request_id)
  );
  CREATE INDEX ON peer_jobs (created_at, job_id) WHERE status = 'pending';
  CREATE INDEX ON peer_jobs (status, created_at DESC, job_id DESC);
  CREATE INDEX ON peer_jobs (client_id, status, created_at DESC, job_id DESC);
  CREATE INDEX ON peer_jobs (use_case, status, created_at DESC, job_id DESC)`;

export async function makeTable(url: string): Promise<void> {
  await onClient(url, (client) => client.query(TABLE));
}

/** The table, with the first `count` of the jobs that wait in ix_jobs. */
export async function makePeerJobs(url: string, count: number): Promise<void> {
  await makeTable(url);
  await onClient(url, async (client) => {
    await client.query(
      `INSERT INTO peer_jobs (job_id, ix_id, client_id, request_id, use_case, callback_url, created_at, request)
       SELECT job_id, ix_id, client_id, request_id, use_case, callback_url, created_at, request FROM ix_jobs
       WHERE status = 'pending' ORDER BY created_at, job_id LIMIT $1`,
      [count],
    );
    await client.query('VACUUM (ANALYZE) peer_jobs');
  });
}

export async function waitingIds(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ job_id: string }>(
    `SELECT job_id FROM peer_jobs WHERE status = 'pending' ORDER BY created_at, job_id`,
  );
  return rows.map(({ job_id }) => job_id);
}

const START = `UPDATE peer_jobs SET status = 'running', started_at = now() WHERE job_id = $1 RETURNING job_id, ix_id, request`;
const FINISH = 'UPDATE peer_jobs SET status = $2, response = $3, finished_at = now() WHERE job_id = $1';

/** Anything that sends statements: a pool, one of its clients. */
export type Queries = Pick<pg.Pool, 'query'>;

export async function finish(queries: Queries, job: PeerJob, { status, response }: Answer): Promise<void> {
  await queries.query({ name: 'finish', text: FINISH, values: [job.job_id, status, response] });
}

/** What the tickets of a queue start, and `all`, which resolves when so many are done and rejects when one fails. */
export function tasksOf(pool: pg.Pool, work: Work, count: number): { run(jobId: string): Promise<void>; readonly all: Promise<void> } {
  const all = Promise.withResolvers<void>();
  let left = count;
  const task = async (jobId: string) => {
    const { rows } = await pool.query<PeerJob>({ name: 'start', text: START, values: [jobId] });
    const [job] = rows;
    if (job === undefined) throw new Error(`no job ${jobId}`);
    await finish(pool, job, await work(job));
    if (--left === 0) all.resolve();
  };
  return { run: (jobId) => task(jobId).catch(all.reject), all: all.promise };
}
