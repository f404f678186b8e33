/** A database of its own for a test file or a test, cloned from the migrated template. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createNamed, dropNamed, urlOf } from './server.ts';

export interface TestDatabase {
  readonly url: string;
  /** Fails when connections to it are still open. */
  drop(): Promise<void>;
}

/** With ix's tables and the queue's, empty. */
export async function createDatabase(): Promise<TestDatabase> {
  return await make(inject('postgres').template);
}

/** With nothing in it at all. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return await make();
}

async function make(template?: string): Promise<TestDatabase> {
  const server = inject('postgres').url;
  const name = `ix_test_${randomBytes(6).toString('hex')}`;
  await createNamed(server, name, template);
  return { url: urlOf(server, name), drop: () => dropNamed(server, name) };
}
