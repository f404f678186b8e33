/** watchJob: what happens to one job, as it happens, until it has ended. */
import type { JobId } from '../contracts/ids.ts';
import { isTerminal, type Job } from '../contracts/job.ts';
import type { JobsDeps } from './deps.ts';
import { type JobProgress, onProgress } from './progress.ts';
import { getJob } from './read.ts';

/** A job without what it was asked and what it answered. */
export type JobState = Omit<Job, 'request' | 'response'>;

export type JobEvent =
  | { readonly type: 'job'; readonly job: JobState }
  /** While it runs. */
  | { readonly type: 'progress'; readonly progress: JobProgress };

/** How often to look without being told, in milliseconds: others' jobs move a pending one up in the queue. */
const LOOK_MS = { pending: 1000, running: 5000 };

/**
 * The job as it is, then every change of it and its progress; ends after the event of its end, when `signal` aborts, or when the job is
 * gone. Nothing at all: there is no such job.
 */
export async function* watchJob(deps: JobsDeps, jobId: JobId, signal: AbortSignal): AsyncGenerator<JobEvent> {
  let progress: JobProgress | null = null;
  let changed = true;
  let wake = () => {};
  const concerns = (ids: readonly string[] | null): void => {
    if (ids !== null && !ids.includes(jobId)) return;
    changed = true;
    wake();
  };
  const offs = [
    deps.queue.signals.on('finished', concerns),
    deps.queue.signals.on('cancel', concerns),
    onProgress(deps, jobId, (told) => {
      progress = told;
      wake();
    }),
  ];
  const take = (): JobProgress | null => {
    const told = progress;
    progress = null;
    return told;
  };
  try {
    for (let shown = ''; ; ) {
      changed = false;
      const job = await getJob(deps, jobId);
      if (job === null) return;
      const { request: _, response: __, ...state } = job;
      const text = JSON.stringify(state);
      if (text !== shown) yield { type: 'job', job: state };
      shown = text;
      if (isTerminal(job.status)) return;
      const look = performance.now() + LOOK_MS[job.status === 'pending' ? 'pending' : 'running'];
      for (;;) {
        const told = take();
        // Progress of a job that was pending: it runs now.
        if (told !== null && job.status === 'pending') changed = true;
        if (told !== null) yield { type: 'progress', progress: told };
        if (signal.aborted) return;
        const rest = look - performance.now();
        if (changed || rest <= 0) break;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, rest);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
        signal.removeEventListener('abort', wake);
      }
    }
  } finally {
    for (const off of offs) off();
  }
}
