/** What the doctor's checks look at, and by which clock. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Config } from '../../config.ts';
import type { Pool } from '../../database/pool.ts';

export interface Patient {
  readonly config: Config;
  readonly em: () => EntityManager;
  readonly pool: Pick<Pool, 'query'>;
  /** Milliseconds since 1970, by this host's clock. */
  readonly now: () => number;
  readonly patience: Patience;
}

/** From when on something is late. Seconds. */
export interface Patience {
  /** A transaction that is open for so long. */
  readonly snapshotSeconds: number;
  /** Work that waits so long without a ticket or a worker. */
  readonly workSeconds: number;
}

export const PATIENCE: Patience = { snapshotSeconds: 300, workSeconds: 60 };
