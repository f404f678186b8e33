/** ix over HTTP, as the commands use it. */
import { setGlobalProxyFromEnv } from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { type Job, type JobList, JobListSchema, JobSchema } from '../contracts/job.ts';
import type { SubmissionInput } from '../contracts/request.ts';
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

const ProblemSchema = z.looseObject({
  title: z.string().optional(),
  detail: z.string().optional(),
  job_id: z.string().optional(),
  errors: z.array(z.looseObject({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() })).optional(),
});

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
  readonly url: string;
  readonly #key: string | null;

  /** @param key sent with every request; null: none. @param url where ix listens, `http://host:port`, with or without a path it is served under. */
  constructor(url: string, key: string | null = null) {
    this.url = url.replace(/\/+$/, '');
    this.#key = key;
    if (LOOPBACK.test(URL.parse(url)?.hostname ?? '')) withoutProxy(this.url);
  }

  /** @throws Unreachable unless an ix that can take jobs answers. */
  async ready(): Promise<void> {
    const response = await this.#send('/readyz', {});
    const text = await response.text();
    if (response.ok) return;
    const isIx = response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false;
    if (!isIx) throw new Unreachable(`${this.url} answers, but it is not ix (GET /readyz gave ${response.status})`, false);
    throw new Unreachable(`ix at ${this.url}: ${problemText(response.status, jsonOf(text))}`, false);
  }

  /**
   * @param files uploaded, in this order, after the files the submission names itself.
   * @throws Refused 409 when client and request id have another request under them already.
   */
  async submit(submission: SubmissionInput, files: readonly LocalFile[]): Promise<SubmittedJob> {
    const headers = new Headers({ Prefer: 'handling=strict' });
    let body: string | FormData = JSON.stringify(submission);
    if (files.length === 0) headers.set('Content-Type', 'application/json');
    else {
      const form = new FormData();
      form.append('request', new Blob([body], { type: 'application/json' }));
      for (const file of files) form.append('files', file.content, file.name);
      body = form;
    }
    const response = await this.#send('/jobs', { method: 'POST', headers, body });
    const answer = await this.#read(response, JobSchema);
    return { ...answer, replayed: response.headers.get('Idempotency-Replayed') === 'true' };
  }

  /**
   * @param path `/jobs/{job_id}` or `/clients/{client_id}/jobs/{request_id}`
   * @param waitSeconds how long ix may wait for the job to end before it answers.
   */
  async job(path: string, waitSeconds = 0): Promise<Answer<Job>> {
    const headers: Record<string, string> = waitSeconds > 0 ? { Prefer: `wait=${waitSeconds}` } : {};
    return this.#read(await this.#send(path, { headers }), JobSchema);
  }

  async jobs(query: URLSearchParams): Promise<Answer<JobList>> {
    return this.#read(await this.#send(`/jobs?${query}`, {}), JobListSchema);
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
    const { value } = await this.#read(await this.#send('/use-cases', {}), UseCasesSchema);
    return new Map(value.use_cases.map(({ name, fields }) => [name, fields]));
  }

  /** What each part says of itself, well or not. */
  async health(): Promise<unknown> {
    return jsonOf(await (await this.#send('/healthz', {})).text());
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<Answer<T>> {
    return this.#read(await this.#send(path, {}), schema);
  }

  /** Lines of JSON, as they come. */
  async *lines<T>(path: string, schema: z.ZodType<T>): AsyncGenerator<T> {
    const response = await this.#send(path, {});
    if (!response.ok || response.body === null) {
      await this.#read(response, z.never());
      return;
    }
    for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) yield schema.parse(JSON.parse(line));
  }

  /** Server-Sent Events, until their stream ends; `data` is what their JSON says. */
  async *events(path: string): AsyncGenerator<{ readonly event: string; readonly data: unknown }> {
    const response = await this.#send(path, { headers: { Accept: 'text/event-stream' } });
    if (!response.ok || response.body === null) {
      await this.#read(response, z.never());
      return;
    }
    let event = '';
    for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
      if (line.startsWith('event: ')) event = line.slice('event: '.length);
      else if (line.startsWith('data: ')) yield { event, data: jsonOf(line.slice('data: '.length)) };
    }
  }

  async bytes(path: string): Promise<Uint8Array> {
    const response = await this.#send(path, {});
    if (!response.ok) await this.#read(response, z.never());
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Null: there is no such thing. */
  async find<T>(path: string, schema: z.ZodType<T>): Promise<Answer<T> | null> {
    const response = await this.#send(path, {});
    if (response.status !== 404) return this.#read(response, schema);
    await response.body?.cancel();
    return null;
  }

  /** @param body sent as JSON; null: none. */
  async post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<Answer<T>> {
    const init = body === null ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    return this.#read(await this.#send(path, { method: 'POST', ...init }), schema);
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    try {
      const headers = new Headers(init.headers);
      if (this.#key !== null) headers.set('Authorization', `Bearer ${this.#key}`);
      return await fetch(this.url + path, { redirect: 'error', ...init, headers });
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      const code = cause instanceof Error && 'code' in cause ? cause.code : null;
      const why =
        code === 'ECONNREFUSED' ? 'connection refused' : cause instanceof Error && cause.message !== '' ? cause.message : String(code);
      throw new Unreachable(`no ix answers at ${this.url} (${why})`, code === 'ECONNREFUSED', error);
    }
  }

  async #read<T>(response: Response, schema: z.ZodType<T>): Promise<Answer<T>> {
    const json = jsonOf(await response.text());
    if (json === undefined) throw new Unreachable(`${this.url} answers, but not as ix does (${response.status}, not JSON)`, false);
    if (response.status === 401)
      throw new Refused(401, `${problemText(401, json)}\n(IX_KEY holds the key that commands send, or a file: --key-file)`);
    if (!response.ok)
      throw new Refused(response.status, problemText(response.status, json), ProblemSchema.safeParse(json).data?.job_id ?? null);
    const parsed = schema.safeParse(json);
    if (!parsed.success) {
      throw new CliError(
        `ix at ${this.url} answered in another shape: is it another version? (${z.prettifyError(parsed.error)})`,
        EXIT.failed,
      );
    }
    return { value: parsed.data, json };
  }
}

/** undefined = not JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemText(status: number, json: unknown): string {
  const problem = ProblemSchema.safeParse(json).data;
  const faults = (problem?.errors ?? []).map((fault) => {
    const name = faultName(fault.parameter ?? fault.pointer ?? '');
    return name === '' ? fault.detail : `${name}: ${fault.detail}`;
  });
  // The detail of a problem with faults repeats the first of them.
  if (faults.length === 1) return faults.join();
  if (faults.length > 1) return [`${faults.length} faults:`, ...faults.map((fault) => `  ${fault}`)].join('\n');
  return problem?.detail ?? problem?.title ?? `status ${status}`;
}
