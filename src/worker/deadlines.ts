/** The deadlines of one run: what it may take by the server's setting, anew with each page that it gets on by, and its job's own. */
import { IxError } from '../contracts/errors.ts';
import type { Pace } from '../pipeline/pipeline.ts';

/** Seconds a pipeline may go on after its deadline before its answer is given for it. */
const GRACE_SECONDS = 10;

export interface DeadlineOptions {
  /** Of the run. */
  readonly timeoutSeconds: number;
  /** Until the job's own; null: it has none. */
  readonly jobSeconds: number | null;
  readonly abort: AbortController;
}

export class Deadlines {
  readonly #abort: AbortController;
  readonly #timeoutSeconds: number;
  readonly #gaveUp = Promise.withResolvers<IxError>();
  readonly #job: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ timeoutSeconds, jobSeconds, abort }: DeadlineOptions) {
    this.#abort = abort;
    this.#timeoutSeconds = timeoutSeconds;
    const late = () => this.#end(new IxError('IX_003_003', 'it was still running'));
    this.#job = jobSeconds === null ? undefined : setTimeout(late, Math.max(0, jobSeconds) * 1000);
    this.#begin();
  }

  /** Resolves when the run is past a deadline and has not answered within the grace. */
  get gaveUp(): Promise<IxError> {
    return this.#gaveUp.promise;
  }

  /** Each page of a scan has the whole deadline; what it waits for threads is not its own fault. */
  pace(pace: Pace): void {
    if (this.#abort.signal.aborted) return;
    clearTimeout(this.#timer);
    if (pace !== 'waits') this.#begin();
  }

  clear(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#job);
  }

  #begin(): void {
    const late = () => this.#end(new IxError('IX_003_002', `${this.#timeoutSeconds} s`));
    this.#timer = setTimeout(late, this.#timeoutSeconds * 1000);
  }

  #end(late: IxError): void {
    this.#abort.abort(late);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#gaveUp.resolve(late), GRACE_SECONDS * 1000);
  }
}
