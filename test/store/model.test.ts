/**
 * The life of jobs against a model of it. In `one at a time` a model in plain TypeScript says what must come of every command, and
 * everything the store shows is compared with it. In `several at once` commands race on connections of their own; what comes of them
 * is not foretold, but what must hold after them is.
 */

import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { isTerminal, JOB_STATUSES, type JobStatus } from '../../src/contracts/job.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { foldCounts } from '../../src/jobs/fold-counts.ts';
import { listJobs } from '../../src/jobs/read.ts';
import { release } from '../../src/jobs/release.ts';
import { resubmit } from '../../src/jobs/resubmit.ts';
import { reticketJobs } from '../../src/jobs/reticket.ts';
import { submit } from '../../src/jobs/submit.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import type { Claim } from '../../src/store/claim.ts';
import { countJobs } from '../../src/store/counts.ts';
import { queuePosition } from '../../src/store/queue-position.ts';
import { TURN_JOBS, TURN_MEMORY } from '../../src/store/turns.ts';
import { rounds } from '../support/effort.ts';
import { answer, newJob, Stage } from '../support/stage.ts';

const LIMITS = { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 3 };
const CLIENTS = ['a', 'b', 'c'];
const WORKERS = ['w0', 'w1', 'w2'];

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(20);
  // Every change of status, as the database saw it.
  await sql`CREATE TABLE history (n bigserial, job_id uuid, old text, new text)`.execute(stage.em.getKysely());
  await sql`CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO history (job_id, old, new) VALUES (NEW.job_id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END, NEW.status);
    RETURN NULL; END $$`.execute(stage.em.getKysely());
  await sql`CREATE TRIGGER history AFTER INSERT OR UPDATE OF status ON ix_jobs FOR EACH ROW EXECUTE FUNCTION keep_history()`.execute(
    stage.em.getKysely(),
  );
});
afterAll(() => stage.close());

async function clear(): Promise<void> {
  await stage.clear();
  await sql`TRUNCATE history`.execute(stage.em.getKysely());
}

interface Row {
  readonly job_id: JobId;
  readonly client_id: string;
  readonly status: JobStatus;
  readonly attempts: number;
  readonly worker_id: string | null;
}

/** Pending jobs stand in claim order. */
async function rows(): Promise<Row[]> {
  const result = await sql<Row>`
    SELECT job_id, client_id, status, attempts, worker_id FROM ix_jobs ORDER BY priority DESC, turn, created_at, job_id`.execute(
    stage.em.getKysely(),
  );
  return result.rows;
}

const LEGAL = new Set(['-pending', 'pending-running', 'running-pending', 'running-done', 'running-error', 'pending-error']);

/** What holds at any moment at which nothing is under way. */
async function checkInvariants(ticketsLost: boolean): Promise<void> {
  const all = await rows();
  const { rows: history } = await sql<{ job_id: string; old: string | null; new: string }>`
    SELECT job_id, old, new FROM history WHERE old IS DISTINCT FROM new ORDER BY n`.execute(stage.em.getKysely());
  const ends = new Map<string, number>();
  for (const step of history) {
    expect(LEGAL).toContain(`${step.old ?? ''}-${step.new}`);
    if (step.new === 'done' || step.new === 'error') ends.set(step.job_id, (ends.get(step.job_id) ?? 0) + 1);
  }
  for (const row of all) expect(ends.get(row.job_id) ?? 0).toBe(isTerminal(row.status) ? 1 : 0);
  for (const client of [null, ...CLIENTS]) {
    for (const status of JOB_STATUSES) {
      const n = all.filter((row) => row.status === status && (client === null || row.client_id === client)).length;
      expect([client, status, await countJobs(stage.em, EVERYTHING, [status], client)]).toEqual([client, status, n]);
    }
  }
  const pending = all.filter((row) => row.status === 'pending');
  const running = all.filter((row) => row.status === 'running').length;
  for (const [i, row] of pending.entries()) {
    if (i % Math.ceil(pending.length / 4) !== 0) continue;
    expect(await queuePosition(stage.em, EVERYTHING, row.job_id)).toEqual({
      ahead: running + i,
      aheadIsMinimum: false,
      totalActive: running + pending.length,
    });
  }
  // A job that was cancelled leaves its ticket behind.
  if (!ticketsLost) expect(await stage.tickets()).toBeGreaterThanOrEqual(pending.length);
}

interface ModelJob {
  readonly id: JobId;
  readonly client: string;
  readonly key: string;
  readonly body: string;
  readonly priority: number;
  readonly turn: number;
  status: JobStatus;
  attempts: number;
  strikes: number;
  worker: string | null;
  toCancel: boolean;
}

class Model {
  /** In order of creation. */
  readonly jobs: ModelJob[] = [];
  /** Every claim ever made; most are stale. */
  readonly claims: Claim[] = [];
  ticketsLost = false;

  pending(): ModelJob[] {
    const waiting = this.jobs.filter((job) => job.status === 'pending');
    return waiting.toSorted((x, y) => y.priority - x.priority || x.turn - y.turn || this.jobs.indexOf(x) - this.jobs.indexOf(y));
  }

  /** What a claim of `n` gets: the first in line, of suspects no more than one. */
  claimable(n: number): ModelJob[] {
    const waiting = this.pending();
    const suspect = waiting.find((job) => job.attempts > 0);
    return waiting.filter((job) => job.attempts === 0 || job === suspect).slice(0, n);
  }

  /** The job this claim still holds. */
  holds(held: Claim): ModelJob | undefined {
    return this.jobs.find(
      (job) => job.id === held.jobId && job.status === 'running' && job.attempts === held.attempt && job.worker === held.workerId,
    );
  }

  /** The newest finished jobs, so many of each status. */
  lately(client: string | null): ModelJob[] {
    const newest = (status: JobStatus) =>
      this.jobs.filter((job) => job.status === status && (client === null || job.client === client)).slice(-TURN_MEMORY);
    return [...newest('done'), ...newest('error')];
  }

  /** Where a batch of one client and priority begins: its last turn, or the head of the queue. */
  lane(client: string, priority: number): { turn: number; filled: number } {
    const waiting = this.jobs.filter((job) => job.status === 'pending' && job.priority === priority);
    const before = this.lately(null).filter((job) => job.priority === priority);
    const turns = (jobs: readonly ModelJob[]) => jobs.map((job) => job.turn);
    const head = waiting.length > 0 ? Math.min(...turns(waiting)) : Math.max(0, ...turns(before));
    const own = [
      ...waiting.filter((job) => job.client === client),
      ...this.lately(client).filter((job) => job.priority === priority),
    ].filter((job) => job.turn >= head);
    if (own.length === 0) return { turn: head, filled: 0 };
    const turn = Math.max(...turns(own));
    return { turn, filled: own.filter((job) => job.turn === turn).length };
  }
}

interface Item {
  readonly client: string;
  readonly key: string;
  readonly body: string;
  readonly priority: number;
}

abstract class Command implements fc.AsyncCommand<Model, Stage> {
  check(_model: Readonly<Model>): boolean {
    return true;
  }

  abstract act(model: Model): Promise<void>;

  async run(model: Model): Promise<void> {
    await this.act(model);
    const all = await rows();
    const shown = all.map(({ job_id, status, attempts }) => [job_id, status, attempts]).toSorted();
    expect(shown).toEqual(model.jobs.map(({ id, status, attempts }) => [id, status, attempts]).toSorted());
    expect(all.filter((row) => row.status === 'pending').map((row) => row.job_id)).toEqual(model.pending().map((job) => job.id));
    await checkInvariants(model.ticketsLost);
  }

  toString(): string {
    return `${this.constructor.name}(${JSON.stringify(this)})`;
  }
}

const submission = ({ client, key, body, priority }: Item) =>
  newJob({ ix_client_id: client, request_id: key, priority, context: { texts: [body] } });

class Submit extends Command {
  readonly items: readonly Item[];
  constructor(items: readonly Item[]) {
    super();
    this.items = items;
  }
  override async act(model: Model): Promise<void> {
    const lanes = new Map<string, { turn: number; filled: number; nth: number }>();
    for (const { client, priority } of this.items) {
      const name = `${client} ${priority}`;
      if (!lanes.has(name)) lanes.set(name, { ...model.lane(client, priority), nth: 0 });
    }
    const answers = await submit(stage.deps, EVERYTHING, this.items.map(submission));
    for (const [i, item] of this.items.entries()) {
      const lane = lanes.get(`${item.client} ${item.priority}`);
      if (lane === undefined) throw new Error('no lane');
      const turn = lane.turn + Math.floor((lane.filled + lane.nth++) / TURN_JOBS);
      const known = model.jobs.find((job) => job.client === item.client && job.key === item.key);
      const got = answers[i];
      if (known === undefined) {
        expect(got).toMatchObject({ created: true, differs: false });
        const id = got?.job.job_id as JobId;
        model.jobs.push({ ...item, id, turn, status: 'pending', attempts: 0, strikes: 0, worker: null, toCancel: false });
      } else {
        expect(got).toMatchObject({
          created: false,
          differs: known.body !== item.body,
          job: { job_id: known.id, priority: known.priority },
        });
      }
    }
  }
}

class ClaimJobs extends Command {
  readonly worker: string;
  readonly n: number;
  constructor(worker: string, n: number) {
    super();
    this.worker = worker;
    this.n = n;
  }
  override async act(model: Model): Promise<void> {
    const expected = model.claimable(this.n);
    const claims = await claim(stage.deps, this.n, this.worker);
    expect(new Set(claims.map((held) => held.jobId))).toEqual(new Set(expected.map((job) => job.id)));
    for (const job of expected) Object.assign(job, { status: 'running', worker: this.worker });
    model.claims.push(...claims);
  }
}

/** Of any claim ever made, so most are late. */
class Finish extends Command {
  readonly which: number;
  readonly error: boolean;
  constructor(which: number, error: boolean) {
    super();
    this.which = which;
    this.error = error;
  }
  override check = (model: Readonly<Model>) => model.claims.length > 0;
  override async act(model: Model): Promise<void> {
    const held = model.claims[this.which % model.claims.length];
    if (held === undefined) return;
    const job = model.holds(held);
    const applied = await finish(stage.deps, [{ claim: held, response: answer(held, this.error ? 'IX_001_000' : null) }]);
    expect(applied.has(held.jobId)).toBe(job !== undefined);
    if (job !== undefined) job.status = this.error ? 'error' : 'done';
  }
}

class Release extends Command {
  readonly which: number;
  constructor(which: number) {
    super();
    this.which = which;
  }
  override check = (model: Readonly<Model>) => model.claims.length > 0;
  override async act(model: Model): Promise<void> {
    const held = model.claims[this.which % model.claims.length];
    if (held === undefined) return;
    const job = model.holds(held);
    await release(stage.deps, [held]);
    // A worker that hands a job back forgets its claim: the fence rests on that (see store/release.ts).
    model.claims.splice(model.claims.indexOf(held), 1);
    if (job !== undefined && !job.toCancel) Object.assign(job, { status: 'pending', worker: null });
  }
}

/** A worker falls silent: crashed, or only paused, for its claims may still be used afterwards. */
class Silence extends Command {
  readonly worker: string;
  constructor(worker: string) {
    super();
    this.worker = worker;
  }
  override async act(model: Model): Promise<void> {
    await sql`UPDATE ix_jobs SET heartbeat_at = heartbeat_at - interval '1 hour' WHERE worker_id = ${this.worker} AND status = 'running'`.execute(
      stage.em.getKysely(),
    );
    const lost = model.jobs.filter((job) => job.status === 'running' && job.worker === this.worker);
    const { requeued, exhausted } = await sweep(stage.deps, LIMITS);
    for (const job of lost) {
      if (job.attempts > 0) job.strikes += 1;
      job.attempts += 1;
      const ends = job.toCancel || job.strikes >= LIMITS.maxAttempts;
      Object.assign(job, ends ? { status: 'error' } : { status: 'pending', worker: null });
      expect(ends ? exhausted : requeued).toContain(job.id);
    }
    expect(requeued.length + exhausted.length).toBe(lost.length);
    if (model.ticketsLost) await reticketJobs(stage.deps);
    model.ticketsLost = false;
  }
}

class Cancel extends Command {
  readonly which: number;
  constructor(which: number) {
    super();
    this.which = which;
  }
  override check = (model: Readonly<Model>) => model.jobs.length > 0;
  override async act(model: Model): Promise<void> {
    const job = model.jobs[this.which % model.jobs.length];
    if (job === undefined) return;
    const applied = await cancel(stage.deps, EVERYTHING, [job.id]);
    expect(applied.has(job.id)).toBe(!isTerminal(job.status));
    if (job.status === 'pending') job.status = 'error';
    else if (job.status === 'running') job.toCancel = true;
  }
}

class Resubmit extends Command {
  readonly which: number;
  constructor(which: number) {
    super();
    this.which = which;
  }
  override check = (model: Readonly<Model>) => model.jobs.length > 0;
  override async act(model: Model): Promise<void> {
    const job = model.jobs[this.which % model.jobs.length];
    if (job === undefined) return;
    const { turn, filled } = model.lane(job.client, job.priority);
    const copy = await resubmit(stage.deps, EVERYTHING, job.id);
    expect(copy).toMatchObject({ created: true, job: { origin_job_id: job.id, client_id: job.client, priority: job.priority } });
    const id = copy?.job.job_id as JobId;
    const place = turn + Math.floor(filled / TURN_JOBS);
    model.jobs.push({
      ...job,
      id,
      key: copy?.job.request_id ?? '',
      turn: place,
      status: 'pending',
      attempts: 0,
      strikes: 0,
      worker: null,
      toCancel: false,
    });
  }
}

class Fold extends Command {
  override async act(): Promise<void> {
    await foldCounts(stage.deps);
  }
}

class LoseTickets extends Command {
  override async act(model: Model): Promise<void> {
    await stage.loseTickets();
    model.ticketsLost = true;
  }
}

class List extends Command {
  readonly statuses: readonly JobStatus[];
  readonly client: string | undefined;
  readonly limit: number;
  constructor(statuses: readonly JobStatus[], client: string | undefined, limit: number) {
    super();
    this.statuses = statuses;
    this.client = client;
    this.limit = limit;
  }
  override async act(model: Model): Promise<void> {
    const matching = model.jobs.filter(
      (job) => this.statuses.includes(job.status) && (this.client === undefined || job.client === this.client),
    );
    const page = await listJobs(stage.deps, EVERYTHING, { statuses: this.statuses, clientId: this.client, limit: this.limit, offset: 0 });
    expect(page.total).toBe(matching.length);
    expect(page.jobs.map((job) => job.job_id)).toEqual(
      matching
        .toReversed()
        .slice(0, this.limit)
        .map((job) => job.id),
    );
  }
}

const item = fc.record({
  client: fc.constantFrom(...CLIENTS),
  key: fc.integer({ min: 0, max: 60 }).map((n) => `r${n}`),
  body: fc.constantFrom('Total 12.00', 'Total 13.00'),
  priority: fc.constantFrom(0, 0, 0, 5),
});
const index = fc.nat({ max: 1000 });
const worker = fc.constantFrom(...WORKERS);
const submits = fc.oneof(
  { weight: 3, arbitrary: fc.array(item, { minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array(item, { minLength: 20, maxLength: 45 }) },
);

/** How many sequences of each kind. */
const runs = rounds(4);

describe('the life of jobs', () => {
  it('one at a time: is what the model says', async () => {
    const commands = fc.commands(
      [
        submits.map((items) => new Submit(items)),
        fc.tuple(worker, fc.integer({ min: 1, max: 12 })).map(([w, n]) => new ClaimJobs(w, n)),
        fc.tuple(index, fc.boolean()).map(([which, error]) => new Finish(which, error)),
        fc.tuple(index, fc.boolean()).map(([which, error]) => new Finish(which, error)),
        index.map((which) => new Release(which)),
        worker.map((w) => new Silence(w)),
        index.map((which) => new Cancel(which)),
        index.map((which) => new Resubmit(which)),
        fc.constant(new Fold()),
        fc.constant(new LoseTickets()),
        fc
          .tuple(
            fc.subarray([...JOB_STATUSES]),
            fc.option(fc.constantFrom(...CLIENTS), { nil: undefined }),
            fc.integer({ min: 1, max: 20 }),
          )
          .map(([statuses, client, limit]) => new List(statuses, client, limit)),
      ],
      { maxCommands: 60, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        await clear();
        await fc.asyncModelRun(() => ({ model: new Model(), real: stage }), sequence);
      }),
      { numRuns: runs, endOnFailure: true },
    );
  }, 600_000);

  it('several at once: what must hold holds', async () => {
    type Act = (claims: Claim[], ids: JobId[]) => Promise<unknown>;
    const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];
    const act = fc.oneof<fc.Arbitrary<Act>[]>(
      submits.map((items) => async (_claims, ids) => {
        const answers = await submit(stage.deps, EVERYTHING, items.map(submission));
        ids.push(...answers.filter((a) => a.created).map((a) => a.job.job_id as JobId));
      }),
      fc.tuple(worker, fc.integer({ min: 1, max: 12 })).map(([w, n]) => async (claims) => {
        claims.push(...(await claim(stage.deps, n, w)));
      }),
      fc.tuple(index, fc.boolean()).map(([which, error]) => async (claims) => {
        const held = pick(claims, which);
        if (held !== undefined) await finish(stage.deps, [{ claim: held, response: answer(held, error ? 'IX_001_000' : null) }]);
      }),
      worker.map((w) => async () => {
        await sql`UPDATE ix_jobs SET heartbeat_at = heartbeat_at - interval '1 hour' WHERE worker_id = ${w} AND status = 'running'`.execute(
          stage.em.getKysely(),
        );
        await sweep(stage.deps, LIMITS);
      }),
      fc.constant(() => sweep(stage.deps, LIMITS)),
      index.map((which) => async (_claims, ids) => {
        const id = pick(ids, which);
        if (id !== undefined) await cancel(stage.deps, EVERYTHING, [id]);
      }),
      index.map((which) => async (_claims, ids) => {
        const id = pick(ids, which);
        if (id !== undefined) await resubmit(stage.deps, EVERYTHING, id);
      }),
      fc.constant(() => foldCounts(stage.deps)),
      fc.constant(() => listJobs(stage.deps, EVERYTHING, { limit: 50, offset: 0 })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(act, { minLength: 2, maxLength: 6 }), { minLength: 5, maxLength: 15, size: 'max' }),
        async (sequence) => {
          await clear();
          const claims: Claim[] = [];
          const ids: JobId[] = [];
          for (const round of sequence) {
            await Promise.all(round.map((one) => one(claims, ids)));
            await checkInvariants(false);
            // A running job is one claim's, and no other's.
            for (const row of (await rows()).filter((r) => r.status === 'running')) {
              const owners = claims.filter((c) => c.jobId === row.job_id && c.attempt === row.attempts && c.workerId === row.worker_id);
              expect(owners).toHaveLength(1);
            }
          }
        },
      ),
      { numRuns: runs, endOnFailure: true },
    );
  }, 600_000);
});
