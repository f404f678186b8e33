/** What the HTTP room is given: the acts behind the routes, already bound to their database, and where it logs. Each is told who asks. */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Batch } from '../contracts/batch.ts';
import type { DeletedClient } from '../contracts/client.ts';
import type { StoredFile } from '../contracts/file.ts';
import type { BatchId, FileId, JobId } from '../contracts/ids.ts';
import type { SignIn } from '../contracts/issuer.ts';
import type { Job, JobList } from '../contracts/job.ts';
import type { Pause, PauseKind } from '../contracts/pause.ts';
import type { NewReview, ReviewedJob } from '../contracts/review.ts';
import type { SavedFilter } from '../contracts/saved-filter.ts';
import type { Scope } from '../contracts/scope.ts';
import type { Worker } from '../contracts/worker.ts';
import type { Authenticator } from '../jobs/authenticator.ts';
import type { BatchNews } from '../jobs/batches.ts';
import type { BulkAct, BulkResult } from '../jobs/bulk.ts';
import type { CallbackActs } from '../jobs/callback-acts.ts';
import type { JobEvent } from '../jobs/job-watch.ts';
import type { KeyActs } from '../jobs/key-acts.ts';
import type { JobQuery } from '../jobs/read.ts';
import type { Sessions } from '../jobs/sessions.ts';
import type { StagedUpload } from '../jobs/stage-upload.ts';
import type { NewJob, Submitted } from '../jobs/submit.ts';
import type { SubmittedKey } from '../jobs/submit-batch.ts';
import type { UseCaseLibrary } from '../jobs/use-cases.ts';
import type { PageImage } from '../pipeline/reading/draw-page.ts';
import type { NewFile } from '../store/files.ts';
import type { JobFilter } from '../store/job-filter.ts';
import type { JobTotal } from '../store/list-recent.ts';
import type { ReviewedFilter } from '../store/reviews.ts';

import type { Front } from './front.ts';
import type { Intake } from './intake.ts';
import type { MetricsSource } from './metrics.ts';
import type { Rates } from './rates.ts';
import type { RefusalOf } from './reach.ts';

const CheckSchema = z.strictObject({
  ok: z.boolean().describe('Nothing is wrong with it.'),
  state: z.enum(['well', 'absent', 'ill']).describe('`absent`: it is switched off, or not configured; that is no fault.'),
  detail: z.string().nullable().describe('In words: what answered, or why it does not.'),
});
export const HealthSchema = z.strictObject({
  postgres: CheckSchema.describe('The database.'),
  queue: CheckSchema.describe('The queue of tickets.'),
  worker: CheckSchema.describe('Workers that are alive.'),
  ocr: CheckSchema.describe('The reading of pictures.'),
  llm: CheckSchema.describe('The model server.'),
});
/** Each part ix depends on. */
export type Health = z.output<typeof HealthSchema>;

export interface AppDeps {
  /** One answer an item, in order; all are stored, or none. @throws ClientFull */
  submit(scope: Scope, items: readonly NewJob[]): Promise<readonly Submitted[]>;
  /** As `submit`, for many: without the jobs themselves. */
  submitBatch(scope: Scope, items: readonly NewJob[]): Promise<readonly SubmittedKey[]>;
  /** As `submitBatch`, each for itself: an error stands for what is refused. */
  submitLines(scope: Scope, items: readonly NewJob[]): Promise<readonly (SubmittedKey | Error)[]>;
  /** Null: there is no such batch. */
  getBatch(scope: Scope, batchId: BatchId): Promise<Batch | null>;
  /** Once all its jobs have ended, or as it is after `timeoutMs`. Null: there is no such batch, or `signal` aborted. */
  waitForBatch(scope: Scope, batchId: BatchId, timeoutMs: number, signal: AbortSignal): Promise<Batch | null>;
  /** The batch as it is, and its news, until all its jobs have ended or `signal` aborts. Its first `next` @throws WatchersFull */
  watchBatch(scope: Scope, batchId: BatchId, signal: AbortSignal): AsyncIterable<BatchNews>;
  /** Each of its jobs that waits or runs. Null: there is no such batch. */
  cancelBatch(scope: Scope, batchId: BatchId): Promise<Batch | null>;
  /** The same act on all jobs that match a filter; see src/jobs/bulk.ts. */
  readonly bulk: {
    count(scope: Scope, act: BulkAct, filter: JobFilter): Promise<JobTotal>;
    /** @throws BadCursor, ClientFull */
    act(scope: Scope, act: BulkAct, filter: JobFilter, until: Date, key: string, from?: string): Promise<BulkResult>;
  };
  getJob(scope: Scope, jobId: JobId): Promise<Job | null>;
  getJobByCorrelation(scope: Scope, clientId: string, requestId: string): Promise<Job | null>;
  /** @throws BadCursor */
  listJobs(scope: Scope, query: JobQuery): Promise<JobList>;
  /** The job once it is terminal, or as it is after `timeoutMs`, or when `signal` aborts. */
  waitForJob(scope: Scope, jobId: JobId, timeoutMs: number, signal: AbortSignal): Promise<Job | null>;
  /** The job as it is, its news and its progress, until it has ended or `signal` aborts. Its first `next` @throws WatchersFull */
  watchJob(scope: Scope, jobId: JobId, signal: AbortSignal): AsyncIterable<JobEvent>;
  /** Ends pending jobs and has running ones stopped. @returns those it applied to; ended and unknown ones are not among them. */
  cancelJobs(scope: Scope, jobIds: readonly JobId[]): Promise<ReadonlySet<JobId>>;
  /** A copy as a new job; under a `requestId` used before, that job. Null: there is no such job. @throws ClientFull */
  resubmitJob(scope: Scope, jobId: JobId, requestId?: string): Promise<Submitted | null>;
  /** For good. @returns false: there is no such job. @throws NotEnded */
  deleteJob(scope: Scope, jobId: JobId): Promise<boolean>;
  /** All there is of a client, for good. @returns null: there is nothing. @throws NotEnded, OutOfScope */
  deleteClient(scope: Scope, clientId: string): Promise<DeletedClient | null>;
  /** Files by themselves; see src/jobs/files.ts. */
  readonly files: {
    /** Where a large one is stored while it arrives. */
    stage(): StagedUpload;
    store(scope: Scope, file: NewFile): Promise<{ readonly file: StoredFile; readonly created: boolean }>;
    get(scope: Scope, clientId: string, fileId: FileId): Promise<StoredFile | null>;
    /** @throws FileInUse */
    delete(scope: Scope, clientId: string, fileId: FileId): Promise<boolean>;
  };
  /** Filters that whoever asks keeps under names. */
  readonly filters: {
    list(scope: Scope): Promise<SavedFilter[]>;
    /** @throws FiltersFull */
    save(scope: Scope, name: string, filter: SavedFilter['filter']): Promise<SavedFilter>;
    /** @returns false: there is none of that name. */
    delete(scope: Scope, name: string): Promise<boolean>;
  };
  /** Pauses by hand; see src/jobs/pauses.ts. */
  readonly pauses: {
    list(scope: Scope): Promise<Pause[]>;
    pause(scope: Scope, kind: PauseKind, name: string): Promise<Pause>;
    /** @returns false: it was not paused. */
    resume(scope: Scope, kind: PauseKind, name: string): Promise<boolean>;
  };
  /** Those that live, and those of the last hour. @throws OutOfScope */
  listWorkers(scope: Scope): Promise<Worker[]>;
  /** Values that fit their fields, see decisions.ts. Null: there is no such job. @throws NotReviewable */
  review(scope: Scope, jobId: JobId, given: NewReview): Promise<Job | null>;
  /** Those that somebody decided about. */
  reviewedJobs(scope: Scope, filter: ReviewedFilter): AsyncIterable<ReviewedJob>;
  readonly callbacks: CallbackActs;
  readonly keys: KeyActs;
  /** Tells whose key it is. */
  readonly authenticator: Authenticator;
  readonly sessions: Sessions;
  /** Where people sign in beside keys; null: nowhere. */
  readonly signIn: SignIn | null;
  /** What each key has used. */
  readonly rates: Rates;
  readonly front: Front;
  readonly pages: PageSource;
  /** See src/jobs/use-cases.ts. */
  readonly useCases: Pick<UseCaseLibrary, 'refresh' | 'list' | 'retired' | 'get' | 'history' | 'save' | 'retire'>;
  health(): Promise<Health>;
  /** Whether this process can take requests: its database answers and is migrated. */
  ready(): Promise<boolean>;
  readonly metrics: MetricsSource;
  readonly log: Logger;
  /** What is being submitted is held here until it is stored, and so is bounded. */
  readonly intake: Intake;
  /** For addresses that are written out: nothing is looked up. */
  readonly refusalOf: RefusalOf;
  readonly limits: {
    /** Bytes of one uploaded file: IX_FILE_MAX_BYTES. */
    readonly maxFileBytes: number;
    /** What a body may take however little of it comes, see BodyLimit. */
    readonly bodySeconds: number;
  };
}

/** The documents of a job, for people to look at. Each fails with an IxError when the document cannot be had or drawn. */
export interface PageSource {
  /**
   * @param fileIndex into `context.files`. @param page 1-based. @param dpi null: only the page's size and how many there are.
   * @returns null: there is no such job, file or page, or the file has none.
   */
  page(scope: Scope, jobId: JobId, fileIndex: number, page: number, dpi: number | null): Promise<PageImage | null>;
  /** @param fileIndex into `context.files`, then `context.texts`. @returns null: there is no such document, or it has pages that are drawn. */
  text(scope: Scope, jobId: JobId, fileIndex: number): Promise<string | null>;
  /** As it was sent. @param fileIndex as of `text`. @returns null: there is no such document. */
  original(scope: Scope, jobId: JobId, fileIndex: number): Promise<{ readonly bytes: Uint8Array; readonly name: string } | null>;
}

export interface AppEnv {
  /** Empty where the app is called without a server. */
  Bindings: Partial<HttpBindings> & {
    /** Aborts when the server stops: whoever waits for a job answers with what there is. */
    closing?: AbortSignal;
  };
  Variables: {
    requestId: string;
    /** Of whoever asks; not before that is known. */
    scope?: Scope;
  };
}

export type App = Hono<AppEnv>;
