/** Exact counts of jobs. How they come about: migrations/Migration20261124000001_counts.ts. */
import { defineEntity, p } from '@mikro-orm/core';
import type { JOB_STATUSES } from '../../contracts/job.ts';
import { inSql, time } from './types.ts';

export const JobDeltaEntity = defineEntity({
  name: 'JobDelta',
  tableName: 'ix_job_deltas',
  properties: {
    xid: inSql('xid8').defaultRaw('pg_current_xact_id()').primary(),
    deltaId: p.bigint('string').columnType('bigint').generated('identity').autoincrement().primary(),
    clientId: p.text(),
    status: p.text(),
    n: p.integer(),
    running: p.integer(),
    endedAt: time().nullable(),
    waits: inSql('interval[]').nullable(),
  },
});

export const JobCountEntity = defineEntity({
  name: 'JobCount',
  tableName: 'ix_job_counts',
  properties: {
    clientId: p.text().primary(),
    status: p.text().$type<(typeof JOB_STATUSES)[number]>().primary(),
    n: p.bigint('string'),
  },
});

export const JobEndsEntity = defineEntity({
  name: 'JobEnds',
  tableName: 'ix_job_ends',
  properties: {
    clientId: p.text().primary(),
    seconds: p.smallint().primary(),
    at: time().primary(),
    done: p.bigint('string'),
    error: p.bigint('string'),
    waits: p.json<Readonly<Record<string, number>>>().nullable(),
  },
});

export const CountFloorEntity = defineEntity({
  name: 'CountFloor',
  tableName: 'ix_count_floor',
  properties: { one: p.boolean().default(true).primary(), xid: inSql('xid8') },
  checks: [{ name: 'ix_count_floor_one_check', property: 'one', expression: 'one' }],
});
