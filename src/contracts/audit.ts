/** The audit as it is shown: who did what to which, and when. */
import { z } from 'zod';

export const AuditEntrySchema = z.strictObject({
  entry_id: z.uuid(),
  at: z.iso.datetime({ precision: 6 }),
  /** `key 2f6k…`, `IX_ADMIN_KEY`, `this machine`. */
  who: z.string(),
  /** Null: ix had no keys then. */
  role: z.string().nullable(),
  act: z.string(),
  /** What it was done to: `job 0193…`, `key 2f6k…`, `endpoint https://…`. */
  target: z.string(),
  /** Whose that is. */
  client_id: z.string().nullable(),
});
export type AuditEntry = z.output<typeof AuditEntrySchema>;

/** `GET /v1/audit`, newest first. */
export const AuditListSchema = z.strictObject({
  entries: z.array(AuditEntrySchema),
  next_cursor: z.string().nullable(),
});
export type AuditList = z.output<typeof AuditListSchema>;
