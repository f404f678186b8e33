/**
 * Delivers callbacks in the background: claims those that are due, sends, and records what came of it.
 *
 *   due ──claimed──▶ POST (no transaction is open) ──▶ ONE transaction: log, callback, endpoint, job's callback_status,
 *    ▲                 │                                next ticket or dead letter
 *    └─claim lapsed────┴─ the process dies: the claim lapses, and the same attempt is made again, with the same webhook-id and number;
 *      or given back      one that stops gives it back at once
 *
 * An attempt is recorded once: by the holder of the claim, and only as the one after the last in the log.
 */
import type { MikroORM } from '@mikro-orm/postgresql';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import { giveUpCallbacks } from '../jobs/give-up-callbacks.ts';
import { GroupCommit } from '../jobs/group-commit.ts';
import { reticketCallbacks } from '../jobs/reticket.ts';
import { giveBackCallbacks, takeCallbacks } from '../jobs/take-callbacks.ts';
import { Consumer } from '../queue/consumer.ts';
import { Every } from '../queue/every.ts';
import type { Queue, Ticket } from '../queue/queue.ts';
import { CALLBACK } from '../queue/queues.ts';
import type { ClaimedCallback } from '../store/callback-claims.ts';
import { isItemsFault, isPassing } from '../store/database-fault.ts';
import { openCallbackUrl } from '../store/job-secrets.ts';
import type { Keyring } from '../store/keyring.ts';
import { type Destination, openDestination } from '../store/subscriptions.ts';
import type { BreakerOptions } from './breaker.ts';
import { type DeliverOptions, type Delivery, deliver, type Outcome } from './deliver.ts';
import { bodyOf, type EventOptions, testBodyOf } from './event.ts';
import { type Attempted, abandon, type Recorded, recordAll } from './record.ts';
import type { ScheduleOptions } from './schedule.ts';
import type { Secret } from './sign.ts';

export interface DelivererOptions extends DeliverOptions, ScheduleOptions, EventOptions, BreakerOptions {
  readonly orm: MikroORM;
  readonly queue: Queue;
  /** Opens the URLs that hold secrets. */
  readonly keyring: Keyring;
  /** Jobs as GET shows them; those that are gone are left out. */
  readonly getJobs: (jobIds: readonly JobId[]) => Promise<ReadonlyMap<JobId, Job>>;
  /** Client → what its callbacks are signed with, or why that cannot be read; null: all go unsigned. */
  readonly secretsOf: ((clientIds: readonly string[]) => Promise<ReadonlyMap<string, readonly Secret[] | Error>>) | null;
  /** Deliveries at a time; no more than half of them go to endpoints that are slow or failing. */
  readonly concurrency: number;
  /** How often to look for due callbacks: those that were put off send no signal. */
  readonly pollSeconds: number;
  /** Told of what the deliverer could not do, most likely because the database was away; the callback comes back by itself. */
  readonly onError: (error: unknown) => void;
  /** Told after each attempt is recorded. */
  readonly onAttempt?: (callback: ClaimedCallback, outcome: Outcome) => void;
  /** Told when an attempt paused its endpoint, or ended the pause. */
  readonly onEndpoint?: (callback: ClaimedCallback, change: 'paused' | 'resumed', outcome: Outcome) => void;
  /** Told of callbacks that failed without a further attempt, their endpoint being dead. */
  readonly onGivenUp?: (callbackIds: readonly CallbackId[]) => void;
  /** Told how many callbacks waited without a ticket each, and have one now. */
  readonly onReticketed?: (callbacks: number) => void;
}

/** Rows of one transaction at most: past this a batch gains nothing and holds the others up. */
const RECORD_BATCH = 200;
/** Seconds a claim outlasts the deadline of its attempt: to read the job, and to record. */
const LEASE_MARGIN = 30;
const SWEEP_SECONDS = 60;
/** Seconds a callback of a dead endpoint is kept beyond its schedule. */
const GIVE_UP_MARGIN = 3600;

/** A claim with what is sent for it (`job` null: it tries a subscription; `secrets` null: unsigned), or why nothing can be. */
type Prepared =
  | { readonly callback: ClaimedCallback; readonly job: Job | null; readonly secrets: readonly Secret[] | null }
  | { readonly callback: ClaimedCallback; readonly unsendable: unknown };

export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #consumer: Consumer;
  readonly #record: GroupCommit<Attempted, Recorded>;
  readonly #sweeps: Every;
  readonly #abort = new AbortController();
  #unsubscribe: (() => void) | null = null;
  /** Deliveries under way to slow or failing endpoints. */
  #slow = 0;

  constructor(options: DelivererOptions) {
    this.#options = options;
    this.#consumer = new Consumer({
      queue: options.queue,
      name: CALLBACK,
      slots: options.concurrency,
      pollSeconds: options.pollSeconds,
      take: (free, tickets) => this.#take(free, tickets),
      reticket: async () => {
        const callbacks = await reticketCallbacks(options);
        if (callbacks > 0) options.onReticketed?.(callbacks);
      },
      onError: options.onError,
    });
    this.#record = new GroupCommit((attempts) => recordAll(options, attempts), RECORD_BATCH);
    const giveUpSeconds = options.schedule.reduce((sum, wait) => sum + wait, 0) + GIVE_UP_MARGIN;
    this.#sweeps = new Every(
      SWEEP_SECONDS,
      async () => {
        const givenUp = await giveUpCallbacks(options, giveUpSeconds);
        if (givenUp.length > 0) options.onGivenUp?.(givenUp);
      },
      options.onError,
    );
  }

  async start(): Promise<void> {
    this.#unsubscribe = this.#options.queue.signals.on('callback', () => {
      this.#consumer.notify();
      // An endpoint that was resumed: the tickets of what waits for it are gone.
      this.#consumer.look();
    });
    this.#sweeps.start();
    await this.#consumer.start();
  }

  /**
   * Claims no more and lets the deliveries under way end.
   * @param graceSeconds after that they are broken off, and given back.
   */
  async stop(graceSeconds: number): Promise<void> {
    this.#unsubscribe?.();
    await this.#sweeps.stop();
    await this.#consumer.stop();
    const timer = setTimeout(() => this.#abort.abort(new Error('the deliverer is stopping')), graceSeconds * 1000);
    await this.#consumer.settled();
    clearTimeout(timer);
  }

  async #take(free: number, tickets: readonly Ticket[]): Promise<Promise<void>[]> {
    const { concurrency, perOrigin, timeoutSeconds } = this.#options;
    const claimed = await takeCallbacks(
      this.#options,
      {
        free,
        slow: Math.ceil(concurrency / 2) - this.#slow,
        perOrigin,
        leaseSeconds: timeoutSeconds + LEASE_MARGIN,
      },
      tickets,
    );
    if (claimed.length === 0) return [];
    try {
      return (await this.#prepareAll(claimed)).map((prepared) => this.#handle(prepared));
    } catch (error) {
      await giveBackCallbacks(this.#options, claimed);
      throw error;
    }
  }

  /** What is to be sent for each claim. When one job cannot be read, the others are read without it. */
  async #prepareAll(claimed: readonly ClaimedCallback[]): Promise<Prepared[]> {
    try {
      return await this.#prepare(claimed);
    } catch (error) {
      if (isPassing(error)) throw error;
      if (claimed.length === 1) return claimed.map((callback) => ({ callback, unsendable: error }));
      const alone: Prepared[] = [];
      for (const callback of claimed) alone.push(...(await this.#prepareAll([callback])));
      return alone;
    }
  }

  async #prepare(claimed: readonly ClaimedCallback[]): Promise<Prepared[]> {
    const { getJobs, secretsOf } = this.#options;
    const [jobs, secrets] = await Promise.all([
      getJobs(claimed.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]))),
      secretsOf === null ? null : secretsOf([...new Set(claimed.map(({ clientId }) => clientId))]),
    ]);
    return claimed.flatMap((callback): Prepared[] => {
      const job = callback.jobId === null ? null : jobs.get(callback.jobId);
      // Deleted, and the callback with it.
      if (job === undefined) return [];
      const keys = secrets === null ? null : (secrets.get(callback.clientId) ?? []);
      return [keys instanceof Error ? { callback, unsendable: keys } : { callback, job, secrets: keys }];
    });
  }

  async #handle(prepared: Prepared): Promise<void> {
    const { callback } = prepared;
    const { onAttempt, onEndpoint, onError } = this.#options;
    if (callback.slow) this.#slow++;
    try {
      const outcome = await this.#attempt(prepared);
      const { applied, endpoint } = await this.#store({ callback, outcome });
      if (applied) onAttempt?.(callback, outcome);
      if (endpoint !== null) onEndpoint?.(callback, endpoint, outcome);
    } catch (error) {
      if (!this.#abort.signal.aborted) onError(error);
      else await giveBackCallbacks(this.#options, [callback]).catch(onError);
    } finally {
      if (callback.slow) this.#slow--;
    }
  }

  /** Sends it; what cannot be sent is an attempt that failed, so that it comes to an end like any other. */
  async #attempt(prepared: Prepared): Promise<Outcome> {
    const { callback } = prepared;
    if ('unsendable' in prepared) return this.#notSent(prepared.unsendable);
    let delivery: Delivery;
    try {
      delivery = { ...callback, ...this.#destinationOf(callback), body: this.#bodyOf(callback, prepared.job), secrets: prepared.secrets };
    } catch (error) {
      return this.#notSent(error);
    }
    return deliver(delivery, this.#options, this.#abort.signal);
  }

  #destinationOf({ jobId, subscriptionId, url, secretUrls, sealed }: ClaimedCallback): Destination {
    const { keyring } = this.#options;
    if (subscriptionId !== null) return openDestination(keyring, subscriptionId, url, sealed);
    return { url: jobId === null ? url : openCallbackUrl(keyring, jobId, url, secretUrls), headers: {} };
  }

  #bodyOf(callback: ClaimedCallback, job: Job | null): Buffer {
    if (job !== null) return bodyOf(job, this.#options, callback);
    if (callback.subscriptionId === null) throw new Error(`callback ${callback.callbackId} tells of nothing`);
    return testBodyOf(callback.subscriptionId, callback);
  }

  #notSent(error: unknown): Outcome {
    this.#options.onError(error);
    const now = this.#options.now();
    const why = `not sent: ${error instanceof Error ? error.message : String(error)}`;
    return { startedAt: now, finishedAt: now, statusCode: null, error: why, responseExcerpt: null, retryAfter: null };
  }

  /** An outcome that the database refuses to record ends its callback: sent again and again it would be refused as often. */
  async #store(attempted: Attempted): Promise<Recorded> {
    try {
      return await this.#record.add(attempted);
    } catch (error) {
      if (!isItemsFault(error)) throw error;
      this.#options.onError(error);
      return { applied: await abandon(this.#options, attempted.callback), endpoint: null };
    }
  }
}
