/** What tests of the store, the acts and the worker stand on: a database of their own, its queues, and short ways to make jobs. */

import { randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../../src/contracts/ids.ts';
import type { Job } from '../../src/contracts/job.ts';
import { type SubmissionInput, SubmissionSchema } from '../../src/contracts/request.ts';
import { emptyResponse, type ResponseIX } from '../../src/contracts/response.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { type Connected, connect } from '../../src/database/connect.ts';
import { withDeadline } from '../../src/database/deadline.ts';
import { claim } from '../../src/jobs/claim.ts';
import type { JobsDeps } from '../../src/jobs/deps.ts';
import { getJob } from '../../src/jobs/read.ts';
import { type NewJob, type Submitted, submit } from '../../src/jobs/submit.ts';
import { Queue } from '../../src/queue/queue.ts';
import { type CALLBACK_DEAD, DELIVER, QUEUE_SCHEMA, type WorkQueue } from '../../src/queue/queues.ts';
import type { Claim } from '../../src/store/claim.ts';
import { ENTITIES } from '../../src/store/entities/index.ts';
import { QueueHeads } from '../../src/store/queue-heads.ts';
import { createDatabase } from './database.ts';
import { KEYRING } from './keyring.ts';
import { waitingTickets } from './tickets.ts';

export class Stage {
  readonly url: string;
  readonly orm: MikroORM;
  readonly queue: Queue;
  deps: JobsDeps;
  readonly #drop: () => Promise<void>;

  private constructor(url: string, { orm }: Connected, queue: Queue, drop: () => Promise<void>) {
    this.url = url;
    this.orm = orm;
    this.queue = queue;
    this.deps = {
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

  static async open(pool = 10): Promise<Stage> {
    const { url, drop } = await createDatabase();
    return Stage.#on(url, pool, drop);
  }

  static async #on(url: string, pool: number, drop: () => Promise<void>): Promise<Stage> {
    const connected = await connect({ url, pool, applicationName: 'ix test', entities: ENTITIES });
    const queue = await Queue.start({
      ...connected,
      url,
      applicationName: 'ix test queue',
      onError: (error) => {
        throw error;
      },
    }).catch(async (error: unknown) => {
      await connected.orm.close(true);
      throw error;
    });
    return new Stage(url, connected, queue, drop);
  }

  /** As another process on the same database. To be closed before this one. */
  another(): Promise<Stage> {
    return Stage.#on(this.url, 4, async () => {});
  }

  async close(): Promise<void> {
    await this.queue.stop();
    await this.orm.close(true);
    await this.#drop();
  }

  /** An EntityManager of its own. */
  get em() {
    return this.orm.em.fork();
  }

  async clear(): Promise<void> {
    // What it knows of the queue is over.
    this.deps = { ...this.deps, heads: new QueueHeads() };
    await sql`DROP TRIGGER IF EXISTS refuse ON ix_jobs`.execute(this.em.getKysely());
    await sql`TRUNCATE ix_jobs, ix_files CASCADE`.execute(this.em.getKysely());
    await sql`DELETE FROM ${sql.table(`${QUEUE_SCHEMA}.job`)}`.execute(this.em.getKysely());
  }

  submit(...submissions: Partial<SubmissionInput>[]): Promise<Submitted[]> {
    return submit(this.deps, EVERYTHING, submissions.map(newJob));
  }

  /** One job; its id. */
  async job(submission: Partial<SubmissionInput> = {}): Promise<JobId> {
    const [submitted] = await this.submit(submission);
    if (submitted === undefined) throw new Error('submit gave no answer');
    return submitted.job.job_id as JobId;
  }

  /** As a worker does: fetches up to `n` tickets, and claims as many jobs. */
  async claim(n: number, worker: string): Promise<Claim[]> {
    const tickets = await this.queue.fetch(DELIVER, n);
    return tickets.length === 0 ? [] : claim(this.deps, tickets.length, worker, { tickets });
  }

  async get(jobId: JobId): Promise<Job> {
    const job = await getJob(this.deps, EVERYTHING, jobId);
    if (job === null) throw new Error(`no job ${jobId}`);
    return job;
  }

  /** Makes the database's clock seem `seconds` later to every running job. */
  async age(seconds: number): Promise<void> {
    await sql`UPDATE ix_jobs SET heartbeat_at = heartbeat_at - make_interval(secs => ${seconds}),
      started_at = started_at - make_interval(secs => ${seconds}), moved_at = moved_at - make_interval(secs => ${seconds}) WHERE status = 'running'`.execute(
      this.em.getKysely(),
    );
  }

  /** A callback URL as the door refuses it: its origin fits into no index entry. */
  async longCallback(jobId: JobId): Promise<void> {
    const url = `https://${randomBytes(3000).toString('hex')}.example/`;
    await sql`UPDATE ix_jobs SET callback_url = ${url} WHERE job_id = ${jobId}`.execute(this.em.getKysely());
  }

  /** From now on the database refuses every change of that row, as it refuses a value that fits into no index. */
  async refuseUpdates(jobId: JobId): Promise<void> {
    await sql`CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = 'program_limit_exceeded'; END $$`.execute(this.em.getKysely());
    await sql`CREATE TRIGGER refuse BEFORE UPDATE ON ix_jobs FOR EACH ROW WHEN (OLD.job_id = ${sql.lit(jobId)}) EXECUTE FUNCTION refuse()`.execute(
      this.em.getKysely(),
    );
  }

  /** Tickets that wait: of jobs, or of another queue. */
  tickets(name?: WorkQueue | typeof CALLBACK_DEAD): Promise<number> {
    return waitingTickets(this.em, name);
  }

  async loseTickets(): Promise<void> {
    await sql`DELETE FROM ${sql.table(`${QUEUE_SCHEMA}.job`)} WHERE name = ${DELIVER}`.execute(this.em.getKysely());
  }
}

export function newJob(submission: Partial<SubmissionInput> = {}): NewJob {
  const parsed = SubmissionSchema.parse({ use_case: 'invoice', context: { texts: ['Total 12.00'] }, ...submission });
  return { submission: parsed, uploads: [], traceparent: null };
}

/** An answer for a claim: done, or in error. */
export function answer(claim: Claim, error: 'IX_001_000' | null = null): ResponseIX {
  const ids = { ix_client_id: claim.clientId, request_id: claim.requestId, ix_id: claim.ixId, use_case: claim.useCase };
  return { ...emptyResponse(ids), ...(error !== null && { error: `${error}: nothing to extract from`, code: error }) };
}
