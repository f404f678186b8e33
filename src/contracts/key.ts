/** Keys as they cross the wire: asked for, listed, and (once) shown. */
import { z } from 'zod';
import { LINE_MAX, NameSchema, upTo } from './bounds.ts';
import { OVERLAP_MAX_SECONDS } from './callback.ts';
import { ROLES } from './scope.ts';

/** Live keys of one client at a time: the one in use and the next. */
export const LIVE_KEYS_MAX = 2;
/** Ten years, in seconds. */
export const KEY_LIFE_MAX_SECONDS = 315_360_000;
const LIMIT_MAX = 2_000_000_000;

const Timestamp = z.iso.datetime({ precision: 6 });
const limit = z.number().int().min(1).max(LIMIT_MAX).nullable();

/** The part of a key that names it: `ix_<key_id>_…`. */
export const KeyIdSchema = z.string().regex(/^[a-z0-9]{12}$/, 'expected the id of a key, 12 lower-case letters and digits');

const limits = {
  max_requests_per_minute: limit.describe('Requests in a minute, by each API process; null: as many as it will.'),
  max_pending: limit.describe('Jobs of its client that may wait when it submits; null: IX_CLIENT_MAX_PENDING alone counts.'),
  max_upload_bytes_per_minute: limit.describe('Bytes of submissions in a minute, by each API process; null: as many as it will.'),
};
const LimitsSchema = z.strictObject(limits);
export type KeyLimits = Readonly<z.output<typeof LimitsSchema>>;

/** `POST /v1/keys` */
export const NewKeySchema = z
  .strictObject({
    role: z
      .enum(ROLES)
      .default('client')
      .describe(
        'What it may do: `client` acts for its client alone; `reader` reads all; `operator` acts for all; `admin` also looks after keys.',
      ),
    client_id: NameSchema.nullable()
      .default(null)
      .describe('Role client: the client it is confined to. Else for whom it is made, which confines it to nothing.'),
    name: upTo(LINE_MAX, z.string()).nullable().default(null).describe('For people: what it is for.'),
    expires_in_seconds: z
      .number()
      .int()
      .min(1)
      .max(KEY_LIFE_MAX_SECONDS)
      .nullable()
      .default(null)
      .describe('Until it ends by itself; null: it does not.'),
    max_requests_per_minute: limit.default(null).describe('Requests in a minute, by each API process; null: as many as it will.'),
    max_pending: limit
      .default(null)
      .describe('Jobs of its client that may wait when it submits; null: IX_CLIENT_MAX_PENDING alone counts.'),
    max_upload_bytes_per_minute: limit
      .default(null)
      .describe('Bytes of submissions in a minute, by each API process; null: as many as it will.'),
  })
  .refine(({ role, client_id }) => role !== 'client' || client_id !== null, {
    path: ['client_id'],
    message: 'expected the client that a key of role "client" is confined to',
  });
export type NewKey = z.output<typeof NewKeySchema>;

/** A key as it is listed: never the key itself. */
export const KeySchema = z.strictObject({
  key_id: z.string().describe('What names the key: what stands between the first two `_` of it.'),
  role: z.enum(ROLES).describe('What it may do.'),
  client_id: z.string().nullable().describe('The client it is confined to, or made for; null: none.'),
  name: z.string().nullable().describe('What it is for, in words; null: nobody said.'),
  created_at: Timestamp.describe('When it was made.'),
  created_by: z.string().describe('Who made it.'),
  expires_at: Timestamp.nullable().describe('When it ends by itself; null: it does not.'),
  revoked_at: Timestamp.nullable().describe('When it was revoked; null: it was not.'),
  last_used_at: Timestamp.nullable().describe('To the minute.'),
  ...limits,
});
export type Key = z.output<typeof KeySchema>;

export const KeyListSchema = z.strictObject({ keys: z.array(KeySchema).describe('The keys, newest first.') });

/** The only answer that shows a key: it is not shown again. */
export const CreatedKeySchema = KeySchema.extend({ key: z.string().describe('The key itself: `Authorization: Bearer` with it.') });
export type CreatedKey = z.output<typeof CreatedKeySchema>;

/** `POST /v1/keys/{key_id}/rotate`: a new key of the same kind; the old one works on for the overlap. */
export const RotateKeySchema = z.strictObject({
  overlap_seconds: z.number().int().min(0).max(OVERLAP_MAX_SECONDS).default(86_400).describe('Seconds for which the old one works on.'),
});
export type RotateKey = z.output<typeof RotateKeySchema>;
