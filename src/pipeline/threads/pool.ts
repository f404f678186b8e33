/**
 * Threads that can be killed: whatever is untrusted, or may not end in time, runs in them. A thread does one task at a time, within
 * limits of memory and processor time; clients that wait share the threads evenly.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { unpack } from './carried.ts';
import { type ProcessorLimits, ProcessorTime } from './processor-time.ts';
import type { Input, Note, Output, TaskName } from './tasks.ts';
import type { Reply } from './thread.ts';

export interface ThreadPoolOptions {
  /** Most tasks at a time. */
  readonly threads: number;
  /** So many threads are there from the start and stay; the others come with the work and go when idle. */
  readonly kept: number;
  /** Limit of one thread's JavaScript heap, MiB. */
  readonly maxHeapMb: number;
  readonly processor?: ProcessorLimits;
  /** Told of each thread that ended before its task did. */
  readonly onKilled?: ((why: ThreadError['why'] | 'aborted') => void) | undefined;
}

export interface TaskOptions<Note> {
  /** Whose task it is: of those that wait, the client with the fewest running ones comes first, then the one served longest ago. */
  readonly client: string;
  /** The thread is killed when it aborts. */
  readonly signal: AbortSignal;
  readonly onNote?: (note: Note) => void;
  /** A thread has it. */
  readonly onBegin?: () => void;
  /** Of the input: they go to the thread instead of a copy, and are gone here once the task begins. */
  readonly transfer?: readonly ArrayBuffer[];
}

/** A thread ended before its task did. The message goes on from "the thread". */
export class ThreadError extends Error {
  /** `slow`: it was killed for the processor time it took. */
  readonly why: 'memory' | 'slow' | 'other';

  constructor(why: ThreadError['why'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.why = why;
  }
}

/** Threads beyond those that are kept end after this long without work. */
const IDLE_MS = 60_000;
/** Pages that people send take well below a second, and 100 of them some seconds: a slow or busy machine may be ten times slower. */
const PROCESSOR: ProcessorLimits = { taskSeconds: 120, noteSeconds: 15 };

interface Task {
  readonly client: string;
  /** Sends it to a thread. */
  readonly begin: (worker: Worker) => void;
  /** The task's thread has ended, or will not be there any more. */
  readonly fail: (error: Error) => void;
}

export class ThreadPool {
  readonly maxHeapMb: number;
  readonly #threads: number;
  readonly #kept: number;
  readonly #processor: ProcessorLimits;
  readonly #onKilled: ThreadPoolOptions['onKilled'];
  /** All there are, those that are ending included: they hold memory until they have. */
  readonly #workers = new Set<Worker>();
  readonly #idle = new Map<Worker, NodeJS.Timeout>();
  readonly #running = new Map<Worker, Task>();
  /** By client; who was served last stands last. */
  readonly #waiting = new Map<string, Set<Task>>();
  #closed = false;

  constructor({ threads, kept, maxHeapMb, processor = PROCESSOR, onKilled }: ThreadPoolOptions) {
    this.maxHeapMb = maxHeapMb;
    this.#threads = threads;
    this.#kept = kept;
    this.#processor = processor;
    this.#onKilled = onKilled;
    for (let i = 0; i < kept; i++) this.#rest(this.#spawn());
  }

  /** @throws what the task throws; `signal.reason` once it aborts; ThreadError when the thread did not survive the task. */
  async run<Name extends TaskName>(name: Name, input: Input<Name>, options: TaskOptions<Note<Name>>): Promise<Output<Name>> {
    const { client, signal, onNote, onBegin, transfer = [] } = options;
    signal.throwIfAborted();
    const outcome = Promise.withResolvers<Output<Name>>();
    let end = () => this.#forget(task);
    let underWay = false;
    const task: Task = {
      client,
      begin: (worker) => {
        underWay = true;
        const time = new ProcessorTime(worker, this.#processor, (what) => {
          outcome.reject(new ThreadError('slow', `took more than ${what}`));
          void worker.terminate();
        });
        const onReply = (reply: Reply<Output<Name>, Note<Name>>) => {
          if ('note' in reply) {
            time.noted();
            onNote?.(reply.note);
            return;
          }
          if ('error' in reply) outcome.reject(unpack(reply.error));
          else outcome.resolve(reply.output);
          end = () => {};
          underWay = false;
          time.stop();
          worker.off('message', onReply);
          this.#rest(worker);
        };
        worker.on('message', onReply);
        end = () => {
          time.stop();
          worker.off('message', onReply);
          void worker.terminate();
        };
        worker.postMessage({ task: name, input }, transfer);
        onBegin?.();
      },
      fail: outcome.reject,
    };
    const abort = () => outcome.reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    this.#queue(task);
    try {
      return await outcome.promise;
    } catch (error) {
      if (underWay) this.#onKilled?.(error instanceof ThreadError ? error.why : 'aborted');
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
      // Out of the queue, or the thread is killed; nothing when it has answered.
      end();
    }
  }

  /** Kills what runs, and lets nobody wait. */
  async close(): Promise<void> {
    this.#closed = true;
    const waiting = [...this.#waiting.values()].flatMap((tasks) => [...tasks]);
    this.#waiting.clear();
    for (const task of [...this.#running.values(), ...waiting]) task.fail(new ThreadError('other', 'was stopped'));
    for (const timer of this.#idle.values()) clearTimeout(timer);
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  #queue(task: Task): void {
    if (this.#closed) {
      task.fail(new ThreadError('other', 'was stopped'));
      return;
    }
    const tasks = this.#waiting.get(task.client) ?? new Set();
    this.#waiting.set(task.client, tasks.add(task));
    this.#serve();
  }

  #forget(task: Task): void {
    const tasks = this.#waiting.get(task.client);
    tasks?.delete(task);
    if (tasks?.size === 0) this.#waiting.delete(task.client);
  }

  /** Gives what waits to threads, as long as there are some. */
  #serve(): void {
    while (!this.#closed && this.#waiting.size > 0) {
      // The one that rested last: its code and its caches are the warmest.
      const worker = [...this.#idle.keys()].at(-1) ?? (this.#workers.size < this.#threads ? this.#spawn() : null);
      const task = worker === null ? null : this.#next();
      if (worker === null || task === null) return;
      clearTimeout(this.#idle.get(worker));
      this.#idle.delete(worker);
      this.#running.set(worker, task);
      task.begin(worker);
    }
  }

  #next(): Task | null {
    const running = new Map<string, number>();
    for (const { client } of this.#running.values()) running.set(client, (running.get(client) ?? 0) + 1);
    const runningOf = (client: string) => running.get(client) ?? 0;
    // The sort is stable: who was served longest ago stands first among equals.
    const [first] = [...this.#waiting].sort(([a], [b]) => runningOf(a) - runningOf(b));
    if (first === undefined) return null;
    const [client, tasks] = first;
    const [task = null] = tasks;
    this.#waiting.delete(client);
    if (task !== null) tasks.delete(task);
    if (tasks.size > 0) this.#waiting.set(client, tasks);
    return task;
  }

  #rest(worker: Worker): void {
    const end = () => {
      if (this.#workers.size <= this.#kept) return;
      this.#idle.delete(worker);
      void worker.terminate();
    };
    this.#idle.set(worker, setTimeout(end, IDLE_MS).unref());
    // Whose task has just ended still counts as running when the next is chosen: the others come first.
    this.#serve();
    if (this.#idle.has(worker)) this.#running.delete(worker);
  }

  #spawn(): Worker {
    // Beside this file, and like it: `.ts` as it is, `.js` once built.
    const worker = new Worker(new URL(`./thread${extname(import.meta.url)}`, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.maxHeapMb },
    });
    let ended = new ThreadError('other', 'ended');
    worker.on('error', (error) => {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      const message = error instanceof Error ? error.message : String(error);
      ended =
        code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new ThreadError('memory', `takes more than the ${this.maxHeapMb} MiB it may use (IX_PIPELINE_THREAD_MB)`, { cause: error })
          : new ThreadError('other', `failed: ${message}`, { cause: error });
    });
    worker.on('exit', () => {
      clearTimeout(this.#idle.get(worker));
      this.#idle.delete(worker);
      this.#workers.delete(worker);
      this.#running.get(worker)?.fail(ended);
      this.#serve();
      this.#running.delete(worker);
    });
    this.#workers.add(worker);
    return worker;
  }
}
