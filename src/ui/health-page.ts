/** How ix is: what is wrong and what to do about it first, then the load, its history and who works on it. */
import { html } from 'hono/html';
import type { Endpoint } from '../contracts/callback.ts';
import type { Pause } from '../contracts/pause.ts';
import type { Scope } from '../contracts/scope.ts';
import type { Health } from '../http/deps.ts';
import { LATELY, USE_CASE_MAX, type Workload } from '../jobs/stats.ts';
import type { Ends, Period } from '../store/history.ts';
import type { ClientLately, Share } from '../store/workload.ts';
import { chart } from './charts.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { live } from './live.ts';
import { notice, page } from './page-frame.ts';
import { pauseButton, pausesSection } from './pauses.ts';
import { ago, count, counted, duration, named, time, visible } from './show.ts';
import { healthWords } from './words/health.ts';
import { isConnected } from './workers.ts';
import { workersSection } from './workers-section.ts';

/** Seconds between two looks of the page. */
const LOOK_SECONDS = 5;
/** A transaction open for longer keeps vacuum from cleaning up. */
const LONG_TRANSACTION_SECONDS = 300;
/** Of the connections the server allows. */
const CROWDED = 0.8;
const LONG_WAIT_SECONDS = 600;

export async function healthPage(deps: UiDeps, scope: Scope): Promise<Html> {
  const w = healthWords();
  const [health, load, endpoints, pauses, told] = await Promise.all([
    deps.health(),
    deps.workload(scope),
    deps.callbacks.endpoints(scope, { paused: true }),
    deps.pauses.list(scope),
    deps.listWorkers(scope),
  ]);
  const now = deps.now();
  const troubles = [...warnings(health, load, deps.leaseSeconds, now), ...pausedEndpoints(endpoints)];
  return page({
    scope,
    title: troubles.length === 0 ? w.title : w.titleWith(counted(troubles.length, 'warning')),
    here: 'health',
    body: html`<h1>${w.title}</h1>
<div id="health">
${live({ url: '/ui/health', region: 'health', seconds: LOOK_SECONDS, now })}
<section aria-label="${w.warnings}">
${troubles.length === 0 ? notice('info', w.allWell, w.allWellText) : troubles.map(([title, text]) => notice('warning', title, text))}
</section>
<section aria-label="${w.load}"><dl class="tiles">
${tile(w.waiting, count(load.counts.pending), load.oldestPendingAt === null ? w.nothingWaits : html`${w.oldestSince} ${time(load.oldestPendingAt, now)}`)}
${tile(w.running, count(load.counts.running), whoRuns(load))}
${tile(w.done, count(load.counts.done), w.kept)}
${tile(w.error, count(load.counts.error), html`<a href="/ui/jobs?status=error">${w.lookAtThem}</a>`)}
</dl></section>
<section aria-label="${w.history}" class="charts">
${throughput('last-hour', w.lastHour, load.hour)}${waits('waits-hour', w.waitsHour, load.hour)}
${throughput('last-day', w.lastDay, load.day)}${waits('waits-day', w.waitsDay, load.day)}
</section>
<div class="columns">
${shares(scope, pauses, w.byClient, 'client', load.clients, w.noClient)}
${shares(scope, pauses, w.byUseCase, 'use_case', load.useCases, w.noUseCase)}
</div>
${clientsSection(load.lately)}
${workersSection(scope, pauses, told, load, now)}
${pausesSection(scope, pauses, now)}
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
  const w = healthWords();
  const left = orphans === 0 ? [] : [w.leftBy(count(orphans))];
  if (there.length > 0) return [w.onWorkers(counted(there.length, 'worker')), ...left].join(', ');
  return left[0] ?? w.areConnected(counted(database.workers.length, 'worker'));
}

function pausedEndpoints(endpoints: readonly Endpoint[]): [string, string][] {
  const held = endpoints.filter(({ paused_by }) => paused_by === 'breaker');
  if (held.length === 0) return [];
  const w = healthWords();
  const waiting = held.reduce((sum, { pending }) => sum + pending, 0);
  const names = held.slice(0, 3).map(({ origin, client_id }) => w.of(origin, visible(client_id)));
  const text = `${names.join(', ')}${held.length > 3 ? w.andMore : ''}${w.callbacksWait(counted(waiting, 'callback'))}`;
  return [[w.endpointsPaused(counted(held.length, 'endpoint'), held.length), text]];
}

/** Each with what an operator can do. */
function warnings(health: Health, load: Workload, leaseSeconds: number, now: Date): [string, string][] {
  const found: [string, string][] = [];
  const { database } = load;
  const w = healthWords();
  if (database.workers.length === 0) found.push([w.noWorker, w.startOne]);
  for (const [name, { ok, detail }] of Object.entries(health)) {
    if (!ok && name !== 'worker') found.push([w.notWell(name), detail ?? w.noReason]);
  }
  const waiting = load.oldestPendingAt === null ? 0 : (now.getTime() - Date.parse(load.oldestPendingAt)) / 1000;
  if (waiting > LONG_WAIT_SECONDS && database.workers.length > 0) {
    found.push([w.oldestWaits(duration(waiting)), w.addWorkers]);
  }
  if (database.longest_seconds !== null && database.longest_seconds > LONG_TRANSACTION_SECONDS) {
    found.push([w.transactionOpen(duration(database.longest_seconds)), w.endIt(database.longest_by ?? '', database.longest_pid ?? 0)]);
  }
  if (database.connections > database.max_connections * CROWDED) {
    found.push([w.crowded(database.connections, database.max_connections), w.lowerPool]);
  }
  for (const worker of load.workers) {
    const silent = (now.getTime() - Date.parse(worker.heartbeat_at)) / 1000;
    const gone = !isConnected(worker.worker_id, database.workers);
    if (!gone && silent <= leaseSeconds) continue;
    const jobs = worker.running === 1 ? w.itsJob : w.itsJobs(count(worker.running));
    const when = database.workers.length === 0 ? w.onceAWorker : w.within(duration(2 * leaseSeconds));
    found.push([
      gone ? w.workerGone(worker.worker_id) : w.workerSilent(worker.worker_id),
      `${w.heardOf(ago(new Date(worker.heartbeat_at), now))} ${jobs} ${when}.`,
    ]);
  }
  return found;
}

function throughput(id: string, title: string, { all, spans }: Period): Html {
  const w = healthWords();
  return chart({
    id,
    title,
    summary: w.jobsDone(counted(all.done, 'job'), count(all.error)),
    bars: spans.map(({ at, done, error }) => ({
      at,
      label: done + error === 0 ? null : w.barDone(count(done), count(error)),
      parts: [
        { value: done, kind: 'done' },
        { value: error, kind: 'error' },
      ],
    })),
    top: counted(Math.max(0, ...spans.map(({ done, error }) => done + error)), 'job'),
    legend: [
      { kind: 'done', words: w.legendDone },
      { kind: 'error', words: w.legendError },
    ],
    nothing: w.barDone('0', '0'),
  });
}

function waits(id: string, title: string, { all, spans }: Period): Html {
  const w = healthWords();
  const within = ({ wait_median, wait_p95, wait_longest }: Ends): string | null =>
    wait_median === null || wait_p95 === null || wait_longest === null
      ? null
      : w.waits(duration(wait_median), duration(wait_p95), duration(wait_longest));
  return chart({
    id,
    title,
    summary: within(all) ?? w.noneStarted,
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
    legend: [
      { kind: 'median', words: w.half },
      { kind: 'p95', words: w.most },
      { kind: 'longest', words: w.all },
    ],
    nothing: w.noJobs,
  });
}

function shares(
  scope: Scope,
  pauses: readonly Pause[],
  title: string,
  parameter: 'client' | 'use_case',
  rows: readonly Share[],
  empty: string,
): Html {
  const w = healthWords();
  const isPaused = (name: string) => pauses.some((one) => one.kind === parameter && one.name === name);
  const n = (value: number) => (value >= USE_CASE_MAX && parameter === 'use_case' ? `${count(value)}+` : count(value));
  const link = (name: string, status: string, value: number) =>
    html`<a href="/ui/jobs?${new URLSearchParams([
      [parameter, name],
      ['status', status],
    ]).toString()}">${n(value)}</a>`;
  return html`<section><h2>${title}</h2>${
    rows.length === 0
      ? html`<p class="empty">${empty}</p>`
      : html`<div class="scroll"><table><thead><tr><th scope="col">${w.name}</th><th scope="col">${w.waiting}</th><th scope="col">${w.running}</th><th scope="col"><span class="hidden">${w.act}</span></th></tr></thead><tbody>${rows.map((row) => html`<tr><th scope="row">${named(row.name)}${isPaused(row.name) ? html` <span class="badge">${w.isPaused}</span>` : NOTHING}</th><td class="number">${link(row.name, 'pending', row.pending)}</td><td class="number">${link(row.name, 'running', row.running)}</td><td>${pauseButton(scope, pauses, parameter, row.name)}</td></tr>`)}</tbody></table></div>`
  }</section>`;
}

function clientsSection(rows: readonly ClientLately[]): Html | string {
  const w = healthWords();
  const all = rows.reduce((sum, { jobs }) => sum + jobs, 0);
  if (all === 0) return NOTHING;
  const wait = (seconds: number | null) => (seconds === null ? w.noneStarted : duration(seconds));
  return html`<section id="clients"><h2>${w.clientsLately}</h2>${all >= LATELY ? html`<p class="why">${w.ofTheLast(count(LATELY))}</p>` : NOTHING}
<div class="scroll"><table><thead><tr><th scope="col">${w.name}</th><th scope="col">${w.jobCount}</th><th scope="col">${w.share}</th><th scope="col">${w.halfWaited}</th><th scope="col">${w.longestWaited}</th></tr></thead><tbody>${rows.map((row) => html`<tr><th scope="row">${named(row.name)}</th><td class="number">${count(row.jobs)}</td><td class="number">${Math.round((100 * row.jobs) / all)} %</td><td class="number">${wait(row.wait_median)}</td><td class="number">${wait(row.wait_longest)}</td></tr>`)}</tbody></table></div></section>`;
}

const BADGES = { well: 'done', absent: 'pending', ill: 'error' } as const;

function parts(health: Health): Html {
  const w = healthWords();
  return html`<section><h2>${w.parts}</h2><table><thead><tr><th scope="col">${w.part}</th><th scope="col">${w.state}</th><th scope="col">${w.says}</th></tr></thead><tbody>${Object.entries(health).map(([name, { state, detail }]) => html`<tr><th scope="row">${name}</th><td><span class="badge ${BADGES[state]}">${w.states[state]}</span></td><td class="why">${detail ?? ''}</td></tr>`)}</tbody></table></section>`;
}
