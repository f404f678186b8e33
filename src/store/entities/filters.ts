/** Filters that are kept under a name. */
import { defineEntity, p } from '@mikro-orm/core';
import type { SavedFilter } from '../../contracts/saved-filter.ts';
import { json, timeOfInsert } from './types.ts';

export const SavedFilterEntity = defineEntity({
  name: 'SavedFilter',
  tableName: 'ix_saved_filters',
  properties: {
    who: p.text().primary(),
    name: p.text().primary(),
    filter: json<SavedFilter['filter']>(),
    createdAt: timeOfInsert(),
  },
});
