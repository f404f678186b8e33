/** What crosses the wire, by the names that programs use. */
import type { Schemas } from './api.ts';

export type { Schemas };

/** As programs may write it: lists that are not theirs to change, and `undefined` for what is left out. */
type Written<T> = T extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Record<never, never> extends Pick<T, Key> ? Written<T[Key]> | undefined : Written<T[Key]> }
    : T;

export type Submission = Written<Schemas['Submission']>;
export type Job = Schemas['Job'];
export type JobSummary = Schemas['JobSummary'];
export type JobStatus = JobSummary['status'];
export type JobList = Schemas['JobList'];
export type JobResponse = Schemas['Response'];
export type BatchAnswer = Schemas['BatchAnswer'];
export type NewReview = Written<Schemas['NewReview']>;
export type ReviewedJob = Schemas['ReviewedJob'];
export type JobCallbacks = Schemas['JobCallbacks'];
export type Callback = Schemas['Callback'];
export type CallbackEvent = Schemas['CallbackEvent'];
