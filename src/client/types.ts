/** What crosses the wire, by the names that programs use. */
import type { Schemas } from './api.ts';

export type { Schemas };

/** As programs may write it: lists that are not theirs to change, and `undefined` for what is left out. */
type Written<T> = T extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Record<never, never> extends Pick<T, Key> ? Written<T[Key]> | undefined : Written<T[Key]> }
    : T;

/** An operation of the API that takes and answers JSON, by its `operationId`. */
export type Operation = keyof Schemas['Operations'];
/** What it is given: the parameters of its path and query, and its body as `body`. */
export type AskOf<Op extends Operation> = Written<Schemas['Operations'][Op]['ask']>;
/** What it answers; null: nothing. */
export type AnswerOf<Op extends Operation> = Schemas['Operations'][Op]['answer'];
/** Those that answer a page at a time. */
export type PagedOperation = {
  [Op in Operation]: AnswerOf<Op> extends { next_cursor: string | null } ? ('cursor' extends keyof AskOf<Op> ? Op : never) : never;
}[Operation];

export type Submission = Written<Schemas['Submission']>;
export type Job = Schemas['Job'];
export type JobSummary = Schemas['JobSummary'];
export type JobStatus = JobSummary['status'];
export type JobList = Schemas['JobList'];
export type JobResponse = Schemas['Response'];
export type Batch = Schemas['ShownBatch'];
export type BatchAnswer = Schemas['BatchAnswer'];
export type BatchLine = Schemas['BatchLine'];
export type BulkAnswer = Schemas['BulkAnswer'];
export type StoredFile = Schemas['StoredFile'];
export type NewReview = Written<Schemas['NewReview']>;
export type ReviewedJob = Schemas['ReviewedJob'];
export type JobCallbacks = Schemas['JobCallbacks'];
export type Callback = Schemas['Callback'];
export type CallbackEvent = Schemas['CallbackEvent'];

/** A job without what it was asked and what came of it. */
export type JobState = Omit<Job, 'request' | 'response' | 'review'>;

/** `id`: where to go on. */
export interface BatchEvent {
  readonly batch: Batch;
  readonly id: string;
}

export type JobEvent =
  | { readonly type: 'job'; readonly job: JobState /** For `lastEventId`. */; readonly id: string }
  /** While it runs, now and then: the step, and where it is in the pages. */
  | { readonly type: 'progress'; readonly progress: JobProgress };

export interface JobProgress {
  readonly step: string;
  readonly page: number | null;
  readonly pages: number | null;
}

/** Filters of the listing; absent: all. Times are ISO 8601. */
export interface JobFilter {
  readonly status?: JobStatus | readonly JobStatus[] | undefined;
  readonly client_id?: string | undefined;
  readonly batch_id?: string | undefined;
  readonly use_case?: string | undefined;
  readonly code?: AskOf<'listJobs'>['code'];
  /** Text in the file's name, or one of the ids; at least 3 characters. */
  readonly q?: string | undefined;
  readonly needs_review?: boolean | undefined;
  readonly created_after?: string | Date | undefined;
  readonly created_before?: string | Date | undefined;
}

/** Whether it has ended, and will not change any more. */
export const hasEnded = ({ status }: { readonly status: JobStatus }): boolean => status === 'done' || status === 'error';
