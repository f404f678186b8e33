/** `POST /jobs/batch`: many submissions in one request, all stored or none. */
import { z } from 'zod';
import { SubmissionSchema } from './request.ts';

/** Jobs of one batch: one statement of the store takes them all. */
export const BATCH_MAX = 1000;

export const BatchSchema = z.strictObject({
  jobs: z
    .array(SubmissionSchema)
    .min(1)
    .max(BATCH_MAX)
    .describe('Each as `POST /jobs` takes it. Of two with the same client and request id the first is stored.'),
});
export type BatchInput = z.input<typeof BatchSchema>;

/** `created`: stored now; `existing`: there was this same job already; `differs`: there was one already, and its request is another. */
export const BATCH_STATUSES = ['created', 'existing', 'differs'] as const;
export type BatchStatus = (typeof BATCH_STATUSES)[number];

export const BatchEntrySchema = z.strictObject({
  index: z.number().int().describe('Of the submission, from 0.'),
  status: z
    .enum(BATCH_STATUSES)
    .describe('`created`: stored now; `existing`: the same job was there; `differs`: one was there, and its request is another.'),
  job_id: z.uuid().describe('The job.'),
  client_id: z.string().describe('The client it belongs to.'),
  request_id: z.string().describe('Made up by ix where the submission had none.'),
});

export const BatchAnswerSchema = z.strictObject({
  created: z.number().int().describe('How many entries have each status.'),
  existing: z.number().int().describe('Entries whose job was there already.'),
  differs: z.number().int().describe('Entries whose job was there already with another request.'),
  batch_id: z
    .uuid()
    .nullable()
    .describe('The batch: of those that are new, or, where none is, of all of them. Null: they came alone, or with several.'),
  jobs: z.array(BatchEntrySchema).describe('One a submission, in order.'),
});
export type BatchAnswer = z.output<typeof BatchAnswerSchema>;

/** `GET /v1/batches/{batch_id}` */
export const ShownBatchSchema = z.strictObject({
  batch_id: z.uuid().describe('The batch.'),
  pending: z.int().describe('Jobs of it that wait.'),
  running: z.int().describe('Jobs of it that run.'),
  done: z.int().describe('Jobs of it that have ended well.'),
  error: z.int().describe('Jobs of it that have ended in error.'),
  created_at: z.iso.datetime().describe('When it was submitted.'),
  finished_at: z.iso.datetime().nullable().describe('When the last of its jobs ended; null: not all have.'),
});
export type Batch = z.output<typeof ShownBatchSchema>;
