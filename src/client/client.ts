/** ix as a program sees it: hand documents in, wait for them or watch them, list, cancel, review. For Node and browsers, by `fetch` alone. */
import { submitLines } from './batches.ts';
import { asked, type CallOptions, newKey, queryOf, type Signal } from './call.ts';
import { linesOf } from './event-stream.ts';
import { IxProblem } from './failures.ts';
import { type Ask, type ClientOptions, Transport } from './transport.ts';
import {
  type AnswerOf,
  type AskOf,
  type Batch,
  type BatchAnswer,
  type BatchEvent,
  type BatchLine,
  type BulkAnswer,
  hasEnded,
  type Job,
  type JobCallbacks,
  type JobEvent,
  type JobFilter,
  type JobList,
  type JobSummary,
  type NewReview,
  type Operation,
  type PagedOperation,
  type ReviewedJob,
  type StoredFile,
  type Submission,
} from './types.ts';
import { counted, multipart, type OnProgress, sizeOf, type Upload } from './upload.ts';
import { type Following, watchBatch, watchJob } from './watch.ts';

export interface SubmitOptions extends Signal {
  /** Uploaded, in this order, after the files that the submission names itself. */
  readonly files?: readonly Upload[];
  readonly onProgress?: OnProgress;
  /** ix answers when the job has ended, or after so many seconds, 0–60. */
  readonly waitSeconds?: number;
  /** Refuse (409) when `request_id` has another request under it already; otherwise that job answers. */
  readonly strict?: boolean;
}

export interface Submitted {
  readonly job: Job;
  /** False: there was a job under this client and request id already, and nothing new was started. */
  readonly created: boolean;
  /** That job's request is another than this one. */
  readonly differs: boolean;
}

export interface UploadOptions extends Signal {
  readonly clientId?: string;
  readonly onProgress?: OnProgress;
}

export interface Waiting extends Signal {
  /** For as long as it takes, unless given. */
  readonly seconds?: number;
}

/** As `POST /v1/jobs/cancel` and its like take it. */
export type BulkFilter = AskOf<'cancelJobs'>['body']['filter'];

/** What an operation needs is asked for; what it can do without may be left out. */
export type Given<Op extends Operation, Options> =
  Record<never, never> extends AskOf<Op> ? [given?: AskOf<Op>, options?: Options] : [given: AskOf<Op>, options?: Options];

/** Longest that ix itself holds a question back. */
const WAIT_MAX_SECONDS = 60;

export interface Page {
  /** Jobs on it, 1–200; 50. */
  readonly limit?: number;
  /** `next_cursor` or `prev_cursor` of another page. */
  readonly cursor?: string;
}

export interface BulkOptions extends Signal {
  /** Only count them; true unless told otherwise. */
  readonly dryRun?: boolean;
  /** For `resubmit`: what was resubmitted under it before is not once more. */
  readonly idempotencyKey?: string;
}

/**
 * ```ts
 * const ix = new IxClient('http://127.0.0.1:8994', { key: process.env.IX_KEY });
 * const { job } = await ix.submit({ use_case: 'invoice' }, { files: [{ name: 'a.pdf', content: await openAsBlob('a.pdf') }] });
 * const { response } = await ix.wait(job.job_id);
 * ```
 * Every call throws IxProblem when ix says no, and IxUnreachable when nobody answers, or not as ix does.
 */
export class IxClient {
  /** For routes that have no method here. */
  readonly transport: Transport;

  /** @param url where ix listens, `http://host:port`, with or without a path it is served under; empty: where the page comes from. */
  constructor(url: string, options: ClientOptions = {}) {
    this.transport = new Transport(url, options);
  }

  /** Safe to send again, and sent again where nobody answered: without a `request_id` an `Idempotency-Key` names it. */
  async submit(submission: Submission, options: SubmitOptions = {}): Promise<Submitted> {
    const { files = [], onProgress, waitSeconds = 0, strict = false, signal } = options;
    const headers: Record<string, string> = {};
    const prefer = [...(waitSeconds > 0 ? [`wait=${waitSeconds}`] : []), ...(strict ? ['handling=strict'] : [])];
    if (prefer.length > 0) headers.Prefer = prefer.join(', ');
    if (submission.request_id === undefined && this.transport.retries > 0) headers['Idempotency-Key'] = newKey();
    const sent: Ask = files.length === 0 ? { json: submission } : { body: () => multipart(submission, files, onProgress) };
    const answer = await this.transport.ask('/v1/jobs', { method: 'POST', headers, again: true, ...sent, signal });
    const total = sizeOf(files);
    if (files.length > 0) onProgress?.({ sent: total, total });
    const job = await this.transport.read<Job>(answer);
    return { job, created: answer.status === 201, differs: answer.headers.get('Ix-Request-Differs') === 'true' };
  }

  /** Up to 1,000 at once, all or none; an entry each, in order. */
  submitMany(jobs: readonly Submission[], options: Signal = {}): Promise<BatchAnswer> {
    return this.call('submitJobs', { body: { jobs } }, options);
  }

  /** Any number, each taken or refused for itself: what became of each, in order, while they are sent in batches of up to 1,000. */
  submitLines(jobs: Iterable<Submission> | AsyncIterable<Submission>, { signal }: Signal = {}): AsyncGenerator<BatchLine> {
    return submitLines(this.transport, jobs, signal);
  }

  /** A file by itself, for jobs of `clientId` to name by its `file_id`. Absent: the client of the key, or `default`. */
  async upload(content: Blob, { clientId, onProgress, signal }: UploadOptions = {}): Promise<StoredFile> {
    const headers = { 'Content-Type': 'application/octet-stream' };
    const body = () => ({ content: counted(content, content.size, onProgress).content });
    const path = `/v1/files${queryOf([['client_id', clientId]])}`;
    const file = await this.transport.json<StoredFile>(path, { method: 'POST', headers, body, again: true, signal });
    onProgress?.({ sent: content.size, total: content.size });
    return file;
  }

  job(jobId: string, options: Signal & { readonly waitSeconds?: number } = {}): Promise<Job> {
    return this.call('getJob', { job_id: jobId }, options);
  }

  /** By what its submitter called it. Null: there is none. */
  async find(clientId: string, requestId: string, options: Signal = {}): Promise<Job | null> {
    try {
      return await this.call('getJobByCorrelation', { client_id: clientId, request_id: requestId }, options);
    } catch (error) {
      if (error instanceof IxProblem && error.status === 404) return null;
      throw error;
    }
  }

  /** The job once it has ended, or as it is after `seconds`; without them it waits for as long as it takes. */
  wait(jobId: string, options: Waiting = {}): Promise<Job> {
    return until((waitSeconds) => this.job(jobId, { waitSeconds, signal: options.signal }), hasEnded, options);
  }

  /** The batch once all its jobs have ended, or as it is after `seconds`. */
  waitBatch(batchId: string, options: Waiting = {}): Promise<Batch> {
    const ask = (waitSeconds: number) => this.call('getBatch', { batch_id: batchId }, { waitSeconds, signal: options.signal });
    return until(ask, ({ finished_at }) => finished_at !== null, options);
  }

  /** The job as it is, then its news, until it has ended. A connection that breaks is made again, and goes on behind what was told. */
  events(jobId: string, options: Following = {}): AsyncGenerator<JobEvent> {
    return watchJob(this.transport, jobId, options);
  }

  /** How many jobs of the batch are in each state, now and as it changes, until all have ended. As `events`. */
  batchEvents(batchId: string, options: Following = {}): AsyncGenerator<BatchEvent> {
    return watchBatch(this.transport, batchId, options);
  }

  /** Newest first, page after page, for as long as somebody reads. */
  async *jobs(filter: JobFilter = {}, options: Signal = {}): AsyncGenerator<JobSummary> {
    const pages = this.#pages<JobList>('listJobs', { ...filter, limit: 200 }, options);
    for await (const { jobs } of pages) yield* jobs;
  }

  /** One page of the listing, and how many jobs match. */
  page(filter: JobFilter = {}, { limit, cursor }: Page = {}, options: Signal = {}): Promise<JobList> {
    return asked(this.transport, 'listJobs', { ...filter, limit, cursor }, options);
  }

  /** The job as it is now: cancelled, or still running and asked to stop. */
  cancel(jobId: string, options: Signal = {}): Promise<Job> {
    return this.call('cancelJob', { job_id: jobId }, { ...options, again: true });
  }

  /** All jobs of it that wait or run. */
  cancelBatch(batchId: string, options: Signal = {}): Promise<Batch> {
    return this.call('cancelBatch', { batch_id: batchId }, { ...options, again: true });
  }

  /** A new job with the same request. @param requestId what it is called: sent again, the same job answers. */
  resubmit(jobId: string, { requestId = newKey(), signal }: Signal & { readonly requestId?: string } = {}): Promise<Job> {
    return this.call('resubmitJob', { job_id: jobId, request_id: requestId }, { signal });
  }

  /** The act on all jobs that match, however many, the newest first: how many those are, and to how many it was done. */
  async bulk(act: 'cancel' | 'resubmit' | 'redeliver', filter: BulkFilter, options: BulkOptions = {}): Promise<BulkAnswer> {
    const { dryRun = true, idempotencyKey = newKey(), signal } = options;
    const more = { signal, ...(act === 'resubmit' ? { idempotencyKey } : { again: act === 'cancel' }) };
    let [matching, applied] = [0, 0];
    for (let cursor: string | null = null; ; ) {
      const body: { filter: BulkFilter; dry_run: boolean; cursor?: string } = { filter, dry_run: dryRun };
      if (cursor !== null) body.cursor = cursor;
      const answer: BulkAnswer = await this.call(`${act}Jobs`, { body }, more);
      matching += answer.matching;
      applied += answer.applied;
      cursor = answer.next_cursor;
      if (cursor === null) return { ...answer, matching, applied };
    }
  }

  /** Decides about values of its answer. */
  review(jobId: string, review: NewReview, options: Signal = {}): Promise<Job> {
    return this.call('reviewJob', { job_id: jobId, body: review }, { ...options, again: true });
  }

  /** All that was decided, a job at a time. */
  async *reviews(
    filter: { readonly use_case?: string; readonly client_id?: string } = {},
    { signal }: Signal = {},
  ): AsyncGenerator<ReviewedJob> {
    const { body } = await this.transport.ask(`/v1/reviews${queryOf(Object.entries(filter))}`, { signal });
    if (body === null) return;
    for await (const line of linesOf(body)) yield JSON.parse(line);
  }

  /** Deletes a job that has ended, for good. */
  async delete(jobId: string, options: Signal = {}): Promise<void> {
    await this.call('deleteJob', { job_id: jobId }, options);
  }

  /** Its callbacks with the log of their attempts. */
  callbacks(jobId: string, options: Signal = {}): Promise<JobCallbacks> {
    return this.call('listCallbacksOfJob', { job_id: jobId }, options);
  }

  /** Sends its callbacks again. */
  redeliver(jobId: string, options: Signal = {}): Promise<JobCallbacks> {
    return this.call('redeliverCallbacksOfJob', { job_id: jobId }, options);
  }

  /** A document of it as it was sent. @param index into `context.files`, then `context.texts` after them. */
  document(jobId: string, index: number, options: Signal = {}): Promise<Blob> {
    return this.#blob(`/v1/jobs/${encodeURIComponent(jobId)}/documents/${index}`, options);
  }

  /** A page of a document as a picture. @param number from 1. @param which `file`: which of `context.files`, 0; `dpi`: pixels per inch, 110. */
  pageImage(
    jobId: string,
    number: number,
    which: { readonly file?: number; readonly dpi?: number } = {},
    options: Signal = {},
  ): Promise<Blob> {
    return this.#blob(`/v1/jobs/${encodeURIComponent(jobId)}/pages/${number}.png${queryOf(Object.entries(which))}`, options);
  }

  /**
   * Any operation of the API by its `operationId`, and all that has no method of its own here:
   * `await ix.call('pause', { kind: 'client', name: 'acme' })`.
   */
  call<Op extends Operation>(operation: Op, ...[given, options]: Given<Op, CallOptions>): Promise<AnswerOf<Op>> {
    return asked(this.transport, operation, given ?? {}, options ?? {});
  }

  /** One that answers a page at a time, page after page: `for await (const { entries } of ix.pages('listAudit'))`. */
  pages<Op extends PagedOperation>(operation: Op, ...[given, options]: Given<Op, Signal>): AsyncGenerator<AnswerOf<Op>> {
    return this.#pages(operation, given ?? {}, options ?? {});
  }

  async *#pages<T extends object>(operation: Operation, given: object, options: Signal): AsyncGenerator<T> {
    for (let cursor: unknown; cursor !== null; ) {
      const page = await asked<T>(this.transport, operation, { ...given, ...(cursor === undefined ? {} : { cursor }) }, options);
      yield page;
      cursor = 'next_cursor' in page ? page.next_cursor : null;
    }
  }

  async #blob(path: string, { signal }: Signal): Promise<Blob> {
    return (await this.transport.ask(path, { signal })).blob();
  }
}

/** Asks until `ended` holds, or `seconds` are over. */
async function until<T>(ask: (waitSeconds: number) => Promise<T>, ended: (is: T) => boolean, { seconds = Infinity }: Waiting): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    const is = await ask(Math.min(left, WAIT_MAX_SECONDS));
    if (ended(is) || performance.now() >= end) return is;
  }
}
