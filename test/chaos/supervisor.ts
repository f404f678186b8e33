/**
 * Keeps some APIs and workers running: starts a new process for each that ended, continues the paused ones, and brings faults from
 * outside upon them. The first `faulty` processes are subject to faults; those that are started later are left in peace.
 */
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ix } from '../lifecycle/ix.ts';
import { outsideFault, pauseMs } from './faults.ts';
import type { History } from './history.ts';
import { PAUSED, STOPPING } from './preload-words.ts';
import { killOutright, LEASE_SECONDS, startRecorded } from './recorded-ix.ts';

export type Role = 'api' | 'worker';

export interface SupervisorOptions {
  /** Of the database, for the nth of that role. */
  readonly url: (role: Role, nth: number) => string;
  readonly historyFile: string;
  readonly history: History;
  readonly seed: number;
  readonly faulty: number;
  readonly apis: number;
  readonly workers: number;
  readonly settings: (role: Role, nth: number) => Readonly<Record<string, string>>;
}

interface Running {
  readonly ix: Ix;
  readonly ordinal: number;
  /** It was told to stop by the supervisor. */
  told: boolean;
  /** It was killed from outside. */
  killed: boolean;
}

/** One process at a time; emits `started` with each. */
class Slot extends EventEmitter {
  running: Running | null = null;

  constructor() {
    super();
    // Every submission on its way may wait for it.
    this.setMaxListeners(0);
  }
}

const CONTINUES = 3;
const CONTINUE_MS = 300;
/** One that could not start, or go on, is started again after so long, as a service manager does. */
const RESTART_MS = 1000;

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #apis: readonly Slot[];
  readonly #workers: readonly Slot[];
  readonly #lives: Promise<void>[] = [];
  readonly #broken = Promise.withResolvers<never>();
  #started = 0;
  #stopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#apis = Array.from({ length: options.apis }, () => new Slot());
    this.#workers = Array.from({ length: options.workers }, () => new Slot());
    // Seen by whoever races with it, and not unhandled meanwhile.
    this.#broken.promise.catch(() => {});
  }

  /** Rejects when a process ended in a way that nobody brought about. */
  get broken(): Promise<never> {
    return this.#broken.promise;
  }

  /** Processes started so far. */
  get started(): number {
    return this.#started;
  }

  start(): void {
    this.#lives.push(
      ...this.#apis.map((slot, nth) => this.#live(slot, 'api', nth)),
      ...this.#workers.map((slot, nth) => this.#live(slot, 'worker', nth)),
    );
  }

  /** Where one of the APIs listens now, always the same one for the same `nth`; waits for the next process when there is none. */
  async address(nth: number): Promise<string> {
    const slot = this.#apis[nth % this.#apis.length];
    if (slot === undefined) throw new Error('there is no API');
    for (;;) {
      const { running } = slot;
      if (running === null) await once(slot, 'started');
      else {
        const address = await running.ix.address().catch(() => null);
        if (address !== null && slot.running === running) return address;
        if (slot.running === running) await once(slot, 'started');
      }
    }
  }

  /** Resolves when all have come up. */
  async complete(): Promise<void> {
    await Promise.all(this.#apis.map((_, nth) => this.address(nth)));
    for (const slot of this.#workers) {
      while ((await slot.running?.ix.address().catch(() => null)) == null && !this.#stopping) await once(slot, 'started');
    }
  }

  /** Pids of those that run. */
  pids(role: Role): number[] {
    return (role === 'api' ? this.#apis : this.#workers).flatMap(({ running }) => (running === null ? [] : [running.ix.pid]));
  }

  /** SIGKILL; another is started in its place. Resolves when it is gone. */
  async killOne(pid: number): Promise<void> {
    const running = this.#find(pid);
    if (running === undefined) return;
    running.killed = true;
    await killOutright(running.ix);
  }

  /** SIGTERM; another is started in its place. Resolves when it is gone. */
  async stopOne(pid: number): Promise<void> {
    const running = this.#find(pid);
    if (running === undefined || running.told) return;
    running.told = true;
    running.ix.kill('SIGTERM');
    await running.ix.ended();
  }

  /** SIGSTOP, and SIGCONT after `ms`. */
  async pauseOne(pid: number, ms: number): Promise<void> {
    const running = this.#find(pid);
    running?.ix.kill('SIGSTOP');
    await delay(ms);
    await continued(running?.ix);
  }

  /** Tells all to stop; resolves when they have, each by itself. Rejects like `broken`. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { running } of this.#slots) {
      if (running === null || running.ix.stderr.includes(STOPPING)) continue;
      running.told = true;
      running.ix.kill('SIGTERM');
      // One that is paused hears of it when it goes on.
      running.ix.kill('SIGCONT');
    }
    await Promise.race([Promise.all(this.#lives), this.#broken.promise]);
  }

  /** Whatever state they are in. */
  async kill(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#slots.map(async ({ running }) => running && killOutright(running.ix)));
  }

  get #slots(): Slot[] {
    return [...this.#apis, ...this.#workers];
  }

  #find(pid: number): Running | undefined {
    return this.#slots.flatMap(({ running }) => running ?? []).find(({ ix }) => ix.pid === pid);
  }

  async #live(slot: Slot, role: Role, nth: number): Promise<void> {
    while (!this.#stopping) {
      const ordinal = this.#started++;
      const { url, historyFile, seed, faulty, settings } = this.#options;
      const exposed = ordinal < faulty;
      const ix = startRecorded(role, {
        url: url(role, nth),
        history: historyFile,
        ordinal,
        seed: exposed ? seed : null,
        settings: settings(role, nth),
      });
      const running: Running = { ix, ordinal, told: false, killed: false };
      slot.running = running;
      slot.emit('started');
      if (exposed) this.#afflict(running);
      const end = await ix.ended();
      slot.running = null;
      if (!this.#expected(running, end, exposed)) {
        this.#broken.reject(new Error(`ix ${role} (process ${ordinal}) ended with ${end}:\n${ix.stderr.slice(-5000)}`));
        return;
      }
      if (end === 1 || end === 2) await delay(RESTART_MS);
    }
  }

  /** A second SIGTERM, when it comes upon the process's own, ends it at once with exit code 1. */
  #expected({ ix, told, killed }: Running, end: number | NodeJS.Signals | null, exposed: boolean): boolean {
    if ((exposed || killed) && end === 'SIGKILL') return true;
    // The database was out of reach when it started, and it said so. Once it is up, nothing but a signal ends it.
    if (!ix.stdout.includes('\n') && (end === 1 || end === 2) && /^ix: /m.test(ix.stderr)) return true;
    const stops = Number(told) + Number(ix.stderr.includes(STOPPING));
    // By the signal itself: it came before there was anything to stop.
    return stops > 0 && (end === 0 || end === 'SIGTERM' || (stops === 2 && end === 1));
  }

  #afflict(running: Running): void {
    const { seed, history } = this.#options;
    const { ix, ordinal } = running;
    void this.#continueAfterPauses(running);
    const outside = outsideFault(seed, ordinal);
    if (outside === null) return;
    const timer = setTimeout(async () => {
      const { fault } = outside;
      history.append({ event: 'fault', fault, point: null, nth: 1, process: ordinal, at: Date.now() });
      ix.kill(fault === 'kill' ? 'SIGKILL' : 'SIGSTOP');
      if (fault === 'pause') await this.#continue(running, 0);
    }, outside.afterMs);
    void ix.ended().then(() => clearTimeout(timer));
  }

  async #continueAfterPauses(running: Running): Promise<void> {
    const { ix } = running;
    for (let nth = 1; ; nth++) {
      const ended = await ix
        .until(() => ix.stderr.split(PAUSED).length > nth)
        .then(
          () => false,
          () => true,
        );
      if (ended) return;
      await this.#continue(running, nth);
    }
  }

  /** The length of a pause is part of the fault. */
  async #continue({ ix, ordinal }: Running, nth: number): Promise<void> {
    await delay(pauseMs(this.#options.seed, ordinal, nth, LEASE_SECONDS));
    await continued(ix);
  }
}

/** More than once: processes were seen that stood still for ever after one. */
async function continued(ix: Ix | undefined): Promise<void> {
  for (let signals = 0; signals < CONTINUES; signals++) {
    ix?.kill('SIGCONT');
    await delay(CONTINUE_MS);
  }
}
