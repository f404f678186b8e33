/** A server that runs already: IX_TEST_DATABASE_URL, whose role needs CREATEDB. */
import type { PostgresServer } from './server.ts';

/** Null when none was given. */
export function givenServer(): PostgresServer | null {
  const url = process.env.IX_TEST_DATABASE_URL;
  return url ? { url, stop: async () => {} } : null;
}
