/** The verdict on a chaos run: every promise of ix, checked on what was recorded. Pure: knows neither processes nor database. */
import { isDeepStrictEqual } from 'node:util';
import type { JobStatus } from '../../src/contracts/job.ts';
import { countByJob, type HistoryEvent } from './history.ts';
import type { PlannedJob } from './plan.ts';
import { byJob, nameOf, type Transition } from './transitions.ts';

export interface JobRow {
  readonly job: string;
  readonly client: string;
  readonly request: string;
  readonly status: JobStatus;
  readonly attempts: number;
  readonly strikes: number;
  readonly code: string | null;
  readonly callbackStatus: string | null;
  /** The response without its timings, which differ from run to run. */
  readonly answer: unknown;
}

export interface CallbackRow {
  readonly id: string;
  readonly job: string;
  readonly status: string;
}

/** As the receiver got it, its signature verified. */
export interface Delivery {
  readonly webhookId: string;
  readonly job: string;
  readonly body: string;
}

export interface Evidence {
  readonly planned: readonly PlannedJob[];
  readonly history: readonly HistoryEvent[];
  readonly transitions: readonly Transition[];
  readonly rows: readonly JobRow[];
  readonly callbacks: readonly CallbackRow[];
  readonly deliveries: readonly Delivery[];
  /** Job → what one undisturbed run of its request answers. */
  readonly undisturbed: ReadonlyMap<string, unknown>;
  /** Per status and client (null: all): what countJobs says, and how many rows there are. */
  readonly counts: readonly { readonly what: string; readonly told: number; readonly counted: number }[];
  readonly tickets: number;
  readonly maxAttempts: number;
}

const CANCELLED = 'IX_003_000';
const GAVE_UP = 'IX_003_001';

/** What may happen to a job; `+1`: its `attempts` was raised. */
const LEGAL = new Set([
  'nothing→pending',
  'pending→running',
  'pending→error',
  'running→pending', // handed back
  'running→pending +1', // swept
  'running→done',
  'running→error',
  'running→error +1', // swept, for the last time
]);

/** One sentence a broken promise; empty: all were kept. */
export function judge(evidence: Evidence): string[] {
  return [...submitted(evidence), ...lives(evidence), ...runs(evidence), ...answers(evidence), ...callbacks(evidence), ...totals(evidence)];
}

/** Every submitted key has one row, acknowledged under its id and no other; nothing else is there. */
function* submitted({ planned, rows, history }: Evidence): Generator<string> {
  const acknowledged = new Map<string, Set<string>>();
  for (const event of history) {
    if (event.event !== 'acknowledged') continue;
    acknowledged.set(event.request, (acknowledged.get(event.request) ?? new Set()).add(event.job));
  }
  if (rows.length !== planned.length) yield `${planned.length} jobs were submitted, ${rows.length} are there`;
  const stored = Map.groupBy(rows, (row) => row.request);
  for (const { requestId } of planned) {
    const ids = [...(acknowledged.get(requestId) ?? [])];
    const found = (stored.get(requestId) ?? []).map((row) => row.job);
    if (ids.length === 0) yield `${requestId} was never acknowledged`;
    if (ids.length > 1) yield `${requestId} was acknowledged as ${ids.join(' and ')}`;
    if (found.length !== 1 || found[0] !== ids[0]) yield `${requestId}: acknowledged as ${ids}, stored as ${found}`;
  }
  const keys = new Set(planned.map(({ requestId }) => requestId));
  for (const row of rows) if (!keys.has(row.request)) yield `job ${row.job} (${row.request}) was never submitted`;
}

/** Legal steps only, each from where the one before it led to, one terminal step, and nothing after it. */
function* lives({ transitions, rows }: Evidence): Generator<string> {
  const steps = byJob(transitions);
  for (const row of rows) {
    const life = steps.get(row.job) ?? [];
    const story = life.map(nameOf).join(', ');
    if (!isTerminal(row.status)) yield `job ${row.job} is ${row.status}, not terminal: ${story}`;
    for (const [i, step] of life.entries()) {
      const before = life[i - 1];
      if (!LEGAL.has(nameOf(step))) yield `job ${row.job}: ${nameOf(step)} is no legal step: ${story}`;
      if (step.from !== (before?.to ?? null)) yield `job ${row.job}: ${nameOf(step)} does not follow: ${story}`;
      if (isTerminal(step.from)) yield `job ${row.job} changed after its end: ${story}`;
    }
    const ends = life.filter((step) => isTerminal(step.to)).length;
    if (ends !== 1) yield `job ${row.job} ended ${ends} times: ${story}`;
    const last = life.at(-1);
    if (last?.to !== row.status || last.attemptsTo !== row.attempts) yield `job ${row.job} is ${row.status} by none of its steps: ${story}`;
  }
  const known = new Set(rows.map((row) => row.job));
  for (const job of steps.keys()) if (!known.has(job)) yield `job ${job} is gone`;
}

/** A claim is committed without waiting for the disk: a server that ends in these ways may forget it, and another worker runs the job as well. */
const CRASHES = new Set(['restart immediate', 'failover', 'disk full']);

/** Job → the crashes of the server between its first run and its last: each may have lost a claim. */
function forgotten(history: readonly HistoryEvent[]): (job: string) => number {
  const over = new Map(history.flatMap((event) => (event.event === 'fault over' ? [[event.nth, event.at] as const] : [])));
  const crashes = history.flatMap((event) =>
    event.event === 'fault' && CRASHES.has(event.fault) ? [{ from: event.at, to: over.get(event.nth) ?? Number.POSITIVE_INFINITY }] : [],
  );
  const runs = Map.groupBy(
    history.filter((event) => event.event === 'run start'),
    ({ job }) => job,
  );
  return (job) => {
    const times = (runs.get(job) ?? []).map(({ at }) => at);
    return crashes.filter(({ from, to }) => from <= Math.max(...times) && to >= Math.min(...times)).length;
  };
}

/** Each run needs a claim of its own, and each claim but the last was lost (attempts), handed back, or forgotten in a crash. */
function* runs({ history, transitions, rows }: Evidence): Generator<string> {
  const lost = forgotten(history);
  const starts = countByJob(history, 'run start');
  const ends = countByJob(history, 'run end');
  const steps = byJob(transitions);
  for (const { job, status, attempts } of rows) {
    const [started, ended] = [starts.get(job) ?? 0, ends.get(job) ?? 0];
    const count = (name: string) => (steps.get(job) ?? []).filter((step) => nameOf(step) === name).length;
    const allowed = attempts + 1 + count('running→pending') + lost(job);
    if (started > allowed) yield `job ${job} was run ${started} times, ${attempts} attempts and its claims allow ${allowed}`;
    if (started > count('pending→running') + lost(job)) yield `job ${job} was run ${started} times on ${count('pending→running')} claims`;
    if (ended > started) yield `job ${job}: ${ended} runs ended, ${started} began`;
    if (status === 'done' && ended === 0) yield `job ${job} is done, and no run of it ended`;
  }
  const known = new Set(rows.map((row) => row.job));
  for (const job of starts.keys()) if (!known.has(job)) yield `job ${job} was run, and is not there`;
}

/** An answer is the one that an undisturbed run gives; an end without an answer has its cause. */
function* answers({ planned, history, rows, undisturbed, maxAttempts }: Evidence): Generator<string> {
  const toCancel = new Set(planned.filter(({ cancel }) => cancel).map(({ requestId }) => requestId));
  const asked = new Set(history.flatMap((event) => (event.event === 'cancel' ? [event.job] : [])));
  for (const { job, request, status, strikes, code, answer } of rows) {
    if (toCancel.has(request) !== asked.has(job)) yield `job ${job} (${request}) was ${asked.has(job) ? '' : 'not '}asked to be cancelled`;
    if ((status === 'done') !== (code === null)) yield `job ${job} is ${status} with code ${code}`;
    if (code === CANCELLED && !asked.has(job)) yield `job ${job} was cancelled, and nobody asked for it`;
    if (code === GAVE_UP && strikes !== maxAttempts) yield `job ${job} was given up after ${strikes} of ${maxAttempts} strikes`;
    if (strikes >= maxAttempts && code !== GAVE_UP && code !== CANCELLED) yield `job ${job} has ${strikes} strikes and code ${code}`;
    if (code === CANCELLED || code === GAVE_UP) continue;
    if (!isDeepStrictEqual(answer, undisturbed.get(job))) yield `job ${job} (${request}) has another answer than an undisturbed run`;
  }
}

/** Each terminal job with a callback URL has one callback, delivered under one webhook-id with one body, at least once. */
function* callbacks({ planned, rows, callbacks, deliveries }: Evidence): Generator<string> {
  const wanted = new Set(planned.filter(({ submission }) => submission.callback_url).map(({ requestId }) => requestId));
  const stored = Map.groupBy(callbacks, (callback) => callback.job);
  const received = Map.groupBy(deliveries, (delivery) => delivery.job);
  for (const { job, request, callbackStatus } of rows) {
    const [callback, ...others] = stored.get(job) ?? [];
    const sent = received.get(job) ?? [];
    if (!wanted.has(request)) {
      if (callback !== undefined || sent.length > 0) yield `job ${job} has a callback, and wanted none`;
      continue;
    }
    if (callback === undefined || others.length > 0) {
      yield `job ${job} has ${callback === undefined ? 'no callback' : `${1 + others.length} callbacks`}`;
      continue;
    }
    if (callback.status !== 'delivered' || callbackStatus !== 'delivered') {
      yield `the callback of job ${job} is ${callback.status}, its job says ${callbackStatus}`;
    }
    if (sent.length === 0) yield `the callback of job ${job} never came`;
    if (sent.some(({ webhookId }) => webhookId !== callback.id)) yield `the callback of job ${job} came under several webhook-ids`;
    const bodies = [...new Set(sent.map(({ body }) => body))];
    if (bodies.length > 1) yield `the callback of job ${job} came with several bodies:\n  ${bodies.join('\n  ')}`;
  }
  const known = new Set(rows.map((row) => row.job));
  for (const job of [...stored.keys(), ...received.keys()]) if (!known.has(job)) yield `there is a callback of ${job}, which is not there`;
}

function* totals({ counts, tickets, rows }: Evidence): Generator<string> {
  for (const { what, told, counted } of counts) if (told !== counted) yield `${what}: ${told} by countJobs, ${counted} rows`;
  const pending = rows.filter((row) => row.status === 'pending').length;
  if (tickets !== pending) yield `${tickets} tickets are left for ${pending} pending jobs`;
}

const isTerminal = (status: JobStatus | null): boolean => status === 'done' || status === 'error';
