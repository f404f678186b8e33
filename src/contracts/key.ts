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
  /** Requests in a minute, by each API process; null: as many as it will. */
  max_requests_per_minute: limit,
  /** Jobs of its client that may wait when it submits; null: IX_CLIENT_MAX_PENDING alone counts. */
  max_pending: limit,
  /** Bytes of submissions in a minute, by each API process; null: as many as it will. */
  max_upload_bytes_per_minute: limit,
};
const LimitsSchema = z.strictObject(limits);
export type KeyLimits = Readonly<z.output<typeof LimitsSchema>>;

/** `POST /v1/keys` */
export const NewKeySchema = z
  .strictObject({
    role: z.enum(ROLES).default('client'),
    /** Role client: the client it is confined to. Else for whom it is made, which confines it to nothing. */
    client_id: NameSchema.nullable().default(null),
    /** For people: what it is for. */
    name: upTo(LINE_MAX, z.string()).nullable().default(null),
    /** Until it ends by itself; null: it does not. */
    expires_in_seconds: z.number().int().min(1).max(KEY_LIFE_MAX_SECONDS).nullable().default(null),
    max_requests_per_minute: limit.default(null),
    max_pending: limit.default(null),
    max_upload_bytes_per_minute: limit.default(null),
  })
  .refine(({ role, client_id }) => role !== 'client' || client_id !== null, {
    path: ['client_id'],
    message: 'expected the client that a key of role "client" is confined to',
  });
export type NewKey = z.output<typeof NewKeySchema>;

/** A key as it is listed: never the key itself. */
export const KeySchema = z.strictObject({
  key_id: z.string(),
  role: z.enum(ROLES),
  client_id: z.string().nullable(),
  name: z.string().nullable(),
  created_at: Timestamp,
  /** Who made it. */
  created_by: z.string(),
  expires_at: Timestamp.nullable(),
  revoked_at: Timestamp.nullable(),
  /** To the minute. */
  last_used_at: Timestamp.nullable(),
  ...limits,
});
export type Key = z.output<typeof KeySchema>;

export const KeyListSchema = z.strictObject({ keys: z.array(KeySchema) });

/** The only answer that shows a key: it is not shown again. */
export const CreatedKeySchema = KeySchema.extend({ key: z.string() });
export type CreatedKey = z.output<typeof CreatedKeySchema>;

/** `POST /v1/keys/{key_id}/rotate`: a new key of the same kind; the old one works on for the overlap. */
export const RotateKeySchema = z.strictObject({
  overlap_seconds: z.number().int().min(0).max(OVERLAP_MAX_SECONDS).default(86_400),
});
export type RotateKey = z.output<typeof RotateKeySchema>;
