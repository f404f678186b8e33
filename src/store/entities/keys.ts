/** Who may: keys, sessions of people, the audit. */
import { defineEntity, p } from '@mikro-orm/core';
import { ROLES } from '../../contracts/scope.ts';
import { time, timeOfInsert } from './types.ts';

export const KeyEntity = defineEntity({
  name: 'Key',
  tableName: 'ix_keys',
  properties: {
    keyId: p.text().primary(),
    hash: p.blob(),
    role: p.enum(ROLES),
    clientId: p.text().nullable(),
    name: p.text().nullable(),
    maxRequestsPerMinute: p.integer().nullable(),
    maxPending: p.integer().nullable(),
    maxUploadBytesPerMinute: p.integer().nullable(),
    createdAt: timeOfInsert(),
    createdBy: p.text(),
    expiresAt: time().nullable(),
    revokedAt: time().nullable(),
    lastUsedAt: time().nullable(),
  },
  checks: [{ name: 'ix_keys_check', expression: `role <> 'client' OR client_id IS NOT NULL` }],
  indexes: [{ name: 'ix_keys_client', properties: ['clientId'] }],
});

export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'ix_sessions',
  properties: {
    hash: p.blob().primary(),
    holder: p.text(),
    createdAt: timeOfInsert(),
    expiresAt: time(),
    issuer: p.text().nullable(),
    role: p.enum(ROLES).nullable(),
    clientId: p.text().nullable(),
  },
  checks: [
    {
      name: 'ix_sessions_person',
      expression: `(issuer IS NULL) = (role IS NULL) AND (coalesce(role, '') = 'client') = (client_id IS NOT NULL)`,
    },
  ],
});

/** (MikroORM does not see triggers on TRUNCATE, so the second of these stands in the migrations alone.) */
export const AuditEntity = defineEntity({
  name: 'Audit',
  tableName: 'ix_audit',
  properties: {
    entryId: p.uuid().primary(),
    at: timeOfInsert(),
    who: p.text(),
    role: p.text().nullable(),
    act: p.text(),
    target: p.text(),
    clientId: p.text().nullable(),
  },
  indexes: [
    {
      name: 'ix_audit_recent',
      columns: [
        { name: 'at', sort: 'DESC' },
        { name: 'entryId', sort: 'DESC' },
      ],
    },
    { name: 'ix_audit_target', columns: [{ name: 'target' }, { name: 'at', sort: 'DESC' }, { name: 'entryId', sort: 'DESC' }] },
  ],
  triggers: [
    {
      name: 'ix_audit_stays',
      timing: 'before',
      events: ['delete', 'update'],
      forEach: 'statement',
      expression: `CREATE TRIGGER ix_audit_stays BEFORE DELETE OR UPDATE ON ix_audit FOR EACH STATEMENT EXECUTE FUNCTION ix_audit_stays()`,
    },
  ],
});
