/** Jobs, and what they are searched by. Why each column and index is there: migrations/Migration20261124000000_jobs.ts. */
import { defineEntity, p } from '@mikro-orm/core';
import type { BatchId, IxId, JobId } from '../../contracts/ids.ts';
import { CALLBACK_STATUSES, JOB_STATUSES, type LostRun } from '../../contracts/job.ts';
import type { RequestIX } from '../../contracts/request.ts';
import type { ResponseIX } from '../../contracts/response.ts';
import { json, time, timeOfInsert } from './types.ts';

const CLAIM_ORDER = [{ name: 'priority', sort: 'DESC' as const }, { name: 'turn' }, { name: 'createdAt' }, { name: 'jobId' }];
const NEWEST_FIRST = [
  { name: 'createdAt', sort: 'DESC' as const },
  { name: 'jobId', sort: 'DESC' as const },
];

/** (MikroORM does not see triggers on TRUNCATE, so the fourth of these stands in the migrations alone.) */
const counting = <E extends 'insert' | 'update' | 'delete'>(event: E, tables: string) => ({
  name: `ix_jobs_count_${event}`,
  timing: 'after' as const,
  events: [event],
  expression: `CREATE TRIGGER ix_jobs_count_${event} AFTER ${event} ON ix_jobs ${tables} FOR EACH STATEMENT EXECUTE FUNCTION ix_jobs_count()`,
});

export const JobEntity = defineEntity({
  name: 'Job',
  tableName: 'ix_jobs',
  properties: {
    jobId: p.uuid().$type<JobId>().primary(),
    ixId: p.text().$type<IxId>(),
    clientId: p.text(),
    requestId: p.text(),
    status: p.enum(JOB_STATUSES).default('pending'),
    priority: p.smallint().default(0),
    turn: p.bigint('string'),
    attempts: p.integer().default(0),
    strikes: p.integer().default(0),
    useCase: p.text().nullable(),
    useCaseVersion: p.integer().nullable(),
    displayName: p.text().nullable(),
    callbackUrl: p.text().nullable(),
    callbackStatus: p.enum(CALLBACK_STATUSES).nullable(),
    callbackError: p.text().nullable(),
    workerId: p.text().nullable(),
    originJobId: p.uuid().$type<JobId>().nullable(),
    batchId: p.uuid().$type<BatchId>().nullable(),
    traceparent: p.text().nullable(),
    createdAt: timeOfInsert(),
    startedAt: time().nullable(),
    heartbeatAt: time().nullable(),
    movedAt: time().nullable(),
    finishedAt: time().nullable(),
    cancelRequestedAt: time().nullable(),
    notBefore: time().nullable(),
    deadlineAt: time().nullable(),
    heldUntil: time().nullable(),
    needsReview: p.boolean().default(false),
    engine: p.text().generated(`coalesce((request #>> '{options,gen_ai,engine}'::text[]), 'auto'::text) stored`),
    errorCode: p
      .text()
      .nullable()
      .generated(`(case when (status = 'error'::text) then (response ->> 'code'::text) else null::text end) stored`),
    errorMessage: p
      .text()
      .nullable()
      .generated(`(case when (status = 'error'::text) then "left"((response ->> 'error'::text), 300) else null::text end) stored`),
    lostRuns: p.json<LostRun[]>().defaultRaw(`'[]'`),
    requestHash: p.blob(),
    request: json<RequestIX>(),
    response: json<ResponseIX>().nullable(),
    secretUrls: p.text().nullable(),
    secretHeaders: p.text().nullable(),
  },
  uniques: [{ name: 'ix_jobs_client_id_request_id_key', properties: ['clientId', 'requestId'] }],
  checks: [
    { name: 'ix_jobs_ix_id_check', property: 'ixId', expression: `ix_id ~ '^[0-9a-f]{16}$'` },
    { name: 'ix_jobs_client_id_check', property: 'clientId', expression: `client_id <> ''` },
    { name: 'ix_jobs_check', expression: `(status IN ('done', 'error')) = (response IS NOT NULL AND finished_at IS NOT NULL)` },
    { name: 'ix_jobs_check1', expression: `(status = 'running') = (heartbeat_at IS NOT NULL)` },
  ],
  indexes: [
    { name: 'ix_jobs_claim', columns: CLAIM_ORDER, where: `status = 'pending' AND held_until IS NULL` },
    { name: 'ix_jobs_suspects', columns: CLAIM_ORDER, where: `status = 'pending' AND held_until IS NULL AND attempts > 0` },
    {
      name: 'ix_jobs_turns',
      properties: ['clientId', 'priority', 'turn'],
      where: `status = 'pending' AND held_until IS NULL AND turn >= 0`,
    },
    { name: 'ix_jobs_held', properties: ['heldUntil', 'jobId'], where: `status = 'pending' AND held_until IS NOT NULL` },
    { name: 'ix_jobs_deadline', properties: ['deadlineAt', 'jobId'], where: `status = 'pending' AND deadline_at IS NOT NULL` },
    { name: 'ix_jobs_recent', columns: [{ name: 'status' }, ...NEWEST_FIRST], include: ['displayName'] },
    { name: 'ix_jobs_recent_of_client', columns: [{ name: 'clientId' }, { name: 'status' }, ...NEWEST_FIRST], include: ['displayName'] },
    { name: 'ix_jobs_batch', columns: [{ name: 'batchId' }, { name: 'status' }, ...NEWEST_FIRST], where: 'batch_id IS NOT NULL' },
    { name: 'ix_jobs_to_review', columns: [{ name: 'status' }, ...NEWEST_FIRST], where: 'needs_review' },
    { name: 'ix_jobs_to_review_of_client', columns: [{ name: 'clientId' }, { name: 'status' }, ...NEWEST_FIRST], where: 'needs_review' },
    { name: 'ix_jobs_to_review_of_use_case', columns: [{ name: 'useCase' }, { name: 'status' }, ...NEWEST_FIRST], where: 'needs_review' },
    {
      name: 'ix_jobs_recent_of_callback',
      columns: [{ name: 'status' }, { name: 'callbackStatus' }, ...NEWEST_FIRST],
      where: `callback_status IN ('pending', 'failed')`,
    },
    { name: 'ix_jobs_recent_of_code', columns: [{ name: 'errorCode' }, ...NEWEST_FIRST], where: `status = 'error'` },
    { name: 'ix_jobs_recent_of_use_case', columns: [{ name: 'useCase' }, { name: 'status' }, ...NEWEST_FIRST] },
  ],
  triggers: [
    {
      name: 'ix_jobs_terminal_is_final',
      timing: 'after',
      events: ['update'],
      expression: `
        CREATE TRIGGER ix_jobs_terminal_is_final AFTER UPDATE ON ix_jobs FOR EACH ROW
        WHEN (OLD.status IN ('done', 'error') AND (
          NEW.status IS DISTINCT FROM OLD.status OR NEW.finished_at IS DISTINCT FROM OLD.finished_at OR NEW.response::text IS DISTINCT FROM OLD.response::text))
        EXECUTE FUNCTION ix_jobs_terminal_is_final()`,
    },
    counting('insert', 'REFERENCING NEW TABLE AS after'),
    counting('update', 'REFERENCING OLD TABLE AS before NEW TABLE AS after'),
    counting('delete', 'REFERENCING OLD TABLE AS before'),
  ],
});

export const JobSearchEntity = defineEntity({
  name: 'JobSearch',
  tableName: 'ix_job_search',
  properties: {
    jobId: () =>
      p
        .oneToOne(JobEntity)
        .mapToPk()
        .primary()
        .owner()
        .name('job_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .foreignKeyName('ix_job_search_job_id_fkey'),
    ixId: p.text().$type<IxId>().index('ix_job_search_ix_id'),
    requestId: p.text().index('ix_job_search_request_id'),
    displayName: p.text().nullable(),
  },
  indexes: [{ name: 'ix_job_search_name', properties: ['displayName'], type: 'gin', where: 'display_name IS NOT NULL' }],
});
