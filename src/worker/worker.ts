/**
 * The worker: claims jobs into free slots, runs the pipeline on each, and stores how it ended.
 *
 *   claimed ──pipeline answered──▶ finishing ──applied──▶ gone
 *      │                              └──not applied: the job was taken back──▶ gone, nothing written
 *      ├──heartbeat says it is not ours any more──▶ aborted, gone, nothing written
 *      ├──deadline, cancel──▶ aborted, the pipeline answers IX_003_002 or IX_003_003, IX_003_000 ──▶ finishing
 *      └──stop, and the grace is over──▶ aborted, handed back (pending, new ticket)
 *
 * No transaction is open while a pipeline runs. Every write is fenced by the claim, so whatever this process believes, a job it
 * lost is not changed by it.
 */
import { IxError } from '../contracts/errors.ts';
import type { RequestIX } from '../contracts/request.ts';
import type { ResponseIX } from '../contracts/response.ts';
import type { UseCaseInline } from '../contracts/use-case.ts';
import { claim } from '../jobs/claim.ts';
import type { JobsDeps } from '../jobs/deps.ts';
import { release } from '../jobs/release.ts';
import { reticketJobs } from '../jobs/reticket.ts';
import { type SweepResult, sweep } from '../jobs/sweep.ts';
import { keepTimes } from '../jobs/times.ts';
import type { Pace, Pipeline, Progress } from '../pipeline/pipeline.ts';
import { Consumer } from '../queue/consumer.ts';
import { Every } from '../queue/every.ts';
import { DELIVER } from '../queue/queues.ts';
import type { Claim, WorkerClass } from '../store/claim.ts';
import { heartbeat } from '../store/heartbeat.ts';
import { isQuiet } from '../store/pauses.ts';
import { Contact } from './contact.ts';
import { Deadlines } from './deadlines.ts';
import { Ends, failureOf, LostLease, pause, Stopping } from './ends.ts';
import { Presence } from './presence.ts';

/** Between two tries to read a use case while the database is away. */
const LOOK_AGAIN_SECONDS = 1;

export interface WorkerOptions {
  readonly deps: JobsDeps;
  readonly pipeline: Pipeline;
  /** The use case of that name as it was in that version; null: there is none. */
  readonly inlineOf: (name: string, version: number) => Promise<UseCaseInline | null>;
  /** Unique to this process and this start: part of the fence. */
  readonly workerId: string;
  /** Jobs at a time. */
  readonly concurrency: number;
  /** The jobs it runs; null: all. */
  readonly only?: WorkerClass | null;
  readonly leaseSeconds: number;
  /** Deadline of one run. */
  readonly timeoutSeconds: number;
  readonly maxAttempts: number;
  /** How often to look for tickets, and for jobs that have none, without being told. */
  readonly pollSeconds: number;
  readonly events: WorkerEvents;
}

/** Told as things happen; must not throw. */
export interface WorkerEvents {
  readonly started: (claim: Claim) => void;
  readonly finished: (claim: Claim, response: ResponseIX) => void;
  /** A step began, or a page was read. */
  readonly progress?: (claim: Claim, progress: Progress) => void;
  /** The job was taken back from this worker, by the sweep or a cancel: nothing was written for it. */
  readonly lost: (claim: Claim) => void;
  readonly swept: (result: Omit<SweepResult, 'refused'>) => void;
  /** So many jobs waited without a ticket each, and have one now. */
  readonly reticketed: (jobs: number) => void;
  /** Something in the background failed, most likely the database was away; it is tried again. */
  readonly failed: (what: string, error: unknown) => void;
}

/** How often jobs are looked for whose time has come: they are as late as that. Seconds. */
const TIMES_SECONDS = 1;
/** The answer to a heartbeat is waited for a third of the lease, and for this long at least and at most. */
const HEARTBEAT_SECONDS = [2, 10] as const;
interface Held {
  readonly claim: Claim;
  readonly abort: AbortController;
  /** Of its run: whether it got on since the last heartbeat, and how it goes on. */
  moved: boolean;
  pace: Pace;
}

export class Worker {
  readonly #options: WorkerOptions;
  readonly #held = new Set<Held>();
  #handedBack = 0;
  readonly #consumer: Consumer;
  readonly #ends: Ends;
  readonly #contact: Contact;
  readonly #heartbeats: Every;
  readonly #sweeps: Every;
  readonly #times: Every;
  readonly #presence: Presence;
  /** Somebody said that it is to claim nothing new. */
  #quiet = false;
  #unsubscribe: (() => void) | null = null;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const { deps, events, leaseSeconds, only = null } = options;
    this.#consumer = new Consumer({
      queue: deps.queue,
      name: DELIVER,
      slots: options.concurrency,
      pollSeconds: options.pollSeconds,
      byTickets: only === null,
      take: async (free, tickets) => {
        const claims = await claim(deps, free, options.workerId, { suspects: this.#suspects(), tickets, only });
        return claims.map((claimed) => this.#work(claimed));
      },
      reticket: async () => {
        const jobs = await reticketJobs(deps);
        if (jobs > 0) events.reticketed(jobs);
      },
      onError: (error) => events.failed('claim', error),
    });
    this.#ends = new Ends(deps, events.failed);
    this.#contact = new Contact(leaseSeconds, () => performance.now());
    this.#heartbeats = new Every(
      leaseSeconds / 3,
      () => this.#beat(),
      (error) => events.failed('heartbeat', error),
    );
    this.#sweeps = new Every(
      leaseSeconds / 3,
      () => this.#sweep(),
      (error) => events.failed('sweep', error),
    );
    this.#times = new Every(
      TIMES_SECONDS,
      () => this.#keepTimes(),
      (error) => events.failed('times', error),
    );
    const { workerId, concurrency: slots } = options;
    this.#presence = new Presence({ deps, workerId, slots, only, onError: (error) => events.failed('presence', error) });
  }

  get running(): number {
    return this.#held.size;
  }

  /** What a predecessor left is picked up by the sweep, a lease from now. */
  async start(): Promise<void> {
    const { queue, clientMaxRunning } = this.#options.deps;
    const offs = [
      queue.signals.on('work', () => {
        this.#consumer.notify();
        // A job that has ended may have made room for its client's next, whose ticket is gone.
        if (clientMaxRunning > 0) this.#consumer.look();
      }),
      queue.signals.on('cancel', (ids) => this.#cancel(ids)),
    ];
    this.#unsubscribe = () => {
      for (const off of offs) off();
    };
    void this.#beat().catch((error) => this.#options.events.failed('heartbeat', error));
    this.#heartbeats.start();
    this.#sweeps.start();
    this.#times.start();
    this.#presence.start();
    await this.#consumer.start();
  }

  /** Claims nothing more; what runs may end within the grace, the rest is handed back. */
  async stop(graceSeconds: number): Promise<number> {
    this.#unsubscribe?.();
    await this.#sweeps.stop();
    await this.#times.stop();
    if (!this.#quiet) await this.#consumer.stop();
    const timer = setTimeout(() => {
      for (const held of this.#held) held.abort.abort(new Stopping());
    }, graceSeconds * 1000);
    await this.#consumer.settled();
    clearTimeout(timer);
    await this.#heartbeats.stop();
    await this.#presence.stop();
    return this.#handedBack;
  }

  async #work(claimed: Claim): Promise<void> {
    const { events } = this.#options;
    const held: Held = { claim: claimed, abort: new AbortController(), moved: false, pace: 'moves' };
    this.#held.add(held);
    this.#presence.runs(this.#held.size);
    events.started(claimed);
    try {
      const response = await this.#run(held);
      const { reason } = held.abort.signal;
      if (reason instanceof Stopping) {
        await release(this.#options.deps, [claimed]);
        this.#handedBack++;
      } else if (reason instanceof LostLease) events.lost(claimed);
      else {
        const stored = await this.#ends.store(claimed, response, held.abort.signal);
        if (stored === null) events.lost(claimed);
        else events.finished(claimed, stored);
      }
    } catch (error) {
      // Not stored and not handed back: the lease runs out and the sweep brings the job back.
      events.failed(`job ${claimed.jobId}`, error);
    } finally {
      this.#held.delete(held);
      this.#presence.runs(this.#held.size);
      // The next suspect may come, which a claim left behind while slots were free.
      if (isSuspect(claimed)) this.#consumer.look();
    }
  }

  /** How many more suspects may run here: one at a time, so that it is alone under suspicion if this process dies. */
  #suspects(): number {
    return [...this.#held].some((held) => isSuspect(held.claim)) ? 0 : 1;
  }

  /** The pipeline's answer; past its deadline and the grace, the answer that it should have given. */
  async #run(held: Held): Promise<ResponseIX> {
    const { claim: claimed, abort } = held;
    if (claimed.unopenable !== null) return failureOf(claimed, new IxError('IX_002_000', claimed.unopenable.message));
    const { pipeline, timeoutSeconds } = this.#options;
    const deadlines = new Deadlines({ timeoutSeconds, jobSeconds: claimed.deadlineInSeconds, abort });
    const onPace = (pace: Pace) => {
      if (abort.signal.aborted) return;
      held.moved = true;
      held.pace = pace;
      deadlines.pace(pace);
    };
    try {
      const onProgress = (progress: Progress) => this.#options.events.progress?.(claimed, progress);
      const { jobId, ixId } = claimed;
      const run = pipeline.run(await this.#requestOf(held), { jobId, ixId, signal: abort.signal, onProgress, onPace });
      return await Promise.race([run, deadlines.gaveUp.then((late) => failureOf(claimed, late))]);
    } finally {
      deadlines.clear();
    }
  }

  /** With the use case in the version that the job keeps, whatever its name means by now. */
  async #requestOf({ claim: { jobId, request, useCase, useCaseVersion }, abort }: Held): Promise<RequestIX | null> {
    if (request === null || useCase === null || useCaseVersion === null) return request;
    while (!abort.signal.aborted) {
      try {
        return { ...request, use_case_inline: await this.#options.inlineOf(useCase, useCaseVersion) };
      } catch (error) {
        this.#options.events.failed(`use case of job ${jobId}`, error);
        await pause(LOOK_AGAIN_SECONDS, abort.signal);
      }
    }
    return request;
  }

  /** Goes out without jobs, too: the sweep has to know that the database answers. */
  async #beat(): Promise<void> {
    const sent = [...this.#held];
    const claims = sent.map((held) => held.claim);
    const moved = new Set(sent.filter((held) => held.moved || held.pace === 'waits').map((held) => held.claim));
    for (const held of sent) held.moved = false;
    const { deps, leaseSeconds } = this.#options;
    // On a connection that is silent there is time for another try within the lease.
    const seconds = Math.min(Math.max(leaseSeconds / 3, HEARTBEAT_SECONDS[0]), HEARTBEAT_SECONDS[1]);
    const heard = await this.#contact.through(() => deps.withDeadline(seconds, () => heartbeat(deps.orm.em.fork(), claims, moved)));
    for (const { claim, abort } of sent) {
      if (heard.lost.includes(claim)) abort.abort(new LostLease());
      else if (heard.cancelled.includes(claim)) abort.abort(new IxError('IX_003_000'));
    }
  }

  /** Told by a signal; one that is missed is made up for by the next heartbeat. */
  #cancel(ids: readonly string[] | null): void {
    for (const { claim, abort } of this.#held) if (ids?.includes(claim.jobId)) abort.abort(new IxError('IX_003_000'));
  }

  async #keepTimes(): Promise<void> {
    const { deps, workerId } = this.#options;
    const quiet = await isQuiet(deps.orm.em.fork(), workerId);
    if (quiet !== this.#quiet) {
      this.#quiet = quiet;
      await (quiet ? this.#consumer.stop() : this.#consumer.start());
    }
    await keepTimes(deps);
  }

  async #sweep(): Promise<void> {
    const patience = this.#contact.patienceSeconds;
    if (patience === null) return;
    const { deps, events, timeoutSeconds, maxAttempts } = this.#options;
    // Twice the deadline: a run that still has heartbeats by then, and does not get on, hangs.
    const { refused, ...swept } = await sweep(deps, { leaseSeconds: patience, maxRuntimeSeconds: 2 * timeoutSeconds, maxAttempts });
    if (swept.requeued.length + swept.exhausted.length > 0) events.swept(swept);
    for (const { jobId, error } of refused) events.failed(`sweep of job ${jobId}`, error);
  }
}

const isSuspect = ({ attempt }: Claim): boolean => attempt > 0;
