/** Submits to a running ix as a program does, and waits for the end. */

export type Submission = Readonly<Record<string, unknown>>;
export interface SubmittedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @returns the new job's id. */
export async function submitTo(address: string, submission: Submission, file?: SubmittedFile): Promise<string> {
  const body = new FormData();
  body.append('request', JSON.stringify(submission));
  if (file !== undefined) body.append('files', new Blob([Uint8Array.from(file.bytes)]), file.name);
  const response = await fetch(`${address}/jobs`, { method: 'POST', body });
  const job: unknown = await response.json();
  if (response.status !== 201 || typeof job !== 'object' || job === null || !('job_id' in job)) throw new Error(JSON.stringify(job));
  return String(job.job_id);
}

/** Resolves once the job has ended. */
export async function ended(address: string, jobId: string): Promise<void> {
  for (;;) {
    const job: unknown = await (await fetch(`${address}/jobs/${jobId}`, { headers: { Prefer: 'wait=60' } })).json();
    if (typeof job === 'object' && job !== null && 'finished_at' in job && job.finished_at !== null) return;
  }
}
