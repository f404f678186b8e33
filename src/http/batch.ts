/** Submitting many jobs in one request, and what became of them: as JSON all are stored or none, as lines each for itself. */
import type { Context } from 'hono';
import { z } from 'zod';
import { BATCH_MAX, type BatchAnswer, BatchEntrySchema, type BatchStatus } from '../contracts/batch.ts';
import { type BatchId, BatchIdSchema } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { NotStored, type SubmittedKey } from '../jobs/submit-batch.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { exampleBatch, exampleBatchAnswer, exampleBatchState, exampleSubmission } from './examples.ts';
import { patienceOf } from './job-answer.ts';
import { parsePrefer, WAIT_MAX_SECONDS } from './prefer.ts';
import { Problem, ProblemSchema, problemBody } from './problem.ts';
import { problemOf } from './refusal.ts';
import type { Route } from './route.ts';
import { isLines, NDJSON, readBatch, readLines } from './submission.ts';

/** A line of the answer to lines. */
export const BatchLineSchema = z.strictObject({
  index: BatchEntrySchema.shape.index,
  status: z
    .enum([...BatchEntrySchema.shape.status.options, 'refused'])
    .describe('As in the answer to JSON; `refused`: it is not stored, and `problem` says why.'),
  job_id: z.uuid().nullable().describe('The job; null: it is not stored.'),
  client_id: z.string().nullable().describe('The client it belongs to; null: it is not stored.'),
  request_id: z.string().nullable().describe('Its request id; null: it is not stored.'),
  batch_id: z.uuid().nullable().describe('The batch that made the job; null: it came alone, or is not stored.'),
  problem: ProblemSchema.nullable().describe('What is wrong with this line, with pointers into it; null: it is stored.'),
});
type BatchLine = z.output<typeof BatchLineSchema>;

export const BatchPath = z.strictObject({ batch_id: BatchIdSchema.describe('The `batch_id` of the answer to `POST /jobs/batch`.') });

export function batchRoutes(deps: AppDeps): Route[] {
  const lines = { [NDJSON]: { schema: 'BatchLine' } } as const;
  const answer = { schema: 'BatchAnswer', example: exampleBatchAnswer, alternatives: lines } as const;
  const Location = 'The batch, as long as its jobs are there.';
  return [
    {
      method: 'post',
      path: '/jobs/batch',
      operationId: 'submitJobs',
      needs: 'submit',
      tag: 'Jobs',
      summary: `Submit up to ${BATCH_MAX} jobs at once`,
      description: [
        'Each job as `POST /jobs` takes it, in JSON; files are named by URL, or by the `file_id` of an earlier upload.',
        'As `application/json` all are stored in one transaction, or none: when one does not fit the contract, 422 names each fault (`/jobs/17/context/…`).',
        `As \`${NDJSON}\`, a submission a line, each is taken or refused for itself, and the answer has a line for each.`,
        'Entries say what became of each: `created`, `existing` (the same job was there), `differs` (a job with another request was there,',
        'and stays as it is). The whole batch may be sent again. `Prefer` is ignored: nothing is waited for.',
      ].join(' '),
      requestHeaders: {
        'Idempotency-Key': 'Jobs without a `request_id` get it, with `-` and their index: `KEY-0`.',
        traceparent: 'W3C trace context, kept with each job.',
      },
      body: {
        'application/json': { schema: 'Batch', example: exampleBatch },
        [NDJSON]: { schema: 'Submission', example: exampleSubmission },
      },
      answers: {
        201: { ...answer, description: 'An entry for each job, in order. At least one is new.', headers: { Location } },
        200: {
          ...answer,
          description: 'An entry for each job, in order. None is new.',
          headers: { 'Idempotency-Replayed': '`true`, where all were there' },
        },
      },
      problems: ['unreadable', 'cross-site', 'too-slow', 'too-large', 'unsupported-media-type', 'invalid', 'too-many-pending', 'busy'],
      handler: (c, scope) => (isLines(c) ? submitLines(c, deps, scope) : submitBatch(c, deps, scope)),
    },
    {
      method: 'get',
      path: '/v1/batches/{batch_id}',
      operationId: 'getBatch',
      needs: 'read',
      tag: 'Jobs',
      summary: 'How far the jobs of a batch are',
      description: 'Its jobs are listed by `GET /jobs?batch_id=…`. A job that was there before the batch is none of it.',
      params: BatchPath,
      requestHeaders: { Prefer: `\`wait=N\`: answer when all its jobs have ended, or after N seconds (at most ${WAIT_MAX_SECONDS}).` },
      answers: {
        200: {
          description: 'How many of its jobs are in each state.',
          schema: 'ShownBatch',
          example: exampleBatchState,
          headers: { 'Preference-Applied': 'The `Prefer` that was honoured.' },
        },
      },
      problems: ['not-found'],
      handler: async (c, scope) => {
        const [batchId, { wait }] = [batchIdOf(c), parsePrefer(c.req.header('prefer'))];
        const batch = known(c, await deps.getBatch(scope, batchId));
        if (wait === 0) return c.json(batch);
        const ended = await deps.waitForBatch(scope, batchId, wait * 1000, patienceOf(c));
        return c.json(ended ?? batch, 200, { 'Preference-Applied': `wait=${wait}` });
      },
    },
    {
      method: 'post',
      path: '/v1/batches/{batch_id}/cancel',
      operationId: 'cancelBatch',
      needs: 'submit',
      tag: 'Jobs',
      summary: 'Cancel the jobs of a batch that wait or run',
      description: 'As `POST /jobs/{job_id}/cancel` does with each of them. Those that have ended stay as they are.',
      params: BatchPath,
      answers: {
        200: {
          description: 'The batch as it is now: what runs ends when its worker hears of it.',
          schema: 'ShownBatch',
          example: exampleBatchState,
        },
      },
      problems: ['not-found', 'cross-site'],
      handler: async (c, scope) => c.json(known(c, await deps.cancelBatch(scope, batchIdOf(c)))),
    },
  ];
}

/** @throws Problem 404 */
export function batchIdOf(c: Context<AppEnv>): BatchId {
  const id = BatchIdSchema.safeParse(c.req.param('batch_id'));
  if (!id.success) throw noBatch(c);
  return id.data;
}

function known<T>(c: Context<AppEnv>, batch: T | null): T {
  if (batch === null) throw noBatch(c);
  return batch;
}

export const noBatch = (c: Context<AppEnv>): Problem =>
  new Problem('not-found', `there is no batch ${JSON.stringify(c.req.param('batch_id'))}`);

async function submitBatch(c: Context<AppEnv>, deps: AppDeps, scope: Scope): Promise<Response> {
  const keys = await deps.intake.hold(
    async (held) => deps.submitBatch(scope, await readBatch(c, deps, scope, held)),
    (bytes) => deps.rates.upload(scope, bytes),
  );
  const body = answerOf(keys);
  return body.created > 0 ? c.json(body, 201, placeOf(body.batch_id)) : c.json(body, 200, { 'Idempotency-Replayed': 'true' });
}

function answerOf(keys: readonly SubmittedKey[]): BatchAnswer {
  const counts: Record<BatchStatus, number> = { created: 0, existing: 0, differs: 0 };
  const jobs = keys.map(({ jobId, clientId, requestId, ...key }, index) => {
    const status = statusOf(key);
    counts[status]++;
    return { index, status, job_id: jobId, client_id: clientId, request_id: requestId } as const;
  });
  return { ...counts, batch_id: batchOf(keys), jobs };
}

const statusOf = ({ created, differs }: Pick<SubmittedKey, 'created' | 'differs'>): BatchStatus =>
  created ? 'created' : differs ? 'differs' : 'existing';

/** Of those that are new; else of all of them. */
function batchOf(keys: readonly SubmittedKey[]): BatchId | null {
  const fresh = keys.filter(({ created }) => created);
  const [batchId, ...others] = new Set((fresh.length > 0 ? fresh : keys).map((key) => key.batchId));
  return others.length > 0 ? null : (batchId ?? null);
}

const placeOf = (batchId: string | null): Record<string, string> => (batchId === null ? {} : { Location: `/v1/batches/${batchId}` });

async function submitLines(c: Context<AppEnv>, deps: AppDeps, scope: Scope): Promise<Response> {
  const outcomes = await deps.intake.hold(
    async (held) => {
      const lines = await readLines(c, deps, scope, held);
      const answers = (
        await deps.submitLines(
          scope,
          lines.flatMap((line) => (line instanceof Problem ? [] : [line])),
        )
      ).values();
      return lines.map((line) => (line instanceof Problem ? line : answers.next().value));
    },
    (bytes) => deps.rates.upload(scope, bytes),
  );
  const entries = outcomes.map(lineOf);
  const created = entries.find(({ status }) => status === 'created');
  const replayed = entries.every(({ status }) => status === 'existing' || status === 'differs');
  return c.body(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), created === undefined ? 200 : 201, {
    'Content-Type': NDJSON,
    ...placeOf(created?.batch_id ?? null),
    ...(replayed ? { 'Idempotency-Replayed': 'true' } : {}),
  });
}

function lineOf(outcome: SubmittedKey | Error | undefined, index: number): BatchLine {
  if (outcome === undefined) throw new Error('no answer for a line');
  if (!(outcome instanceof Error)) {
    const { jobId, clientId, requestId, batchId } = outcome;
    return {
      index,
      status: statusOf(outcome),
      job_id: jobId,
      client_id: clientId,
      request_id: requestId,
      batch_id: batchId,
      problem: null,
    };
  }
  const problem = outcome instanceof NotStored ? new Problem('invalid', outcome.message) : problemOf(outcome);
  if (problem === null) throw outcome;
  return { index, status: 'refused', job_id: null, client_id: null, request_id: null, batch_id: null, problem: problemBody(problem) };
}
