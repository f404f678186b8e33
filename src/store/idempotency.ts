/** What was made under an `Idempotency-Key`, remembered for a day: whoever sends the same again is told of it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Scope } from '../contracts/scope.ts';
import { execute } from './statement.ts';
import { tables } from './tables.ts';

/** One request that makes something. */
export interface Once {
  readonly key: string;
  /** SHA-256 of what was asked for. */
  readonly digest: Buffer;
}

export interface MadeBefore {
  readonly made: string;
  /** It came with another request then. */
  readonly differs: boolean;
}

/**
 * Remembers that `made` is what comes of this request. Waits for another transaction under the same key. Index: ix_idempotency_keys_pkey.
 * @param operation what is made, and for whom: a key means something within it alone.
 * @returns what was made under the key before; null: nothing, so that the caller makes it.
 */
export async function remember(
  em: EntityManager,
  scope: Scope,
  operation: string,
  { key, digest }: Once,
  made: string,
): Promise<MadeBefore | null> {
  const inserted = await execute(em)`
    INSERT INTO ix_idempotency_keys (who, operation, key, request_hash, made) VALUES (${scope.by}, ${operation}, ${key}, ${digest}, ${made})
    ON CONFLICT DO NOTHING`;
  if (inserted === 1) return null;
  const before = await tables(em)
    .selectFrom('ix_idempotency_keys')
    .select(['made', 'request_hash'])
    .where('who', '=', scope.by)
    .where('operation', '=', operation)
    .where('key', '=', key)
    .executeTakeFirst();
  // Forgotten between the two statements.
  if (before === undefined) return remember(em, scope, operation, { key, digest }, made);
  return { made: before.made, differs: !digest.equals(before.request_hash) };
}

/** Keys are good for a day. Reads all of the table. */
export async function pruneIdempotencyKeys(em: EntityManager): Promise<void> {
  await execute(em)`DELETE FROM ix_idempotency_keys WHERE created_at < statement_timestamp() - interval '1 day'`;
}
