/** `ix migrate`: the schema of jobs and queue, and no more of ix than that takes. */
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { connect, directUrl, toldOfCrowd } from '../database/connect.ts';
import { migrate } from '../database/migrate.ts';
import { Queue } from '../queue/queue.ts';
import { openDatabase } from './open-database.ts';
import { Stops } from './stops.ts';

/** Seconds a part may take to stop. */
const MARGIN = 10;

/** Brings the schema of jobs and queue up to date, and nothing else. @returns the migrations that ran. */
export async function migrateOnly(config: Config, log: Logger): Promise<string[]> {
  const stops = new Stops(log);
  try {
    const { url } = await openDatabase(config, log, stops);
    const applicationName = `ix migrate ${hostname()}:${process.pid}`;
    const direct = config.IX_LISTEN_DATABASE_URL;
    const connected = await connect({ url, pool: config.IX_DB_POOL, applicationName, prepare: direct === null });
    stops.add('database connections', MARGIN, () => connected.orm.close(true));
    const ran = await migrate(connected, direct);
    const queue = await Queue.start({
      ...connected,
      url: direct === null ? connected.url : await directUrl(direct),
      applicationName,
      onError: (error) => log.error({ err: error }, 'the queue reported a failure'),
    });
    stops.add('queue', 2 * MARGIN, () => queue.stop());
    return ran;
  } catch (error) {
    throw toldOfCrowd(error);
  } finally {
    await stops.run();
  }
}
