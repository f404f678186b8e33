/** What a long run stands on: a primary and a standby, a PgBouncer for half of the processes where the machine has one, and all kinds of faults. */
import { join } from 'node:path';
import type { Ground } from './chaos.ts';
import { Cluster } from './cluster.ts';
import { cableKinds, databaseKinds, processKinds } from './kinds.ts';
import { PgBouncer } from './pgbouncer.ts';
import type { Supervisor } from './supervisor.ts';
import { until } from './until.ts';

/** The load is calm again when nothing is older than this. Milliseconds. */
const CALM_MS = 2000;
/** As docs/operations.md has it of a role behind a pooler. */
const OF_THE_ROLE = [
  `idle_in_transaction_session_timeout = '20s'`,
  `statement_timeout = '10s'`,
  'jit = off',
  `default_transaction_isolation = 'read committed'`,
];

export interface OpenGround {
  readonly ground: Ground;
  readonly cluster: Cluster;
  /** What is missing on this machine, and so is not tried. */
  readonly missing: readonly string[];
  close(): Promise<void>;
}

/** @param folder exists. @param ownDisks so that they can be filled. */
export async function openGround(folder: string, ownDisks: boolean): Promise<OpenGround> {
  const cluster = await Cluster.open({ folder: join(folder, 'cluster'), ownDisks });
  const pooler = await PgBouncer.before(cluster.network.url, join(folder, 'pgbouncer'));
  for (const setting of OF_THE_ROLE) await cluster.query(`ALTER ROLE ix SET ${setting}`);
  const pooled = (nth: number): PgBouncer | null => (nth % 2 === 1 ? pooler : null);
  const direct = cluster.network.url;
  const calm = async (): Promise<boolean> => {
    const rows = await cluster.query<{ waiting: number }>(`
      SELECT count(*)::int AS waiting FROM ix_jobs
      WHERE status IN ('pending', 'running') AND created_at < statement_timestamp() - make_interval(secs => ${CALM_MS / 1000})`);
    return rows[0]?.waiting === 0;
  };
  return {
    cluster,
    missing: [...(cluster.fills ? [] : ['a disk to fill, which takes root on Linux']), ...(pooler === null ? ['PgBouncer'] : [])],
    ground: {
      url: direct,
      processUrl: (_, nth) => pooled(nth)?.url ?? direct,
      settings: (_, nth): Record<string, string> => (pooled(nth) === null ? {} : { IX_LISTEN_DATABASE_URL: direct }),
      kinds: (supervisor: Supervisor) => [
        ...cableKinds(cluster.network),
        ...processKinds(cluster, supervisor),
        ...databaseKinds(cluster, pooler),
      ],
      restMs: [2500, 4500],
      recovered: async (supervisor) => {
        await supervisor.complete();
        await until(() => calm().catch(() => false));
      },
    },
    close: async () => {
      await pooler?.kill();
      await cluster.close();
    },
  };
}
