/** What a PostgreSQL of the tests is, and the settings it runs with, wherever it runs. */
import { SETTINGS } from '../../../src/database/embedded.ts';

export interface PostgresServer {
  /** Of a role that may make databases. */
  readonly url: string;
  stop(): Promise<void>;
}

export const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  ...SETTINGS,
  // Nothing of a test run has to survive a power cut.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '500',
  // Small, because dropping a database looks through all of it, and each new session finds its way through it anew.
  shared_buffers: '64MB',
  // Each look at each database of the run takes a process.
  autovacuum_naptime: '1min',
};
