/** What the deliverer's tests stand on: a database of their own with its queues, jobs finished through the real acts, deliverers. */

import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { Deliverer, type DelivererOptions } from '../../src/callbacks/deliverer.ts';
import type { CallbackAttempt } from '../../src/contracts/callback.ts';
import { type CallbackId, type JobId, JobIdSchema } from '../../src/contracts/ids.ts';
import type { Job } from '../../src/contracts/job.ts';
import { SubmissionSchema } from '../../src/contracts/request.ts';
import { emptyResponse, type ResponseIX } from '../../src/contracts/response.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { connect } from '../../src/database/connect.ts';
import { withDeadline } from '../../src/database/deadline.ts';
import { claim } from '../../src/jobs/claim.ts';
import type { JobsDeps } from '../../src/jobs/deps.ts';
import { finish } from '../../src/jobs/finish.ts';
import { getJob, getJobs } from '../../src/jobs/read.ts';
import { submit } from '../../src/jobs/submit.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { CALLBACK, CALLBACK_DEAD, QUEUE_SCHEMA } from '../../src/queue/queues.ts';
import { listAttempts } from '../../src/store/callback-attempts.ts';
import type { Claim } from '../../src/store/claim.ts';
import { ENTITIES } from '../../src/store/entities/index.ts';
import { QueueHeads } from '../../src/store/queue-heads.ts';
import { createDatabase } from '../support/database.ts';
import { KEYRING } from '../support/keyring.ts';
import { deliveryOptions, startQueue, TRACEPARENT } from './delivery-options.ts';
import { type Receiver, startReceiver } from './receiver.ts';

export interface CallbackRow {
  readonly callback_id: CallbackId;
  readonly status: string;
  readonly attempts: number;
  readonly has_next: boolean;
  readonly has_finished: boolean;
}

export class Stage {
  readonly url: string;
  readonly orm: MikroORM;
  readonly queue: Queue;
  readonly jobs: JobsDeps;
  /** What deliverers could not do; empty unless a test expects otherwise. */
  readonly errors: unknown[] = [];
  readonly #drop: () => Promise<void>;
  readonly #deliverers: Deliverer[] = [];
  readonly #receivers: Receiver[] = [];

  private constructor(url: string, orm: MikroORM, queue: Queue, drop: () => Promise<void>) {
    this.url = url;
    this.orm = orm;
    this.queue = queue;
    this.jobs = {
      orm,
      queue,
      keyring: KEYRING,
      heads: new QueueHeads(),
      withDeadline,
      callbackDelaySeconds: 0,
      clientMaxRunning: 0,
      clientMaxPending: 0,
    };
    this.#drop = drop;
  }

  static async open(): Promise<Stage> {
    const { url, drop } = await createDatabase();
    const connected = await connect({ url, pool: 8, applicationName: 'ix-test', entities: ENTITIES });
    const queue = await startQueue(connected, url);
    return new Stage(url, connected.orm, queue, drop);
  }

  async close(): Promise<void> {
    await this.stopDeliverers();
    await this.queue.stop();
    await this.orm.close(true);
    await this.#drop();
  }

  /** A receiver until the next `clear`. */
  async receive(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
    const receiver = await startReceiver(...args);
    this.#receivers.push(receiver);
    return receiver;
  }

  /** Forgets every job, callback, ticket and receiver; fails when a deliverer could not do its work. */
  async clear(): Promise<void> {
    await this.stopDeliverers();
    await Promise.all(this.#receivers.splice(0).map((receiver) => receiver.close()));
    const errors = this.errors.splice(0);
    await sql`TRUNCATE ix_jobs, ix_subscriptions, ix_endpoints, ix_callback_secrets CASCADE`.execute(this.orm.em.fork().getKysely());
    await sql`DELETE FROM ${sql.table(`${QUEUE_SCHEMA}.job`)}`.execute(this.orm.em.fork().getKysely());
    if (errors.length > 0) throw new AggregateError(errors, 'a deliverer reported errors');
  }

  /** Submits, claims and finishes `count` jobs whose callbacks go to `url`. */
  async finishedJobs(
    url: string | null,
    count = 1,
    error: 'IX_001_000' | null = null,
    clientId = 'default',
    answer: Partial<ResponseIX> = {},
  ): Promise<JobId[]> {
    const submissions = Array.from({ length: count }, () =>
      SubmissionSchema.parse({ use_case: 'invoice', context: { texts: ['Total 12.00'] }, callback_url: url, ix_client_id: clientId }),
    );
    await submit(
      this.jobs,
      EVERYTHING,
      submissions.map((submission) => ({ submission, uploads: [], traceparent: TRACEPARENT })),
    );
    const claims = await claim(this.jobs, count, 'test-worker');
    await finish(
      this.jobs,
      claims.map((claim) => ({
        claim,
        response: {
          ...this.answerOf(claim),
          ...answer,
          ...(error !== null && { error: `${error}: nothing to extract from`, code: error }),
        },
      })),
    );
    return claims.map((claim) => claim.jobId);
  }

  /** A job that waits. */
  async submitted(clientId: string): Promise<JobId> {
    const submission = SubmissionSchema.parse({ use_case: 'invoice', context: { texts: ['Total 12.00'] }, ix_client_id: clientId });
    const [submitted] = await submit(this.jobs, EVERYTHING, [{ submission, uploads: [], traceparent: TRACEPARENT }]);
    return JobIdSchema.parse(submitted?.job.job_id);
  }

  /** An answer that found nothing. */
  answerOf({ clientId, requestId, ixId }: Pick<Claim, 'clientId' | 'requestId' | 'ixId'>): ResponseIX {
    return emptyResponse({ ix_client_id: clientId, request_id: requestId, ix_id: ixId, use_case: 'invoice' });
  }

  async finishedJob(url: string, error: 'IX_001_000' | null = null): Promise<JobId> {
    const [jobId] = await this.finishedJobs(url, 1, error);
    if (jobId === undefined) throw new Error('no job was claimed');
    return jobId;
  }

  async job(jobId: JobId): Promise<Job> {
    const job = await getJob(this.jobs, EVERYTHING, jobId);
    if (job === null) throw new Error(`no job ${jobId}`);
    return job;
  }

  async callback(jobId: JobId): Promise<CallbackRow> {
    const { rows } = await sql<CallbackRow>`
      SELECT callback_id, status, attempts, next_attempt_at IS NOT NULL AS has_next, finished_at IS NOT NULL AS has_finished
      FROM ix_callbacks WHERE job_id = ${jobId}`.execute(this.orm.em.fork().getKysely());
    const [row] = rows;
    if (row === undefined) throw new Error(`job ${jobId} has no callback`);
    return row;
  }

  /** A second ticket for the next attempt. */
  async publishAgain(jobId: JobId): Promise<void> {
    const { callback_id: callbackId, attempts } = await this.callback(jobId);
    await this.orm.em
      .fork()
      .transactional((em) => this.queue.publishCallbacks(em, [{ callbackId, attempt: attempts + 1, delaySeconds: 0 }]));
  }

  async loseTickets(): Promise<void> {
    await sql`DELETE FROM ${sql.table(`${QUEUE_SCHEMA}.job`)} WHERE name = ${CALLBACK}`.execute(this.orm.em.fork().getKysely());
  }

  async log(jobId: JobId): Promise<CallbackAttempt[]> {
    const { callback_id: callbackId } = await this.callback(jobId);
    return (await listAttempts(this.orm.em.fork(), EVERYTHING, [callbackId])).get(callbackId) ?? [];
  }

  /** From the transaction that recorded the last attempt to the next attempt. */
  async secondsToNext(jobId: JobId): Promise<number> {
    const { rows } = await sql<{ seconds: number }>`
      SELECT extract(epoch FROM t.start_after - t.created_on)::float8 AS seconds
      FROM ${sql.table(`${QUEUE_SCHEMA}.job`)} t JOIN ix_callbacks c ON c.callback_id = (t.data->>'callbackId')::uuid
      WHERE c.job_id = ${jobId} AND t.state = 'created'`.execute(this.orm.em.fork().getKysely());
    const [row] = rows;
    if (row === undefined) throw new Error(`no ticket waits for job ${jobId}`);
    return row.seconds;
  }

  /** Tickets of the two callback queues, by state. */
  async tickets(): Promise<{ queue: string; state: string; callbackId: string; attempt: number | null; matches: boolean }[]> {
    const { rows } = await sql<{ queue: string; state: string; callbackId: string; attempt: number | null; matches: boolean }>`
      SELECT t.name AS queue, t.state::text AS state, t.data->>'callbackId' AS "callbackId", (t.data->>'attempt')::int AS attempt,
             t.start_after IS NOT DISTINCT FROM c.next_attempt_at AS matches
      FROM ${sql.table(`${QUEUE_SCHEMA}.job`)} t LEFT JOIN ix_callbacks c ON c.callback_id = (t.data->>'callbackId')::uuid
      WHERE t.name IN (${CALLBACK}, ${CALLBACK_DEAD}) ORDER BY t.created_on`.execute(this.orm.em.fork().getKysely());
    return rows;
  }

  deliverer(options: Partial<DelivererOptions> = {}): Deliverer {
    const deliverer = new Deliverer({
      ...deliveryOptions((error) => this.errors.push(error)),
      orm: this.orm,
      queue: this.queue,
      getJobs: (jobIds) => getJobs(this.jobs, EVERYTHING, jobIds),
      ...options,
    });
    this.#deliverers.push(deliverer);
    return deliverer;
  }

  async stopDeliverers(): Promise<void> {
    await Promise.all(this.#deliverers.splice(0).map((deliverer) => deliverer.stop(30)));
  }

  /** Runs a deliverer until `attempts` attempts are recorded. */
  async deliver(attempts: number, options: Partial<DelivererOptions> = {}): Promise<void> {
    const recorded = Promise.withResolvers<void>();
    let count = 0;
    this.deliverer({
      onError: recorded.reject,
      ...options,
      onAttempt: () => {
        if (++count === attempts) recorded.resolve();
      },
    }).start();
    await recorded.promise;
    await this.stopDeliverers();
    if (count !== attempts) throw new Error(`${count} attempts were recorded instead of ${attempts}`);
  }

  /** Lets a day pass for the claims in hand, so that they lapse, as those of a dead process do. */
  async lapseClaims(): Promise<void> {
    await sql`UPDATE ix_callbacks SET claimed_until = claimed_until - interval '1 day' WHERE claimed_until IS NOT NULL`.execute(
      this.orm.em.fork().getKysely(),
    );
  }

  /** Lets a day pass for callbacks that were put off, and for the probes of paused endpoints. */
  async letDayPass(): Promise<void> {
    const kysely = this.orm.em.fork().getKysely();
    await sql`UPDATE ix_callbacks SET next_attempt_at = next_attempt_at - interval '1 day' WHERE status = 'pending'`.execute(kysely);
    await sql`UPDATE ix_endpoints SET probe_at = probe_at - interval '1 day' WHERE probe_at IS NOT NULL`.execute(kysely);
    await sql`UPDATE ${sql.table(`${QUEUE_SCHEMA}.job`)} SET start_after = start_after - interval '1 day' WHERE name = ${CALLBACK}`.execute(
      kysely,
    );
  }

  get em() {
    return this.orm.em.fork();
  }
}
