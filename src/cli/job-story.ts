/** `ix jobs show --trace`: what has happened to a job, a line for each thing, from its submission to its last callback. */
import type { Callback } from '../contracts/callback.ts';
import type { Job } from '../contracts/job.ts';
import { printable, table } from './table.ts';

interface Happened {
  /** ISO 8601. */
  readonly at: string;
  readonly what: string;
  readonly about: string;
}

/** In order of time; what follows at the same moment stays behind what caused it. */
export function storyText(job: Job, callbacks: readonly Callback[]): string {
  const happened = [...submitted(job), ...runs(job), ...callbacks.flatMap((callback) => [...delivered(callback)]), ...reviewed(job)];
  const ordered = happened.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const first = Date.parse(job.created_at);
  return table(
    ['AT', 'AFTER', 'WHAT', ''],
    ordered.map(({ at, what, about }) => [at, `${((Date.parse(at) - first) / 1000).toFixed(3)} s`, what, printable(about)]),
  );
}

function* submitted(job: Job): Iterable<Happened> {
  const of = job.origin_job_id === null ? '' : `, a copy of ${job.origin_job_id}`;
  yield { at: job.created_at, what: 'submitted', about: `client ${job.client_id}, priority ${job.priority}${of}` };
  if (job.cancel_requested_at !== null) yield { at: job.cancel_requested_at, what: 'cancel asked', about: '' };
}

function* runs({ lost_runs, started_at, worker_id, response, finished_at, status, error }: Job): Iterable<Happened> {
  for (const { worker_id: worker, started_at: began, lost_at, reason } of lost_runs) {
    yield { at: began, what: 'run began', about: worker };
    yield { at: lost_at, what: 'run lost', about: reason === 'heartbeat' ? 'its worker fell silent' : 'it ran for too long' };
  }
  if (started_at !== null) yield { at: started_at, what: 'run began', about: worker_id ?? '' };
  if (started_at !== null) yield* steps(started_at, response?.metadata.timings ?? []);
  if (finished_at !== null) yield { at: finished_at, what: status, about: error ?? '' };
}

/** One after the other: what lies between them, such as waiting for a thread, is not told apart. */
function* steps(from: string, timings: readonly { readonly step: string; readonly elapsed_seconds: number }[]): Iterable<Happened> {
  let at = Date.parse(from);
  for (const { step, elapsed_seconds } of timings) {
    at += 1000 * elapsed_seconds;
    yield { at: new Date(at).toISOString(), what: `step ${step}`, about: `${elapsed_seconds.toFixed(3)} s` };
  }
}

function* delivered({ log, url, reviewed: of, status, finished_at }: Callback): Iterable<Happened> {
  const what = of === null ? 'callback' : 'callback of the review';
  for (const { attempt, started_at, duration_ms, status_code, error } of log)
    yield { at: started_at, what: `${what}, attempt ${attempt}`, about: `${error ?? `answered ${status_code}`} (${duration_ms} ms)` };
  if (finished_at !== null) yield { at: finished_at, what: `${what} ${status}`, about: url };
}

function* reviewed({ review }: Job): Iterable<Happened> {
  for (const { at, kind, path, by } of review?.decisions ?? [])
    yield { at, what: `review: ${kind}`, about: `${path ?? ''} by ${by}`.trim() };
}
