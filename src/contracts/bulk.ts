/** The same act on all jobs that match a filter: `POST /v1/jobs/cancel`, `/resubmit`, `/redeliver`. */
import { z } from 'zod';
import { CursorSchema, isStorableTime, NameSchema, upTo } from './bounds.ts';
import { IX_ERROR_CODES } from './errors.ts';
import { BatchIdSchema } from './ids.ts';
import { JOB_STATUSES, SEARCH_TEXT_MAX, SEARCH_TEXT_MIN } from './job.ts';

const Given = z.iso
  .datetime({ offset: true, error: 'expected an ISO 8601 date and time with Z or an offset', abort: true })
  .refine(isStorableTime, 'expected a time from the year 1 to the year 9999');

/** As the parameters of `GET /jobs`. */
export const BulkFilterSchema = z.strictObject({
  status: z
    .array(z.enum(JOB_STATUSES))
    .max(JOB_STATUSES.length)
    .optional()
    .describe('Jobs in one of these states. Others than the act concerns match nothing.'),
  client_id: NameSchema.optional().describe('Jobs of exactly this client.'),
  batch_id: BatchIdSchema.optional().describe('Jobs that this batch made.'),
  use_case: NameSchema.optional().describe('Jobs of exactly this use case.'),
  code: z.enum(IX_ERROR_CODES).optional().describe('Jobs that ended in error with this code.'),
  q: upTo(SEARCH_TEXT_MAX, z.string().min(SEARCH_TEXT_MIN))
    .optional()
    .describe('Text in the display name, in any case, or an id (request_id, job_id, ix_id), of which the first 6 characters are enough.'),
  needs_review: z.boolean().optional().describe('Whether a person should look at values of it, and nobody is through with them yet.'),
  created_after: Given.optional().describe('Jobs submitted after this time.'),
  created_before: Given.optional().describe('Jobs submitted before this time.'),
});

export const BulkRequestSchema = z.strictObject({
  filter: BulkFilterSchema.describe(
    'Which jobs: those that match all of it. An empty one matches every job there is for the one who asks.',
  ),
  dry_run: z.boolean().default(true).describe('Only count them; false: act.'),
  cursor: CursorSchema.optional().describe('`next_cursor` of an earlier answer: go on there.'),
});
export type BulkRequest = z.output<typeof BulkRequestSchema>;

export const BulkAnswerSchema = z.strictObject({
  dry_run: z.boolean().describe('Nothing was done.'),
  matching: z.int().describe('Jobs that match and that the act may concern; not in a dry run: that were looked at.'),
  matching_relation: z.enum(['exact', 'more_than']).describe('`more_than`: there are more, and counting or acting stopped there.'),
  applied: z.int().describe('Jobs that it was done to.'),
  next_cursor: z
    .string()
    .nullable()
    .describe('There may be more: send the same with this `cursor`, and the same Idempotency-Key. Null: that was all.'),
});
export type BulkAnswer = z.output<typeof BulkAnswerSchema>;
