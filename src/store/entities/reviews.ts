/** What people decide about answers. Why each column is there: migrations/Migration20261130000020_reviews.ts. */
import { defineEntity, p } from '@mikro-orm/core';
import { DECISION_KINDS, type DecidedValue } from '../../contracts/review.ts';
import { JobEntity } from './jobs.ts';
import { json, timeOfInsert } from './types.ts';

export const ReviewEntity = defineEntity({
  name: 'Review',
  tableName: 'ix_reviews',
  properties: {
    jobId: () =>
      p.manyToOne(JobEntity).mapToPk().primary().name('job_id').deleteRule('cascade').foreignKeyName('ix_reviews_job_id_fkey').index(false),
    number: p.integer().primary(),
    path: p.text().nullable(),
    kind: p.enum(DECISION_KINDS),
    value: json<DecidedValue>().nullable(),
    who: p.text(),
    at: timeOfInsert(),
  },
  checks: [{ name: 'ix_reviews_check', expression: `(path IS NULL) = (kind = 'done')` }],
  triggers: [
    {
      name: 'ix_reviews_stay',
      timing: 'before',
      events: ['update'],
      forEach: 'statement',
      expression: `CREATE TRIGGER ix_reviews_stay BEFORE UPDATE ON ix_reviews FOR EACH STATEMENT EXECUTE FUNCTION ix_reviews_stay()`,
    },
  ],
});
