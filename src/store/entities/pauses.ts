/** Pauses by hand. */
import { defineEntity, p } from '@mikro-orm/core';
import { PAUSE_KINDS } from '../../contracts/pause.ts';
import { time, timeOfInsert } from './types.ts';

export const PauseEntity = defineEntity({
  name: 'Pause',
  tableName: 'ix_pauses',
  properties: {
    kind: p.enum(PAUSE_KINDS).primary(),
    name: p.text().primary(),
    pausedAt: timeOfInsert(),
    pausedBy: p.text(),
    resumedAt: time().nullable(),
  },
});
