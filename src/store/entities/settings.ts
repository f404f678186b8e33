/** What the server itself remembers. */
import { defineEntity, p } from '@mikro-orm/core';

export const SettingEntity = defineEntity({
  name: 'Setting',
  tableName: 'ix_settings',
  properties: { name: p.text().primary(), value: p.text() },
});
