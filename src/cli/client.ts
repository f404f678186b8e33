/** ix over HTTP, as the commands use it. */
import { setGlobalProxyFromEnv } from 'node:http';
import { z } from 'zod';
import { type Ask, IxClient as Client, IxProblem, IxUnreachable, type JobEvent } from '../client/index.ts';
import { type Job, type JobList, JobListSchema, JobSchema } from '../contracts/job.ts';
import type { SubmissionInput } from '../contracts/request.ts';
import { type ReviewedJob, ReviewedJobSchema } from '../contracts/review.ts';
import { CliError, EXIT } from './failure.ts';
import { faultName } from './fault-name.ts';
import type { LocalFile } from './inputs.ts';

/** Nothing answers at the address, or what answers is not a working ix. */
export class Unreachable extends CliError {
  /** Nobody listens there at all: the place is free. */
  readonly refused: boolean;

  constructor(message: string, refused: boolean, cause?: unknown) {
    super(message, EXIT.unreachable, { cause });
    this.name = 'Unreachable';
    this.refused = refused;
  }
}

/** ix answered that it will not: what its problem+json says, in the words of the command line. */
export class Refused extends CliError {
  readonly status: number;
  /** The job that the problem is about, where it names one. */
  readonly jobId: string | null;

  constructor(status: number, message: string, jobId: string | null = null) {
    super(message, status >= 500 ? EXIT.failed : EXIT.usage);
    this.name = 'Refused';
    this.status = status;
    this.jobId = jobId;
  }
}

/** What ix said, read, and as it said it (what `--json` prints). */
export interface Answer<T> {
  readonly value: T;
  readonly json: unknown;
}

export interface SubmittedJob extends Answer<Job> {
  /** An earlier submission had the same client and request id; this one started nothing. */
  readonly replayed: boolean;
}

const UseCasesSchema = z.looseObject({
  use_cases: z.array(z.looseObject({ name: z.string(), fields: z.array(z.looseObject({ name: z.string(), required: z.boolean() })) })),
});
/** The fields of a use case, in its order. */
export type UseCaseFields = z.output<typeof UseCasesSchema>['use_cases'][number]['fields'];

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * A proxy that Node was told to use (NODE_USE_ENV_PROXY, HTTP_PROXY) is for what is elsewhere: this machine is never reached through it.
 * Node knows a proxy's exceptions only beside a proxy, so any URL is one here.
 */
const withoutProxy = (url: string): void => void setGlobalProxyFromEnv({ http_proxy: url, no_proxy: '*' });

export class IxClient {
  readonly #ix: Client;

  /** @param key sent with every request; null: none. @param url where ix listens, `http://host:port`, with or without a path it is served under. */
  constructor(url: string, key: string | null = null) {
    // A command says at once that nobody answers: whoever calls it knows whether to wait.
    this.#ix = new Client(url, { key, retries: 0 });
    if (LOOPBACK.test(URL.parse(url)?.hostname ?? '')) withoutProxy(this.url);
  }

  get url(): string {
    return this.#ix.transport.url;
  }

  /** @throws Unreachable unless an ix that can take jobs answers. */
  async ready(): Promise<void> {
    await this.#told(async () => {
      const answer = await this.#ix.transport.fetch('/readyz');
      if (answer.ok) return void (await answer.body?.cancel());
      const problem = await this.#ix.transport.problemOf(answer);
      if (problem instanceof IxProblem) throw new Unreachable(`ix at ${this.url}: ${problemText(problem)}`, false);
      throw new Unreachable(`${this.url} answers, but it is not ix (GET /readyz gave ${answer.status})`, false);
    });
  }

  /**
   * @param files uploaded, in this order, after the files the submission names itself.
   * @throws Refused 409 when client and request id have another request under them already.
   */
  async submit(submission: SubmissionInput, files: readonly LocalFile[]): Promise<SubmittedJob> {
    const { job, created } = await this.#told(() => this.#ix.submit(submission, { files, strict: true }));
    return { ...this.#read(job, JobSchema), replayed: !created };
  }

  /**
   * @param path `/jobs/{job_id}` or `/clients/{client_id}/jobs/{request_id}`
   * @param waitSeconds how long ix may wait for the job to end before it answers.
   */
  async job(path: string, waitSeconds = 0): Promise<Answer<Job>> {
    return this.#ask(path, JobSchema, waitSeconds > 0 ? { headers: { Prefer: `wait=${waitSeconds}` } } : {});
  }

  async jobs(query: URLSearchParams): Promise<Answer<JobList>> {
    return this.#ask(`/jobs?${query}`, JobListSchema);
  }

  /** @throws CliError naming those that exist, when `name` does not. */
  async useCase(name: string): Promise<UseCaseFields> {
    const all = await this.useCases();
    const fields = all.get(name);
    if (fields !== undefined) return fields;
    throw new CliError(`no use case ${JSON.stringify(name)}; there are: ${[...all.keys()].join(', ')}`, EXIT.usage);
  }

  /** The registered use cases by name. */
  async useCases(): Promise<ReadonlyMap<string, UseCaseFields>> {
    const { value } = await this.#ask('/use-cases', UseCasesSchema);
    return new Map(value.use_cases.map(({ name, fields }) => [name, fields]));
  }

  /** What each part says of itself, well or not. */
  async health(): Promise<unknown> {
    return this.#told(async () => this.#ix.transport.read(await this.#ix.transport.fetch('/healthz')));
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<Answer<T>> {
    return this.#ask(path, schema);
  }

  /** All that was decided, a job at a time. */
  async *reviews(filter: Parameters<Client['reviews']>[0]): AsyncGenerator<ReviewedJob> {
    for await (const job of this.#each(this.#ix.reviews(filter))) yield this.#read(job, ReviewedJobSchema).value;
  }

  /** The job as it is, then its news, until it has ended. */
  async *events(jobId: string, signal?: AbortSignal): AsyncGenerator<JobEvent> {
    yield* this.#each(this.#ix.events(jobId, { signal }));
  }

  async bytes(path: string): Promise<Uint8Array> {
    return this.#told(async () => new Uint8Array(await (await this.#ix.transport.ask(path)).arrayBuffer()));
  }

  /** Null: there is no such thing. */
  async find<T>(path: string, schema: z.ZodType<T>): Promise<Answer<T> | null> {
    try {
      return await this.#ask(path, schema);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return null;
      throw error;
    }
  }

  /** @param body sent as JSON; null: none. */
  async post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<Answer<T>> {
    return this.#ask(path, schema, { method: 'POST', ...(body === null ? {} : { json: body }) });
  }

  async delete<T>(path: string, schema: z.ZodType<T>): Promise<Answer<T>> {
    return this.#ask(path, schema, { method: 'DELETE' });
  }

  async #ask<T>(path: string, schema: z.ZodType<T>, ask: Ask = {}): Promise<Answer<T>> {
    return this.#read(await this.#told(() => this.#ix.transport.json(path, ask)), schema);
  }

  /** What goes wrong, in the words of the command line. */
  async #told<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof IxUnreachable) throw unreachable(error);
      if (!(error instanceof IxProblem)) throw error;
      const hint = error.status === 401 ? '\n(IX_KEY holds the key that commands send, or a file: --key-file)' : '';
      throw new Refused(error.status, problemText(error) + hint, error.body.job_id ?? null);
    }
  }

  async *#each<T>(all: AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      for (;;) {
        const { done, value } = await this.#told(() => all.next());
        if (done === true) return;
        yield value;
      }
    } finally {
      await all.return(undefined);
    }
  }

  #read<T>(json: unknown, schema: z.ZodType<T>): Answer<T> {
    const parsed = schema.safeParse(json);
    if (parsed.success) return { value: parsed.data, json };
    const what = z.prettifyError(parsed.error);
    throw new CliError(`ix at ${this.url} answered in another shape: is it another version? (${what})`, EXIT.failed);
  }
}

function unreachable(error: IxUnreachable): Unreachable {
  const fetched = error.cause instanceof Error ? (error.cause.cause ?? error.cause) : error.cause;
  const refused = fetched instanceof Error && 'code' in fetched && fetched.code === 'ECONNREFUSED';
  return new Unreachable(refused ? error.message.replace(/\([^()]*\)$/, '(connection refused)') : error.message, refused, error);
}

function problemText({ message, body }: IxProblem): string {
  const faults = (body.errors ?? []).map((fault) => {
    const name = faultName(fault.parameter ?? fault.pointer ?? '');
    return name === '' ? fault.detail : `${name}: ${fault.detail}`;
  });
  // The detail of a problem with faults repeats the first of them.
  if (faults.length === 1) return faults.join();
  if (faults.length > 1) return [`${faults.length} faults:`, ...faults.map((fault) => `  ${fault}`)].join('\n');
  return message;
}
