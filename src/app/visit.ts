/** For commands that work on the database itself, beside whatever ix runs on it: the one of IX_DATABASE_URL, or the embedded one that runs. */
import { hostname } from 'node:os';
import type { Config } from '../config.ts';
import { type Connected, connect } from '../database/connect.ts';
import { schemaState } from '../database/migrate.ts';
import { runningUrl } from '../database/running.ts';
import { ENTITIES } from '../store/entities/index.ts';
import { StartError } from './start-error.ts';

const CONNECTIONS = 2;

/** @throws StartError when none runs, or when its schema is another than that of this ix; DatabaseError */
export async function visitDatabase<T>(config: Config, command: string, work: (connected: Connected) => Promise<T>): Promise<T> {
  const url = config.IX_DATABASE_URL ?? (await runningUrl(config.IX_DATA_DIR));
  if (url === null) throw new StartError(`no embedded PostgreSQL runs on ${config.IX_DATA_DIR}: start ix, or set IX_DATABASE_URL`);
  const applicationName = `ix ${command} ${hostname()}:${process.pid}`;
  const connected = await connect({ url, pool: CONNECTIONS, applicationName, prepare: false, entities: ENTITIES });
  try {
    const { missing, beyond } = await schemaState(connected);
    if (missing.length + beyond.length > 0)
      throw new StartError('the database is of another version of ix: run `ix migrate`, or the newer ix');
    return await work(connected);
  } finally {
    await connected.orm.close(true);
  }
}
