/** Making something once, however often it is asked for under one `Idempotency-Key`. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Scope } from '../contracts/scope.ts';
import { type Once, remember } from '../store/idempotency.ts';

export type { Once } from '../store/idempotency.ts';

/** What was asked for; `created` false: it was made before, under the same key. */
export interface Made<T> {
  readonly made: T;
  readonly created: boolean;
}

/** The key came with another request before. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused';
}

/** It was made before, and cannot be shown again. */
export class ShownOnce extends Error {
  override readonly name = 'ShownOnce';
}

/**
 * Within the transaction that makes it. @param once null: no key was sent.
 * @returns the id of what was made under the key before; null: nothing was. @throws KeyReused
 */
export async function madeBefore(
  em: EntityManager,
  scope: Scope,
  operation: string,
  once: Once | null,
  made: string,
): Promise<string | null> {
  if (once === null) return null;
  const before = await remember(em, scope, operation, once, made);
  if (before?.differs) throw new KeyReused(`Idempotency-Key: ${JSON.stringify(once.key)} came with another request before`);
  return before?.made ?? null;
}
