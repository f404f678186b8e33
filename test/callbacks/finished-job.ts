/** A job as GET shows it once it is done, without a database. */
import { newIxId, newJobId } from '../../src/contracts/ids.ts';
import { type Job, JobSchema } from '../../src/contracts/job.ts';
import { RequestIXSchema } from '../../src/contracts/request.ts';
import { emptyResponse } from '../../src/contracts/response.ts';

/** What a callback of the job's end says of it. */
export const ENDED = { event: null, reviewed: null, createdAt: '2026-11-24T12:00:01.000000Z' } as const;

export function finishedJob(): Job {
  const [jobId, ixId] = [newJobId(), newIxId()];
  const ids = { ix_client_id: 'default', request_id: 'r', ix_id: ixId, use_case: 'invoice' };
  return JobSchema.parse({
    job_id: jobId,
    ix_id: ixId,
    client_id: 'default',
    request_id: 'r',
    status: 'done',
    use_case: 'invoice',
    use_case_version: null,
    display_name: null,
    priority: 0,
    attempts: 0,
    strikes: 0,
    lost_runs: [],
    callback_url: 'https://example.com/hook',
    callback_status: 'pending',
    worker_id: 'w',
    origin_job_id: null,
    batch_id: null,
    needs_review: false,
    not_before: null,
    deadline_at: null,
    held: null,
    code: null,
    error: null,
    review: null,
    cancel_requested_at: null,
    callback_error: null,
    created_at: '2026-11-24T12:00:00Z',
    started_at: '2026-11-24T12:00:00Z',
    finished_at: '2026-11-24T12:00:01Z',
    request: RequestIXSchema.parse({ use_case: 'invoice', request_id: 'r' }),
    response: emptyResponse(ids),
    queue: null,
  });
}
