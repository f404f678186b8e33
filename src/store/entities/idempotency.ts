/** What was made under an `Idempotency-Key`. */
import { defineEntity, p } from '@mikro-orm/core';
import { timeOfInsert } from './types.ts';

export const IdempotencyKeyEntity = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'ix_idempotency_keys',
  properties: {
    who: p.text().primary(),
    operation: p.text().primary(),
    key: p.text().primary(),
    requestHash: p.blob(),
    made: p.text(),
    createdAt: timeOfInsert(),
  },
});
