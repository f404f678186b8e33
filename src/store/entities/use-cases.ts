/** Use cases kept in the database, and their versions. */
import { defineEntity, p } from '@mikro-orm/core';
import type { UseCaseDefinition } from '../../contracts/use-case.ts';
import { json, time, timeOfInsert } from './types.ts';

export const UseCaseEntity = defineEntity({
  name: 'UseCase',
  tableName: 'ix_use_cases',
  properties: { name: p.text().primary(), version: p.integer(), retiredAt: time().nullable() },
});

export const UseCaseVersionEntity = defineEntity({
  name: 'UseCaseVersion',
  tableName: 'ix_use_case_versions',
  properties: {
    name: p.text().primary(),
    version: p.integer().primary(),
    definition: json<UseCaseDefinition>(),
    contentHash: p.blob(),
    who: p.text(),
    createdAt: timeOfInsert(),
  },
});
