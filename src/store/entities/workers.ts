/** Workers, as each says it of itself. */
import { defineEntity, p } from '@mikro-orm/core';
import { time, timeOfInsert } from './types.ts';

export const WorkerEntity = defineEntity({
  name: 'Worker',
  tableName: 'ix_workers',
  properties: {
    workerId: p.text().primary(),
    host: p.text(),
    pid: p.integer(),
    version: p.text(),
    startedAt: timeOfInsert(),
    seenAt: timeOfInsert(),
    stoppedAt: time().nullable(),
    slots: p.integer(),
    running: p.integer(),
    busy: p.double(),
    memoryBytes: p.bigint('string'),
    useCases: p.array().nullable(),
    engines: p.array().nullable(),
  },
});
