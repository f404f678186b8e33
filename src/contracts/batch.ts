/** `POST /jobs/batch`: many submissions in one request, all stored or none. */
import { z } from 'zod';
import { SubmissionSchema } from './request.ts';

/** Jobs of one batch: one statement of the store takes them all. */
export const BATCH_MAX = 1000;

export const BatchSchema = z.strictObject({
  /** Each as `POST /jobs` takes it. Of two with the same client and request id the first is stored. */
  jobs: z.array(SubmissionSchema).min(1).max(BATCH_MAX),
});
export type BatchInput = z.input<typeof BatchSchema>;

/** `created`: stored now; `existing`: there was this same job already; `differs`: there was one already, and its request is another. */
export const BATCH_STATUSES = ['created', 'existing', 'differs'] as const;
export type BatchStatus = (typeof BATCH_STATUSES)[number];

export const BatchEntrySchema = z.strictObject({
  /** Of the submission, from 0. */
  index: z.number().int(),
  status: z.enum(BATCH_STATUSES),
  job_id: z.uuid(),
  client_id: z.string(),
  /** Made up by ix where the submission had none. */
  request_id: z.string(),
});

export const BatchAnswerSchema = z.strictObject({
  /** How many entries have each status. */
  created: z.number().int(),
  existing: z.number().int(),
  differs: z.number().int(),
  /** One a submission, in order. */
  jobs: z.array(BatchEntrySchema),
});
export type BatchAnswer = z.output<typeof BatchAnswerSchema>;
