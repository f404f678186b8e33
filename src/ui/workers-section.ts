/** The workers on the page of health: those that are there and how busy they are, and those that were within the last hour. */
import { html } from 'hono/html';
import type { Pause } from '../contracts/pause.ts';
import type { Scope } from '../contracts/scope.ts';
import type { Worker } from '../contracts/worker.ts';
import type { Workload } from '../jobs/stats.ts';
import type { WorkerRow } from '../store/workload.ts';
import { type Html, NOTHING } from './html.ts';
import { pauseButton } from './pauses.ts';
import { count, named, time, visible } from './show.ts';
import { healthWords } from './words/health.ts';
import { isConnected, placesOf } from './workers.ts';

interface Shown {
  readonly id: string;
  /** What it says of itself; null: nothing, as one of an older version. */
  readonly said: Worker | null;
  /** The jobs it holds; null: none. */
  readonly holds: WorkerRow | null;
  readonly connected: boolean;
}

/** The lock says who is there, rows say the rest. */
export function workersSection(scope: Scope, pauses: readonly Pause[], told: readonly Worker[], load: Workload, now: Date): Html {
  const w = healthWords();
  const shown = shownOf(told, load);
  const places = placesOf(load.database.workers).filter((place) => !shown.some(({ id }) => id.startsWith(`${place}:`)));
  const heads = [w.worker, w.version, w.since, w.jobs, w.busy, w.memory, w.takes, w.oldestRun, w.seen];
  return html`<section id="workers"><h2>${w.workers}</h2>${load.database.workers.length === 0 ? html`<p class="empty">${w.noneConnected} <code>npx ix worker</code></p>` : NOTHING}${
    shown.length + places.length === 0
      ? NOTHING
      : html`<div class="scroll"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}<th scope="col"><span class="hidden">${w.act}</span></th></tr></thead><tbody>${shown.map((one) => row(scope, pauses, one, now))}${places.map((place) => html`<tr><th scope="row"><code>${place}</code></th><td colspan="9" class="quiet">${w.connected}</td></tr>`)}</tbody></table></div>`
  }</section>`;
}

/** Those connected first. One that started later in the place of another has the lock that is held there. */
function shownOf(told: readonly Worker[], { workers, database }: Workload): Shown[] {
  const last = new Map<string, Worker>();
  for (const one of told.toSorted((a, b) => a.started_at.localeCompare(b.started_at))) last.set(placeOf(one.worker_id), one);
  const shown = (id: string, said: Worker | null): Shown => ({
    id,
    said,
    holds: workers.find((worker) => worker.worker_id === id) ?? null,
    connected: said?.state !== 'stopped' && (last.get(placeOf(id))?.worker_id ?? id) === id && isConnected(id, database.workers),
  });
  const silent = workers.filter(({ worker_id }) => !told.some((one) => one.worker_id === worker_id));
  const all = [...silent.map(({ worker_id }) => shown(worker_id, null)), ...told.map((one) => shown(one.worker_id, one))];
  return [...all.filter(({ connected }) => connected), ...all.filter(({ connected }) => !connected)];
}

/** `host:pid` of an id. */
const placeOf = (id: string): string => id.slice(0, id.lastIndexOf(':'));

function row(scope: Scope, pauses: readonly Pause[], { id, said, holds, connected }: Shown, now: Date): Html {
  const w = healthWords();
  const isQuiet = pauses.some(({ kind, name }) => kind === 'worker' && name === id);
  const badges = [
    connected
      ? NOTHING
      : said?.state === 'stopped'
        ? html` <span class="badge">${w.stopped}</span>`
        : html` <span class="badge lost">${w.gone}</span>`,
    isQuiet ? html` <span class="badge">${w.isQuiet}</span>` : NOTHING,
  ];
  const running = holds?.running ?? 0;
  const told = connected ? said : null;
  return html`<tr><th scope="row"><code>${visible(id)}</code>${badges}</th><td>${said === null ? '–' : said.version}</td><td>${time(said?.started_at ?? null, now)}</td><td class="number">${said === null ? count(running) : w.ofSlots(count(running), count(said.slots))}</td><td class="number">${told === null ? '–' : w.percent(Math.round(told.busy * 100))}</td><td class="number">${told === null ? '–' : `${count(Math.round(told.memory_bytes / 1_000_000))} MB`}</td><td>${said === null ? '–' : takes(said)}</td><td>${holds === null ? '–' : time(holds.oldest_started_at, now)}</td><td>${time(said?.seen_at ?? holds?.heartbeat_at ?? null, now)}</td><td>${connected || isQuiet ? pauseButton(scope, pauses, 'worker', id) : NOTHING}</td></tr>`;
}

function takes({ use_cases, engines }: Worker): Html | string {
  const w = healthWords();
  if (use_cases === null && engines === null) return w.takesAll;
  const list = (names: readonly string[]) => names.map((name, i) => html`${i === 0 ? '' : ', '}${named(name)}`);
  return html`${use_cases === null ? NOTHING : html`${w.ofUseCases} ${list(use_cases)}`}${use_cases === null || engines === null ? NOTHING : '; '}${engines === null ? NOTHING : html`${w.ofEngines} ${list(engines)}`}`;
}
