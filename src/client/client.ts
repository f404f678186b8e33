/** ix as a program sees it: hand documents in, wait for them or watch them, list, cancel, review. For Node and browsers, by `fetch` alone. */
import { eventsOf, linesOf } from './event-stream.ts';
import { IxProblem } from './failures.ts';
import { type Ask, type ClientOptions, pause, Transport } from './transport.ts';
import type { BatchAnswer, Job, JobCallbacks, JobList, JobStatus, JobSummary, NewReview, ReviewedJob, Submission } from './types.ts';
import { multipart, type OnProgress, type Upload } from './upload.ts';

export interface Signal {
  /** Ends the wait; the call then throws what it was aborted with. */
  readonly signal?: AbortSignal;
}

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

/** Filters of the listing; absent: all. Times are ISO 8601. */
export interface JobFilter {
  readonly status?: JobStatus | readonly JobStatus[];
  readonly client_id?: string;
  readonly use_case?: string;
  /** Text in the file's name, or one of the ids; at least 3 characters. */
  readonly q?: string;
  readonly needs_review?: boolean;
  readonly created_after?: string | Date;
  readonly created_before?: string | Date;
}

export interface Page {
  /** Jobs on it, 1–200; 50. */
  readonly limit?: number;
  /** `next_cursor` or `prev_cursor` of another page. */
  readonly cursor?: string;
}

/** A job without what it was asked and what came of it. */
export type JobState = Omit<Job, 'request' | 'response' | 'review'>;

export type JobEvent =
  | { readonly type: 'job'; readonly job: JobState /** For `lastEventId`. */; readonly id: string }
  /** While it runs, now and then: the step, and where it is in the pages. */
  | { readonly type: 'progress'; readonly progress: JobProgress };

export interface JobProgress {
  readonly step: string;
  readonly page: number | null;
  readonly pages: number | null;
}

/** Longest that ix itself holds a question back. */
const WAIT_MAX_SECONDS = 60;
const RECONNECT_MS = 1000;
const RECONNECT_MAX_MS = 30_000;

/** Whether it has ended, and will not change any more. */
export const hasEnded = ({ status }: { readonly status: JobStatus }): boolean => status === 'done' || status === 'error';

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
    const answer = await this.transport.ask('/v1/jobs', { method: 'POST', headers, again: true, ...sent, ...given(signal) });
    const size = files.reduce((bytes, { content }) => bytes + content.size, 0);
    if (files.length > 0) onProgress?.({ sent: size, total: size });
    const job = await this.transport.read<Job>(answer);
    return { job, created: answer.status === 201, differs: answer.headers.get('Ix-Request-Differs') === 'true' };
  }

  /** Up to 1,000 at once, all or none; an entry each, in order. Sent again only where all have a `request_id`. */
  submitMany(jobs: readonly Submission[], { signal }: Signal = {}): Promise<BatchAnswer> {
    const again = jobs.every(({ request_id }) => request_id !== undefined);
    return this.transport.json('/v1/jobs/batch', { method: 'POST', json: { jobs }, again, ...given(signal) });
  }

  job(jobId: string, { waitSeconds = 0, signal }: Signal & { readonly waitSeconds?: number } = {}): Promise<Job> {
    const headers: Record<string, string> = waitSeconds > 0 ? { Prefer: `wait=${waitSeconds}` } : {};
    return this.transport.json(`/v1/jobs/${encodeURIComponent(jobId)}`, { headers, ...given(signal) });
  }

  /** By what its submitter called it. Null: there is none. */
  async find(clientId: string, requestId: string, { signal }: Signal = {}): Promise<Job | null> {
    const path = `/v1/clients/${encodeURIComponent(clientId)}/jobs/${encodeURIComponent(requestId)}`;
    try {
      return await this.transport.json(path, given(signal));
    } catch (error) {
      if (error instanceof IxProblem && error.status === 404) return null;
      throw error;
    }
  }

  /** The job once it has ended, or as it is after `seconds`; without them it waits for as long as it takes. */
  async wait(jobId: string, { seconds = Infinity, signal }: Signal & { readonly seconds?: number } = {}): Promise<Job> {
    const end = performance.now() + seconds * 1000;
    for (;;) {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      const job = await this.job(jobId, { waitSeconds: Math.min(left, WAIT_MAX_SECONDS), ...given(signal) });
      if (hasEnded(job) || performance.now() >= end) return job;
    }
  }

  /** The job as it is, then its news, until it has ended. A connection that breaks is made again, and goes on behind what was told. */
  async *events(jobId: string, { lastEventId, signal }: Signal & { readonly lastEventId?: string } = {}): AsyncGenerator<JobEvent> {
    let last = lastEventId;
    let wanted = RECONNECT_MS;
    for (let failures = 0; ; ) {
      try {
        const headers = { Accept: 'text/event-stream', ...(last === undefined ? {} : { 'Last-Event-ID': last }) };
        const { body, status } = await this.transport.ask(`/v1/jobs/${encodeURIComponent(jobId)}/events`, { headers, ...given(signal) });
        if (status === 204 || body === null) return;
        for await (const { event, data, id } of eventsOf(body, (ms) => {
          wanted = ms;
        })) {
          failures = 0;
          if (id !== '') last = id;
          if (event === 'progress') yield { type: 'progress', progress: JSON.parse(data) };
          if (event !== 'job') continue;
          const job: JobState = JSON.parse(data);
          yield { type: 'job', job, id };
          if (hasEnded(job)) return;
        }
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof IxProblem || failures++ >= this.transport.retries) throw error;
      }
      await pause(Math.min(wanted * 2 ** failures, RECONNECT_MAX_MS), signal);
    }
  }

  /** Newest first, page after page, for as long as somebody reads. */
  async *jobs(filter: JobFilter = {}, { signal }: Signal = {}): AsyncGenerator<JobSummary> {
    let cursor: string | null = null;
    do {
      const page: JobList = await this.page(filter, { limit: 200, ...(cursor === null ? {} : { cursor }) }, { ...given(signal) });
      yield* page.jobs;
      cursor = page.next_cursor;
    } while (cursor !== null);
  }

  /** One page of the listing, and how many jobs match. */
  page(filter: JobFilter = {}, { limit, cursor }: Page = {}, { signal }: Signal = {}): Promise<JobList> {
    return this.transport.json(`/v1/jobs${queryOf({ ...filter, limit, cursor })}`, given(signal));
  }

  /** The job as it is now: cancelled, or still running and asked to stop. */
  cancel(jobId: string, options: Signal = {}): Promise<Job> {
    return this.#act(jobId, 'cancel', { again: true }, options);
  }

  /** A new job with the same request. @param requestId what it is called: sent again, the same job answers. */
  resubmit(jobId: string, { requestId = newKey(), signal }: Signal & { readonly requestId?: string } = {}): Promise<Job> {
    return this.#act(jobId, `resubmit${queryOf({ request_id: requestId })}`, { again: true }, given(signal));
  }

  /** Decides about values of its answer. */
  review(jobId: string, review: NewReview, options: Signal = {}): Promise<Job> {
    return this.#act(jobId, 'review', { json: review, again: true }, options);
  }

  /** All that was decided, a job at a time. */
  async *reviews(
    filter: { readonly use_case?: string; readonly client_id?: string } = {},
    { signal }: Signal = {},
  ): AsyncGenerator<ReviewedJob> {
    const { body } = await this.transport.ask(`/v1/reviews${queryOf(filter)}`, given(signal));
    if (body === null) return;
    for await (const line of linesOf(body)) yield JSON.parse(line);
  }

  /** Deletes a job that has ended, for good. */
  async delete(jobId: string, { signal }: Signal = {}): Promise<void> {
    const answer = await this.transport.ask(`/v1/jobs/${encodeURIComponent(jobId)}`, { method: 'DELETE', ...given(signal) });
    await answer.body?.cancel();
  }

  /** Its callbacks with the log of their attempts. */
  callbacks(jobId: string, { signal }: Signal = {}): Promise<JobCallbacks> {
    return this.transport.json(`/v1/jobs/${encodeURIComponent(jobId)}/callbacks`, given(signal));
  }

  /** Sends its callbacks again. */
  redeliver(jobId: string, options: Signal = {}): Promise<JobCallbacks> {
    return this.#act(jobId, 'callbacks/redeliver', {}, options);
  }

  /** A document of it as it was sent. @param index into `context.files`, then `context.texts` after them. */
  async document(jobId: string, index: number, { signal }: Signal = {}): Promise<Blob> {
    return (await this.transport.ask(`/v1/jobs/${encodeURIComponent(jobId)}/documents/${index}`, given(signal))).blob();
  }

  #act<T>(jobId: string, act: string, ask: Ask, { signal }: Signal): Promise<T> {
    return this.transport.json(`/v1/jobs/${encodeURIComponent(jobId)}/${act}`, { method: 'POST', ...ask, ...given(signal) });
  }
}

const given = (signal: AbortSignal | undefined): Signal => (signal === undefined ? {} : { signal });

/** 32 hex digits. */
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

type QueryValue = string | number | boolean | Date | undefined;

function queryOf(values: Readonly<Record<string, QueryValue | readonly QueryValue[]>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) query.append(name, one instanceof Date ? one.toISOString() : String(one));
    }
  }
  return query.size === 0 ? '' : `?${query}`;
}
