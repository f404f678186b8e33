/** The processor time that a task takes, seen from outside its thread, which is too busy to look itself. */
import type { Worker } from 'node:worker_threads';

export interface ProcessorLimits {
  /** Of a whole task. */
  readonly taskSeconds: number;
  /** From one note of it to the next: of a page, or a step. */
  readonly noteSeconds: number;
}

/** How often to look: what is over sooner is never looked at. */
const LOOK_MS = 1000;

/** Watches one task. Waiting for a core costs nothing: only what the thread computes is counted, from the first look on. */
export class ProcessorTime {
  readonly #worker: Worker;
  readonly #timer: NodeJS.Timeout;
  /** Seconds the thread had taken at the first look after the task began, and after its last note. */
  #atTask: number | null = null;
  #atNote: number | null = null;

  /** @param over is called with what was exceeded, in words; more than once if nothing comes of it. */
  constructor(worker: Worker, limits: ProcessorLimits, over: (what: string) => void) {
    this.#worker = worker;
    const look = async () => {
      const now = await this.#seconds();
      if (now === null) return;
      this.#atTask ??= now;
      this.#atNote ??= now;
      if (now - this.#atNote > limits.noteSeconds) over(`${limits.noteSeconds} s of processor time for one page or step`);
      else if (now - this.#atTask > limits.taskSeconds) over(`${limits.taskSeconds} s of processor time`);
    };
    this.#timer = setInterval(() => void look(), LOOK_MS).unref();
  }

  noted(): void {
    this.#atNote = null;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Null when the thread has ended meanwhile. */
  async #seconds(): Promise<number | null> {
    try {
      const { user, system } = await this.#worker.cpuUsage();
      return (user + system) / 1_000_000;
    } catch {
      return null;
    }
  }
}
