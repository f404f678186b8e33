/**
 * Keeps one API and some workers running: starts a new process for each that ended, continues the paused ones, and brings faults from
 * outside upon them. The first `faulty` processes are subject to faults; those that are started later are left in peace.
 */
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ix } from '../lifecycle/ix.ts';
import { outsideFault, pauseMs } from './faults.ts';
import type { History } from './history.ts';
import { PAUSED, STOPPING } from './preload-words.ts';
import { killOutright, LEASE_SECONDS, startRecorded } from './recorded-ix.ts';

export interface SupervisorOptions {
  readonly url: string;
  readonly historyFile: string;
  readonly history: History;
  readonly seed: number;
  readonly faulty: number;
  /** The network fails, too: a process that starts just then says so, and ends. */
  readonly cable: boolean;
  readonly workers: number;
  readonly settings: Readonly<Record<string, string>>;
}

interface Running {
  readonly ix: Ix;
  readonly ordinal: number;
  /** It was told to stop by the supervisor. */
  told: boolean;
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

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #api = new Slot();
  readonly #workers: readonly Slot[];
  readonly #lives: Promise<void>[] = [];
  readonly #broken = Promise.withResolvers<never>();
  #started = 0;
  #stopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
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
    this.#lives.push(this.#live(this.#api, 'api'), ...this.#workers.map((slot) => this.#live(slot, 'worker')));
  }

  /** Where the API listens now; waits for the next process when there is none. */
  async address(): Promise<string> {
    for (;;) {
      const { running } = this.#api;
      if (running === null) await once(this.#api, 'started');
      else {
        const address = await running.ix.address().catch(() => null);
        if (address !== null && this.#api.running === running) return address;
        if (this.#api.running === running) await once(this.#api, 'started');
      }
    }
  }

  /** Tells all to stop; resolves when they have, each by itself. Rejects like `broken`. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { running } of [this.#api, ...this.#workers]) {
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
    await Promise.all([this.#api, ...this.#workers].map(async ({ running }) => running && killOutright(running.ix)));
  }

  async #live(slot: Slot, role: 'api' | 'worker'): Promise<void> {
    while (!this.#stopping) {
      const ordinal = this.#started++;
      const { url, historyFile, seed, faulty, settings } = this.#options;
      const exposed = ordinal < faulty;
      const ix = startRecorded(role, { url, history: historyFile, ordinal, seed: exposed ? seed : null, settings });
      const running: Running = { ix, ordinal, told: false };
      slot.running = running;
      slot.emit('started');
      if (exposed) this.#afflict(running);
      const end = await ix.ended();
      slot.running = null;
      if (!this.#expected(running, end, exposed)) {
        this.#broken.reject(new Error(`ix ${role} (process ${ordinal}) ended with ${end}:\n${ix.stderr.slice(-5000)}`));
        return;
      }
    }
  }

  /** A second SIGTERM, when it comes upon the process's own, ends it at once with exit code 1. */
  #expected({ ix, told }: Running, end: number | NodeJS.Signals | null, exposed: boolean): boolean {
    if (exposed && end === 'SIGKILL') return true;
    if (this.#options.cable && (end === 1 || end === 2) && /^ix: /m.test(ix.stderr)) return true;
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
    // More than once: processes were seen that stood still for ever after one.
    for (let signals = 0; signals < CONTINUES; signals++) {
      ix.kill('SIGCONT');
      await delay(CONTINUE_MS);
    }
  }
}
