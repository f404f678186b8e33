/** The audit as it is shown: who did what to which, and when. */
import { z } from 'zod';

export const AuditEntrySchema = z.strictObject({
  entry_id: z.uuid().describe('The id of the entry.'),
  at: z.iso.datetime({ precision: 6 }).describe('When it was done.'),
  who: z.string().describe('`key 2f6k…`, `IX_ADMIN_KEY`, `this machine`.'),
  role: z.string().nullable().describe('Null: ix had no keys then.'),
  act: z.string().describe('What was done.'),
  target: z.string().describe('What it was done to: `job 0193…`, `key 2f6k…`, `endpoint https://…`.'),
  client_id: z.string().nullable().describe('Whose that is.'),
});
export type AuditEntry = z.output<typeof AuditEntrySchema>;

/** `GET /v1/audit`, newest first. */
export const AuditListSchema = z.strictObject({
  entries: z.array(AuditEntrySchema).describe('The entries of this page, newest first.'),
  next_cursor: z.string().nullable().describe('For the older entries after this page; null: there are none.'),
});
export type AuditList = z.output<typeof AuditListSchema>;
