/** The same act on all jobs that match a filter: counted first, then done. */
import { createHash, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { type BulkAnswer, BulkRequestSchema } from '../contracts/bulk.ts';
import type { Scope } from '../contracts/scope.ts';
import { BULK_ACTS, BULK_MAX, type BulkAct } from '../jobs/bulk.ts';
import { BadCursor } from '../jobs/read.ts';
import { readJson } from './body-json.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { invalid } from './problem.ts';
import type { Route } from './route.ts';

const WORDS: Readonly<Record<BulkAct, { readonly operationId: string; readonly summary: string; readonly what: string }>> = {
  cancel: {
    operationId: 'cancelJobs',
    summary: 'Cancel all jobs that match a filter',
    what: 'Of those that match it concerns the ones that wait or run.',
  },
  resubmit: {
    operationId: 'resubmitJobs',
    summary: 'Submit all jobs that match a filter once more',
    what: 'Of those that match it concerns the ones that have ended. Those whose files need header values, which are erased, are passed over.',
  },
  redeliver: {
    operationId: 'redeliverJobs',
    summary: 'Send the callbacks of all jobs that match a filter again',
    what: 'Of those that match it concerns the ones that have ended and have callbacks.',
  },
};

export const bulkRoutes = (deps: AppDeps): Route[] =>
  BULK_ACTS.map((act) => ({
    method: 'post',
    path: `/v1/jobs/${act}`,
    operationId: WORDS[act].operationId,
    needs: 'submit',
    tag: 'Jobs',
    summary: WORDS[act].summary,
    description: `The filters are those of \`GET /jobs\`. ${WORDS[act].what} Without \`dry_run: false\` they are only counted. At most ${BULK_MAX} a call, the newest first, in transactions of their own; what is submitted meanwhile is not meant.`,
    requestHeaders:
      act === 'resubmit'
        ? { 'Idempotency-Key': 'Sent again with the same key, a job that was resubmitted under it is not submitted once more.' }
        : {},
    body: {
      'application/json': { schema: 'BulkRequest', example: { filter: { client_id: 'accounting', status: ['error'] }, dry_run: true } },
    },
    answers: { 200: { description: 'How many match, and to how many it was done.', schema: 'BulkAnswer' } },
    problems: [
      'unreadable',
      'cross-site',
      'too-large',
      'unsupported-media-type',
      'invalid',
      ...(act === 'resubmit' ? (['too-many-pending'] as const) : []),
    ],
    handler: async (c, scope) => c.json(await run(c, deps, scope, act)),
  }));

async function run(c: Context<AppEnv>, deps: AppDeps, scope: Scope, act: BulkAct): Promise<BulkAnswer> {
  const { filter: given, dry_run, cursor } = await readJson(c, BulkRequestSchema);
  const filter = {
    statuses: given.status,
    clientId: given.client_id,
    batchId: given.batch_id,
    useCase: given.use_case,
    code: given.code,
    text: given.q,
    needsReview: given.needs_review,
    createdAfter: timeOf(given.created_after),
    createdBefore: timeOf(given.created_before),
  };
  if (dry_run) {
    const { total, relation } = await deps.bulk.count(scope, act, filter);
    return { dry_run, matching: total, matching_relation: relation, applied: 0, next_cursor: null };
  }
  const key = idempotencyKeyOf(c);
  try {
    const result = await deps.bulk.act(scope, act, filter, new Date(), key === null ? randomUUID() : digestOf(key), cursor);
    const { seen, applied, more, next } = result;
    return { dry_run, matching: seen, matching_relation: more ? 'more_than' : 'exact', applied, next_cursor: next };
  } catch (error) {
    if (error instanceof BadCursor) throw invalid([{ pointer: '/cursor', detail: 'expected next_cursor of an earlier answer' }]);
    throw error;
  }
}

const timeOf = (time: string | undefined): Date | undefined => (time === undefined ? undefined : new Date(time));

/** It becomes a part of request ids, which have bounds. */
const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);
