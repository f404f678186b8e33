/** What crosses the wire, by the names that programs use. */
import type { Schemas } from './api.ts';

export type { Schemas };
export type Submission = Schemas['Submission'];
export type Job = Schemas['Job'];
export type JobSummary = Schemas['JobSummary'];
export type JobStatus = JobSummary['status'];
export type JobList = Schemas['JobList'];
export type JobResponse = Schemas['Response'];
export type BatchAnswer = Schemas['BatchAnswer'];
export type NewReview = Schemas['NewReview'];
export type ReviewedJob = Schemas['ReviewedJob'];
export type JobCallbacks = Schemas['JobCallbacks'];
export type Callback = Schemas['Callback'];
export type CallbackEvent = Schemas['CallbackEvent'];
