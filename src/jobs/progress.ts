/**
 * Progress: which step and page the running jobs are at. Told over the process's one NOTIFY channel and stored nowhere; a hint that may be
 * lost, and that jobs which end within a moment never give.
 */
import type { JobId } from '../contracts/ids.ts';
import type { Signals } from '../queue/signals.ts';

export interface JobProgress {
  /** The pipeline's step: `setup`, `read`, `ocr`, `extract`, `ground`, `respond`. */
  readonly step: string;
  /** Pages read or recognised so far and in all, while that is done; else null. */
  readonly page: number | null;
  readonly pages: number | null;
}

/** Milliseconds between two notifications of one process: people look at them. */
const EVERY_MS = 250;
/** Jobs told of at a time: their items stay below PostgreSQL's 8,000 bytes a notification. */
const JOBS_MAX = 100;

/** Collects the progress of this process's jobs and tells the latest of each, a few times a second at most. */
export class ProgressTeller {
  readonly #signals: Signals;
  readonly #latest = new Map<JobId, JobProgress>();
  #timer: NodeJS.Timeout | null = null;

  constructor(signals: Signals) {
    this.#signals = signals;
  }

  tell(jobId: JobId, progress: JobProgress): void {
    this.#latest.set(jobId, progress);
    this.#timer ??= setTimeout(() => this.#send(), EVERY_MS);
  }

  /** The job has ended: nobody needs to hear where it was. */
  forget(jobId: JobId): void {
    this.#latest.delete(jobId);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#latest.clear();
  }

  #send(): void {
    const told = [...this.#latest].slice(0, JOBS_MAX);
    for (const [jobId] of told) this.#latest.delete(jobId);
    if (told.length > 0) this.#signals.send('progress', told.map(encode));
    this.#timer = this.#latest.size > 0 ? setTimeout(() => this.#send(), EVERY_MS) : null;
  }
}

/** What the items of a signal tell. */
export const progressIn = (items: readonly string[] | null): { readonly jobId: JobId; readonly progress: JobProgress }[] =>
  (items ?? []).map((item) => {
    const [id, step = '', page, pages] = item.split(',');
    return { jobId: id as JobId, progress: { step, page: numberOf(page), pages: numberOf(pages) } };
  });

const encode = ([jobId, { step, page, pages }]: readonly [JobId, JobProgress]): string =>
  [jobId, step, page, pages].map((part) => part ?? '').join(',');

const numberOf = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text));
