/** Which PostgreSQL the tests run on: the one that was given, else one in a container, else the embedded one. */
import { containerServer } from './container.ts';
import { embeddedServer } from './embedded.ts';
import { givenServer } from './given.ts';
import type { PostgresServer } from './server.ts';

export async function startServer(): Promise<PostgresServer> {
  return givenServer() ?? (await containerServer()) ?? (await embeddedServer());
}
