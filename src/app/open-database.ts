/** The database ix works on: the one of IX_DATABASE_URL, or an embedded one that is started for it. */
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Stops } from './stops.ts';

/** PostgreSQL writes out what it holds in memory. */
const DATABASE_STOP_SECONDS = 90;

export interface Database {
  readonly url: string;
  /** Where an embedded one keeps its data. */
  readonly dataDir: string | null;
  /** Resolves when an embedded one has ended, also when it was asked to. */
  readonly gone: Promise<Error>;
}

/** @param stops is told how to stop an embedded one. */
export async function openDatabase(config: Config, log: Logger, stops: Stops): Promise<Database> {
  if (config.IX_DATABASE_URL !== null) {
    return { url: config.IX_DATABASE_URL, dataDir: null, gone: new Promise(() => {}) };
  }
  const { startEmbedded } = await import('../database/embedded.ts');
  const embedded = await startEmbedded({ dataDir: config.IX_DATA_DIR, log });
  stops.add('embedded database', DATABASE_STOP_SECONDS, () => embedded.stop());
  return {
    url: embedded.url,
    dataDir: config.IX_DATA_DIR,
    gone: embedded.exited.then(() => new Error(`the embedded PostgreSQL ended by itself; its log is in ${config.IX_DATA_DIR}`)),
  };
}
