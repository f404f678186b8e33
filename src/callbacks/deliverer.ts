/**
 * Delivers callbacks in the background: takes tickets, sends, and records what came of it.
 *
 *   ticket ──active──▶ POST (no transaction is open) ──▶ ONE transaction: log, callback, job's callback_status,
 *                        │                                next ticket or dead letter, this ticket done
 *                        └─ the process dies, or is stopped: the ticket comes back by expiry, and the same attempt is made again,
 *                           with the same webhook-id and the same number
 *
 * An attempt is recorded once: by the holder of the ticket, and only as the one after the last in the log.
 */
import type { MikroORM } from '@mikro-orm/postgresql';
import type { JobId } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import { Loop } from '../queue/loop.ts';
import type { CallbackTicket, Queue } from '../queue/queue.ts';
import { getCallback, recordAttempt, type StoredCallback, updateCallbackStatus } from '../store/callbacks.ts';
import { type DeliverOptions, deliver, type Outcome } from './deliver.ts';
import { nextStep, type ScheduleOptions } from './schedule.ts';

export interface DelivererOptions extends DeliverOptions, ScheduleOptions {
  readonly orm: MikroORM;
  readonly queue: Queue;
  /** The job as GET shows it. */
  readonly getJob: (jobId: JobId) => Promise<Job | null>;
  /** Deliveries at a time. */
  readonly concurrency: number;
  /** How often to look for due tickets: those that were put off send no signal. */
  readonly pollSeconds: number;
  /** Told of what the deliverer could not do, most likely because the database was away; the ticket comes back by itself. */
  readonly onError: (error: unknown) => void;
  /** Told after each attempt is recorded. */
  readonly onAttempt?: (callback: StoredCallback, attempt: number, outcome: Outcome) => void;
}

export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #loop: Loop;
  readonly #abort = new AbortController();
  #unsubscribe: (() => void) | null = null;

  constructor(options: DelivererOptions) {
    this.#options = options;
    this.#loop = new Loop({
      slots: options.concurrency,
      pollSeconds: options.pollSeconds,
      take: async (free) => (await options.queue.fetchCallbacks(free)).map((ticket) => this.#handle(ticket)),
      onError: options.onError,
    });
  }

  start(): void {
    this.#unsubscribe = this.#options.queue.signals.on('callback', () => this.#loop.wake());
    this.#loop.start();
  }

  /**
   * Takes no more tickets and lets the deliveries under way end.
   * @param graceSeconds after that they are broken off: their tickets come back by expiry.
   */
  async stop(graceSeconds: number): Promise<void> {
    this.#unsubscribe?.();
    await this.#loop.stop();
    const timer = setTimeout(() => this.#abort.abort(new Error('the deliverer is stopping')), graceSeconds * 1000);
    await this.#loop.settled();
    clearTimeout(timer);
  }

  async #handle(ticket: CallbackTicket): Promise<void> {
    try {
      const callback = await getCallback(this.#options.orm.em.fork(), ticket.callbackId);
      const due = callback !== null && callback.status === 'pending' && callback.attempts === ticket.attempt - 1;
      const job = due ? await this.#options.getJob(callback.jobId) : null;
      if (callback === null || job === null) {
        // Recorded already, or deleted with its job.
        await this.#options.orm.em.fork().transactional((em) => this.#options.queue.completeCallback(em, ticket));
        return;
      }
      const outcome = await deliver({ ...callback, job }, this.#options, this.#abort.signal);
      if (await this.#record(ticket, callback, outcome)) this.#options.onAttempt?.(callback, ticket.attempt, outcome);
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#options.onError(error);
    }
  }

  /** @returns false, having written nothing: somebody else has the ticket, or recorded this attempt. */
  #record(ticket: CallbackTicket, callback: StoredCallback, outcome: Outcome): Promise<boolean> {
    const { orm, queue } = this.#options;
    const { callbackId, jobId } = callback;
    const next = nextStep(ticket.attempt, outcome, this.#options);
    const status = next.step === 'retry' ? 'pending' : next.step;
    return orm.em.fork().transactional(async (em) => {
      if (!(await queue.completeCallback(em, ticket))) return false;
      const recorded = await recordAttempt(em, callbackId, {
        attempt: ticket.attempt,
        startedAt: outcome.startedAt,
        durationMs: Math.max(0, outcome.finishedAt.getTime() - outcome.startedAt.getTime()),
        statusCode: outcome.statusCode,
        error: outcome.error,
        responseExcerpt: outcome.responseExcerpt,
        status,
        delaySeconds: next.step === 'retry' ? next.delaySeconds : null,
      });
      if (!recorded) return false;
      if (next.step === 'retry') await queue.publishCallbacks(em, [{ callbackId, ...next }]);
      else await updateCallbackStatus(em, jobId, status);
      if (next.step === 'failed') await queue.publishDead(em, callbackId);
      return true;
    });
  }
}
