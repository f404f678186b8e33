/** A worker says that it is there, every few seconds and once more when it stops: how busy it is, and what it takes. */
import { hostname } from 'node:os';
import ix from '../../package.json' with { type: 'json' };
import type { JobsDeps } from '../jobs/deps.ts';
import { Every } from '../queue/every.ts';
import type { WorkerClass } from '../store/claim.ts';
import { tellOfWorker } from '../store/workers.ts';

const TELL_SECONDS = 5;
/** Nobody waits longer for the last word of a worker. */
const LAST_WORD_SECONDS = 2;

export interface PresenceOptions {
  readonly deps: JobsDeps;
  readonly workerId: string;
  readonly slots: number;
  readonly only: WorkerClass | null;
  readonly onError: (error: unknown) => void;
}

export class Presence {
  readonly #options: PresenceOptions;
  /** Of its own: a worker that ends what it has, and claims nothing more, is still there. */
  readonly #every: Every;
  #first: Promise<void> = Promise.resolve();
  #running = 0;
  /** Milliseconds of slots with jobs since `#from`, as of `#at`. */
  #worked = 0;
  #at = performance.now();
  #from = this.#at;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#every = new Every(TELL_SECONDS, () => this.#tell(false), options.onError);
  }

  start(): void {
    this.#first = this.#tell(false).catch(this.#options.onError);
    this.#every.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#first, this.#every.stop()]);
    await this.#options.deps.withDeadline(LAST_WORD_SECONDS, () => this.#tell(true)).catch(this.#options.onError);
  }

  /** So many jobs run from now on. */
  runs(running: number): void {
    const now = performance.now();
    this.#worked += this.#running * (now - this.#at);
    this.#at = now;
    this.#running = running;
  }

  /** The share of slots that had jobs since it was last asked, from 0 to 1. */
  #busy(): number {
    this.runs(this.#running);
    const share = this.#at > this.#from ? this.#worked / (this.#options.slots * (this.#at - this.#from)) : 0;
    this.#worked = 0;
    this.#from = this.#at;
    return Math.min(share, 1);
  }

  async #tell(stopped: boolean): Promise<void> {
    const { deps, workerId, slots, only } = this.#options;
    await tellOfWorker(deps.orm.em.fork(), {
      worker_id: workerId,
      host: hostname(),
      pid: process.pid,
      version: ix.version,
      slots,
      running: this.#running,
      busy: this.#busy(),
      memory_bytes: process.memoryUsage.rss(),
      use_cases: only?.useCases ?? null,
      engines: only?.engines ?? null,
      stopped,
    });
  }
}
