/** The project's own PostgreSQL, in a temporary folder that goes with it. */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startEmbedded } from '../../../src/database/embedded.ts';
import { lockFolder } from '../../../src/database/folder-lock.ts';
import { clearLeftover } from '../../../src/database/leftover.ts';
import { ServerPrograms } from '../../../src/database/server-programs.ts';
import { type PostgresServer, SERVER_SETTINGS } from './server.ts';

const PREFIX = 'ix-test-server-';

export async function embeddedServer(): Promise<PostgresServer> {
  await clearKilledRuns();
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(dataDir, 0o711);
  const log = pino({ level: 'warn' }, pino.destination(2));
  const database = await startEmbedded({ dataDir, log, settings: SERVER_SETTINGS });
  return {
    url: database.url,
    stop: async () => {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A run that was killed leaves its server behind; a run that is under way holds its folder's lock, from before there is a cluster in it. */
async function clearKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const dataDir = join(tmpdir(), name);
    if (!name.startsWith(PREFIX) || !existsSync(join(dataDir, 'postgres'))) continue;
    const lock = await lockFolder(dataDir).catch(() => null);
    if (lock === null) continue;
    await clearLeftover(join(dataDir, 'postgres'), await ServerPrograms.open(dataDir, null));
    await rm(dataDir, { recursive: true, force: true });
    await lock.release();
  }
}
