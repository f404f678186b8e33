/**
 * What happens to jobs, as it happens, for all who watch in this process: one look at the database serves every watcher, and
 * each is told what is in its scope. Who joins gets a
 * look at its job; after that a job is looked at when a signal names it, and once in a while without one.
 *
 *   a watcher joins, a signal, the clock ──▶ due ──▶ one look at all that are due ──▶ each watcher's mailbox ──▶ its stream
 */
import { setImmediate } from 'node:timers/promises';
import type { JobId } from '../contracts/ids.ts';
import { isTerminal } from '../contracts/job.ts';
import { EVERYTHING, reaches, type Scope } from '../contracts/scope.ts';
import { getStates } from '../store/get-states.ts';
import type { JobsDeps } from './deps.ts';
import { type JobEvent, type JobState, Mailbox } from './mailbox.ts';
import { type JobProgress, progressIn } from './progress.ts';
import { presentStates } from './read.ts';

/** How often to look without being told, in milliseconds: others' jobs move a pending one up in the queue. */
const LOOK_MS = { pending: 1000, running: 5000 };

/** As many watch as may. */
export class WatchersFull extends Error {
  constructor(max: number) {
    super(`${max} watch jobs as they happen, as many as may; ask for the job with Prefer: wait meanwhile`);
    this.name = 'WatchersFull';
  }
}

interface Watched {
  /** As it was last looked at. */
  event: (JobEvent & { readonly type: 'job' }) | null;
  due: boolean;
  lookedAt: number;
  readonly mailboxes: Set<Mailbox>;
}

export class JobWatch {
  readonly #deps: JobsDeps;
  readonly #watched = new Map<JobId, Watched>();
  readonly #max: number;
  #watchers = 0;
  #looking: Promise<void> | null = null;
  #closed = false;
  #clock: NodeJS.Timeout | null = null;
  #offs: (() => void)[] = [];

  /** @param max watchers at a time. */
  constructor(deps: JobsDeps, max: number) {
    this.#deps = deps;
    this.#max = max;
  }

  /**
   * The job as it is, then its news and its progress; ends after the event of its end, when `signal` aborts, or when the job is gone.
   * Nothing at all: there is no such job in the scope. A change of its place in the queue is news when it is a large one: see `coarse`.
   * @throws WatchersFull, and what the first look at it fails with.
   */
  async *watch(scope: Scope, jobId: JobId, signal: AbortSignal): AsyncGenerator<JobEvent> {
    if (this.#watchers >= this.#max) throw new WatchersFull(this.#max);
    const mailbox = new Mailbox(scope);
    const stop = () => mailbox.end();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted || this.#closed) stop();
    this.#join(jobId, mailbox);
    try {
      for (let event = await mailbox.next(); event !== null; event = await mailbox.next()) {
        yield event;
        if (event.type === 'job' && isTerminal(event.job.status)) return;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      this.#leave(jobId, mailbox);
    }
  }

  /** Ends what is told to watchers, and the look that is under way: the database may be closed then. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { mailboxes } of this.#watched.values()) for (const mailbox of mailboxes) mailbox.end();
    await this.#looking;
  }

  #join(jobId: JobId, mailbox: Mailbox): void {
    this.#watchers++;
    if (this.#watched.size === 0) this.#begin();
    const watched = this.#watched.get(jobId) ?? { event: null, due: true, lookedAt: 0, mailboxes: new Set() };
    watched.mailboxes.add(mailbox);
    watched.due = true;
    this.#watched.set(jobId, watched);
    this.#look();
  }

  #leave(jobId: JobId, mailbox: Mailbox): void {
    const watched = this.#watched.get(jobId);
    watched?.mailboxes.delete(mailbox);
    this.#watchers--;
    if (watched?.mailboxes.size === 0) this.#watched.delete(jobId);
    if (this.#watched.size === 0) this.#rest();
  }

  /** The first of all watchers has come. */
  #begin(): void {
    const { signals } = this.#deps.queue;
    const changed = (ids: readonly string[] | null) => this.#changed(ids);
    this.#offs = [
      signals.on('finished', changed),
      signals.on('cancel', changed),
      signals.on('progress', (items) => {
        for (const { jobId, progress } of progressIn(items)) this.#progressed(jobId, progress);
      }),
    ];
    this.#clock = setInterval(() => this.#tick(), LOOK_MS.pending);
  }

  /** The last one has gone. */
  #rest(): void {
    for (const off of this.#offs.splice(0)) off();
    if (this.#clock !== null) clearInterval(this.#clock);
    this.#clock = null;
  }

  /** @param ids null: any may have. */
  #changed(ids: readonly string[] | null): void {
    for (const [jobId, watched] of this.#watched) if (ids === null || ids.includes(jobId)) watched.due = true;
    this.#look();
  }

  #progressed(jobId: JobId, progress: JobProgress): void {
    const watched = this.#watched.get(jobId);
    if (watched === undefined) return;
    for (const mailbox of watched.mailboxes) mailbox.put({ type: 'progress', progress });
    // It runs now.
    if (watched.event?.job.status === 'pending') this.#changed([jobId]);
  }

  #tick(): void {
    const now = performance.now();
    for (const watched of this.#watched.values()) {
      const status = watched.event?.job.status ?? 'pending';
      // All who watch it have been told its end.
      if (isTerminal(status)) continue;
      const every = LOOK_MS[status === 'running' ? 'running' : 'pending'];
      // The clock may be a little early.
      if (now - watched.lookedAt > every - 100) watched.due = true;
    }
    this.#look();
  }

  #look(): void {
    this.#looking ??= this.#lookAround();
  }

  /** At all that is due, until nothing is. What becomes due meanwhile is in the next look. */
  async #lookAround(): Promise<void> {
    // After this turn's other watchers and signals.
    await setImmediate();
    for (;;) {
      const due = this.#closed ? [] : [...this.#watched].filter(([, watched]) => watched.due);
      if (due.length === 0) break;
      for (const [, watched] of due) watched.due = false;
      await this.#lookAt(new Map(due));
    }
    this.#looking = null;
  }

  async #lookAt(due: ReadonlyMap<JobId, Watched>): Promise<void> {
    const ids = [...due.keys()];
    // Who has joined since waits for the next look: this one may have been too early for it.
    const asking = new Map([...due].map(([id, { mailboxes }]) => [id, [...mailboxes]]));
    try {
      const states = await presentStates(this.#deps, EVERYTHING, await getStates(this.#deps.orm.em.fork(), EVERYTHING, ids));
      for (const [id, watched] of due) {
        watched.lookedAt = performance.now();
        const job = states.get(id) ?? null;
        const event = job === null ? null : ({ type: 'job', job, version: versionOf(job) } as const);
        watched.event = event;
        for (const mailbox of asking.get(id) ?? []) {
          if (event === null || !reaches(mailbox.scope, event.job.client_id)) mailbox.end();
          else mailbox.put(event);
        }
      }
    } catch (error) {
      // Who has seen its job is told when the database answers again, at the next tick.
      for (const mailboxes of asking.values()) for (const mailbox of mailboxes) mailbox.fail(error);
    }
  }
}

const versionOf = ({ queue, ...job }: JobState): string => JSON.stringify([job, queue === null ? null : coarse(queue.ahead)]);

/** Places in the queue as people tell them apart: to one digit, 7, 30, 400. Every submit and end changes some of them a little. */
function coarse(ahead: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, ahead))));
  return Math.floor(ahead / unit) * unit;
}
