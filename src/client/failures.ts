/** What may go wrong between a program and ix: ix says no, or nobody answers. */

/** One fault of a request: where it is (JSON Pointer into the body, or the name of a parameter), and what was expected there. */
export interface Fault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

/** The body of a problem (RFC 9457), as far as ix sends it. */
export interface ProblemBody {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly request_id?: string;
  readonly job_id?: string;
  readonly errors?: readonly Fault[];
}

/** ix answered that it will not. `message` is what it said. */
export class IxProblem extends Error {
  override readonly name = 'IxProblem';
  readonly status: number;
  readonly body: ProblemBody;
  /** Seconds after which ix wants to be asked again; null: it did not say. */
  readonly retryAfterSeconds: number | null;

  constructor(status: number, body: ProblemBody, retryAfterSeconds: number | null = null) {
    super(body.detail ?? body.title ?? `status ${status}`);
    this.status = status;
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The kind of problem, stable for programs: `invalid`, `not-found`, `rate-limited` …; empty where the answer named none. */
  get kind(): string {
    return this.body.type?.split(/[:/#]/).at(-1) ?? '';
  }
}

/** Nobody answers at the address, or not as ix does. */
export class IxUnreachable extends Error {
  override readonly name = 'IxUnreachable';
  /** Of an answer that is not ix's; null: there was none. */
  readonly status: number | null;

  constructor(message: string, status: number | null, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}
