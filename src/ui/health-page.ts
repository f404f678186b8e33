/** How ix is: what is wrong and what to do about it first, then the load, its history and who works on it. */
import { html } from 'hono/html';
import type { Endpoint } from '../contracts/callback.ts';
import type { Scope } from '../contracts/scope.ts';
import type { Health } from '../http/deps.ts';
import { USE_CASE_MAX, type Workload } from '../jobs/stats.ts';
import type { Ends, Period } from '../store/history.ts';
import type { Share } from '../store/workload.ts';
import { chart } from './charts.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { live } from './live.ts';
import { notice, page } from './page-frame.ts';
import { ago, count, counted, duration, named, time, visible } from './show.ts';
import { isConnected, placesOf } from './workers.ts';

/** Seconds between two looks of the page. */
const LOOK_SECONDS = 5;
/** A transaction open for longer keeps vacuum from cleaning up. */
const LONG_TRANSACTION_SECONDS = 300;
/** Of the connections the server allows. */
const CROWDED = 0.8;
const LONG_WAIT_SECONDS = 600;

export async function healthPage(deps: UiDeps, scope: Scope): Promise<Html> {
  const [health, load, endpoints] = await Promise.all([
    deps.health(),
    deps.workload(scope),
    deps.callbacks.endpoints(scope, { paused: true }),
  ]);
  const now = deps.now();
  const troubles = [...warnings(health, load, deps.leaseSeconds, now), ...pausedEndpoints(endpoints)];
  return page({
    scope,
    title: troubles.length === 0 ? 'Health' : `${counted(troubles.length, 'warning')} · Health`,
    here: 'health',
    body: html`<h1>Health</h1>
<div id="health">
${live({ url: '/ui/health', region: 'health', seconds: LOOK_SECONDS, now })}
<section aria-label="Warnings">
${troubles.length === 0 ? notice('info', 'All is well.', 'The database answers, the queue moves, and workers are connected.') : troubles.map(([title, text]) => notice('warning', title, text))}
</section>
<section aria-label="Load"><dl class="tiles">
${tile('Waiting', count(load.counts.pending), load.oldestPendingAt === null ? 'nothing waits' : html`the oldest since ${time(load.oldestPendingAt, now)}`)}
${tile('Running', count(load.counts.running), whoRuns(load))}
${tile('Done', count(load.counts.done), 'kept in the database')}
${tile('Error', count(load.counts.error), html`<a href="/ui/jobs?status=error">look at them</a>`)}
</dl></section>
<section aria-label="History" class="charts">
${throughput('Last hour, by minute', load.hour)}${waits('Waiting time, last hour', load.hour)}
${throughput('Last day, by half hour', load.day)}${waits('Waiting time, last day', load.day)}
</section>
<div class="columns">
${shares('Active by client', 'client', load.clients, 'No client has a job that waits or runs.')}
${shares('Active by use case', 'use_case', load.useCases, 'No use case is registered.')}
</div>
${workers(load, now)}
${parts(health)}
</div>`,
  });
}

const tile = (name: string, value: string, note: Html | string): Html =>
  html`<div class="tile"><dt>${name}</dt><dd><strong>${value}</strong><span class="quiet">${note}</span></dd></div>`;

/** Jobs whose worker is gone do not run, whatever their state says until they are taken back. */
function whoRuns({ workers, database }: Workload): string {
  const there = workers.filter(({ worker_id }) => isConnected(worker_id, database.workers));
  const orphans = workers.reduce((sum, { running }) => sum + running, 0) - there.reduce((sum, { running }) => sum + running, 0);
  const on = there.length === 0 && orphans > 0 ? '' : `on ${counted(there.length, 'worker')}`;
  return [on, orphans === 0 ? '' : `${count(orphans)} left by workers that are gone`].filter((part) => part !== '').join(', ');
}

function pausedEndpoints(endpoints: readonly Endpoint[]): [string, string][] {
  const held = endpoints.filter(({ paused_by }) => paused_by === 'breaker');
  if (held.length === 0) return [];
  const waiting = held.reduce((sum, { pending }) => sum + pending, 0);
  const names = held.slice(0, 3).map(({ origin, client_id }) => `${origin} of ${visible(client_id)}`);
  const text = `${names.join(', ')}${held.length > 3 ? ' and more' : ''}: ${counted(waiting, 'callback')} wait. They are tried again by themselves; “Callbacks” says what they answered.`;
  return [[`${counted(held.length, 'callback endpoint')} paused, as ${held.length === 1 ? 'it keeps' : 'they keep'} failing.`, text]];
}

/** Each with what an operator can do. */
function warnings(health: Health, load: Workload, leaseSeconds: number, now: Date): [string, string][] {
  const found: [string, string][] = [];
  const { database } = load;
  if (database.workers.length === 0)
    found.push([
      'No worker is connected.',
      'Jobs wait until one is: start `ix worker` (or `ix up`) on any host with this IX_DATABASE_URL.',
    ]);
  for (const [name, { ok, detail }] of Object.entries(health)) {
    if (!ok && name !== 'worker') found.push([`${name} is not well.`, detail ?? 'It gave no reason; the log has more.']);
  }
  const waiting = load.oldestPendingAt === null ? 0 : (now.getTime() - Date.parse(load.oldestPendingAt)) / 1000;
  if (waiting > LONG_WAIT_SECONDS && database.workers.length > 0) {
    found.push([
      `The oldest job waits for ${duration(waiting)}.`,
      'Add workers, raise IX_WORKER_CONCURRENCY, or look at what runs below: a slow model server or many long documents hold the others up.',
    ]);
  }
  if (database.longest_seconds !== null && database.longest_seconds > LONG_TRANSACTION_SECONDS) {
    found.push([
      `A transaction is open for ${duration(database.longest_seconds)}.`,
      `It keeps PostgreSQL from cleaning up, and everything gets slower. It belongs to “${database.longest_by}”, process ${database.longest_pid}: end that program, or run SELECT pg_terminate_backend(${database.longest_pid}).`,
    ]);
  }
  if (database.connections > database.max_connections * CROWDED) {
    found.push([
      `${database.connections} of ${database.max_connections} database connections are in use.`,
      'Lower IX_DB_POOL on the hosts, or raise max_connections of the server, before new ones are refused.',
    ]);
  }
  for (const worker of load.workers) {
    const silent = (now.getTime() - Date.parse(worker.heartbeat_at)) / 1000;
    const gone = !isConnected(worker.worker_id, database.workers);
    if (!gone && silent <= leaseSeconds) continue;
    const jobs = `${worker.running === 1 ? 'Its job goes' : `Its ${count(worker.running)} jobs go`} back to the queue`;
    const when = database.workers.length === 0 ? 'as soon as a worker is there to take them' : `within ${duration(2 * leaseSeconds)}`;
    found.push([
      `Worker ${worker.worker_id} ${gone ? 'is gone' : 'is silent'}.`,
      `It was heard of last ${ago(new Date(worker.heartbeat_at), now)}. ${jobs} ${when}.`,
    ]);
  }
  return found;
}

const ENDS = [
  { kind: 'done', words: 'done' },
  { kind: 'error', words: 'in error' },
];

function throughput(title: string, { all, spans }: Period): Html {
  return chart({
    title,
    summary: `${counted(all.done, 'job')} done, ${count(all.error)} in error`,
    bars: spans.map(({ at, done, error }) => ({
      at,
      label: done + error === 0 ? null : `${count(done)} done, ${count(error)} in error`,
      parts: [
        { value: done, kind: 'done' },
        { value: error, kind: 'error' },
      ],
    })),
    top: counted(Math.max(0, ...spans.map(({ done, error }) => done + error)), 'job'),
    legend: ENDS,
    nothing: '0 done, 0 in error',
  });
}

const WAITS = [
  { kind: 'median', words: 'half of them' },
  { kind: 'p95', words: '95 %' },
  { kind: 'longest', words: 'all' },
];

function waits(title: string, { all, spans }: Period): Html {
  const within = ({ wait_median, wait_p95, wait_longest }: Ends): string | null =>
    wait_median === null || wait_p95 === null || wait_longest === null
      ? null
      : `half within ${duration(wait_median)}, 95 % within ${duration(wait_p95)}, all within ${duration(wait_longest)}`;
  return chart({
    title,
    summary: within(all) ?? 'no job has started',
    bars: spans.map((span) => ({
      at: span.at,
      label: within(span),
      parts: [
        { value: span.wait_median ?? 0, kind: 'median' },
        { value: (span.wait_p95 ?? 0) - (span.wait_median ?? 0), kind: 'p95' },
        { value: (span.wait_longest ?? 0) - (span.wait_p95 ?? 0), kind: 'longest' },
      ],
    })),
    top: duration(all.wait_longest ?? 0),
    legend: WAITS,
    nothing: 'no jobs',
  });
}

function shares(title: string, parameter: 'client' | 'use_case', rows: readonly Share[], empty: string): Html {
  const n = (value: number) => (value >= USE_CASE_MAX && parameter === 'use_case' ? `${count(value)}+` : count(value));
  const link = (name: string, status: string, value: number) =>
    html`<a href="/ui/jobs?${new URLSearchParams([
      [parameter, name],
      ['status', status],
    ]).toString()}">${n(value)}</a>`;
  return html`<section><h2>${title}</h2>${
    rows.length === 0
      ? html`<p class="empty">${empty}</p>`
      : html`<table><thead><tr><th scope="col">Name</th><th scope="col">Waiting</th><th scope="col">Running</th></tr></thead><tbody>${rows.map((row) => html`<tr><th scope="row">${named(row.name)}</th><td class="number">${link(row.name, 'pending', row.pending)}</td><td class="number">${link(row.name, 'running', row.running)}</td></tr>`)}</tbody></table>`
  }</section>`;
}

/** Those that hold jobs, and those connected without any. */
function workers(load: Workload, now: Date): Html {
  const busy = load.workers.map(
    (worker) =>
      html`<tr><th scope="row"><code>${worker.worker_id}</code></th><td class="number">${count(worker.running)}</td><td>${time(worker.oldest_started_at, now)}</td><td>${isConnected(worker.worker_id, load.database.workers) ? NOTHING : html`<span class="badge lost">gone</span> `}${time(worker.heartbeat_at, now)}</td></tr>`,
  );
  const idle = placesOf(load.database.workers)
    .filter((place) => !load.workers.some((worker) => worker.worker_id.startsWith(`${place}:`)))
    .map(
      (place) =>
        html`<tr><th scope="row"><code>${place}</code></th><td class="number">0</td><td class="quiet">idle</td><td class="quiet">connected</td></tr>`,
    );
  return html`<section><h2>Workers</h2>${
    busy.length + idle.length === 0
      ? html`<p class="empty">None is connected. Start one: <code>npx ix worker</code></p>`
      : html`<table><thead><tr><th scope="col">Worker</th><th scope="col">Jobs</th><th scope="col">Oldest run</th><th scope="col">Heartbeat</th></tr></thead><tbody>${busy}${idle}</tbody></table>`
  }</section>`;
}

const STATES = {
  well: { badge: 'done', word: 'well' },
  absent: { badge: 'pending', word: 'absent' },
  ill: { badge: 'error', word: 'not well' },
} as const;

function parts(health: Health): Html {
  return html`<section><h2>Parts</h2><table><thead><tr><th scope="col">Part</th><th scope="col">State</th><th scope="col">What it says</th></tr></thead><tbody>${Object.entries(health).map(([name, { state, detail }]) => html`<tr><th scope="row">${name}</th><td><span class="badge ${STATES[state].badge}">${STATES[state].word}</span></td><td class="why">${detail ?? ''}</td></tr>`)}</tbody></table></section>`;
}
