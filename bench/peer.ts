/** What a peer does for one job: the two writes of `ix_jobs` and the pipeline between them, whoever's queue told it to. */
import type pg from 'pg';
import { type IxId, JobIdSchema } from '../src/contracts/ids.ts';
import type { RequestIX } from '../src/contracts/request.ts';
import type { Pipeline } from '../src/pipeline/pipeline.ts';

const START = `UPDATE ix_jobs SET status = 'running', worker_id = $2, started_at = now(), heartbeat_at = now()
  WHERE job_id = $1 RETURNING request, ix_id`;
const FINISH = `UPDATE ix_jobs SET status = 'done', response = $2, finished_at = now(), heartbeat_at = NULL WHERE job_id = $1`;

/** @returns what works off the job of this id, and resolves when its answer is stored. */
export function peerTask(pool: pg.Pool, pipeline: Pipeline, peer: string): (jobId: unknown) => Promise<void> {
  return async (given) => {
    const jobId = JobIdSchema.parse(given);
    const { rows } = await pool.query<{ request: RequestIX; ix_id: IxId }>({ name: 'start', text: START, values: [jobId, peer] });
    const [job] = rows;
    if (job === undefined) throw new Error(`no job ${jobId}`);
    const response = await pipeline.run(job.request, { jobId, ixId: job.ix_id, signal: new AbortController().signal });
    await pool.query({ name: 'finish', text: FINISH, values: [jobId, JSON.stringify(response)] });
  };
}
