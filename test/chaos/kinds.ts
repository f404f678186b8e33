/** The kinds of faults that the monkey has, each with what it does and takes back again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Network } from '../queue/network.ts';
import type { Cluster } from './cluster.ts';
import type { PgBouncer } from './pgbouncer.ts';
import { LEASE_SECONDS } from './recorded-ix.ts';
import type { Role, Supervisor } from './supervisor.ts';

export interface Kind {
  readonly name: string;
  /** Resolves when it is over and taken back. @param dice in [0, 1): a number of its own for each name. */
  readonly act: (dice: (name: string) => number) => Promise<void>;
}

const SLOW_MS = [100, 400] as const;
const LOOKS = 50;
const LOOK_MS = 100;
/** So often, one after the other. */
const KILLS = 10;
/** A disk is full for so long at most, unless the server ends of it before. */
const FULL_MS = 10_000;

const between = ([least, most]: readonly [number, number], share: number) => least + (most - least) * share;
const leases = (least: number, most: number, share: number) => 1000 * LEASE_SECONDS * between([least, most], share);

/** Of the network to the database. */
export function cableKinds(network: Network): Kind[] {
  return [
    {
      // All connections are reset, and none can be made for a while.
      name: 'cut',
      act: async (dice) => {
        await network.cut();
        await delay(between([200, 1000 * LEASE_SECONDS], dice('for')));
        await network.mend();
      },
    },
    {
      // Nothing passes any more, for longer than a lease, and nobody is told.
      name: 'partition',
      act: async (dice) => {
        network.silence(true);
        await delay(leases(1.25, 2, dice('for')));
        network.speak();
        // What was silent stays so: TCP would take minutes to find out, and ix has to be quicker.
      },
    },
    {
      // Each statement takes its time on the way.
      name: 'slow',
      act: async (dice) => {
        network.slow(between(SLOW_MS, dice('by')));
        await delay(between([1000, 4000], dice('for')));
        network.slow(0);
      },
    },
  ];
}

/** Of whole processes of ix. */
export function processKinds(cluster: Cluster, supervisor: Supervisor): Kind[] {
  /** One with jobs in hand, which comes soon. */
  const busiest = async (dice: number): Promise<number | undefined> => {
    for (let look = 0; look < LOOKS; look++) {
      // Its pid is the second part of its name (host:pid:random).
      const rows = await cluster.query<{ pid: string }>(
        `SELECT split_part(worker_id, ':', 2) AS pid FROM ix_jobs WHERE status = 'running' GROUP BY worker_id ORDER BY count(*) DESC`,
      );
      const busy = rows.map(({ pid }) => Number(pid)).find((pid) => supervisor.pids('worker').includes(pid));
      if (busy !== undefined) return busy;
      await delay(LOOK_MS);
    }
    return any('worker', dice);
  };
  const any = (role: Role, dice: number): number | undefined => {
    const pids = supervisor.pids(role);
    return pids[Math.floor(dice * pids.length)];
  };
  const struck =
    (role: Role, act: (pid: number, dice: (name: string) => number) => void | Promise<void>): Kind['act'] =>
    async (dice) => {
      const pid = role === 'worker' ? await busiest(dice('which')) : any(role, dice('which'));
      if (pid !== undefined) await act(pid, dice);
    };
  return [
    { name: 'worker killed', act: struck('worker', (pid) => supervisor.killOne(pid)) },
    { name: 'api killed', act: struck('api', (pid) => supervisor.killOne(pid)) },
    { name: 'worker paused', act: struck('worker', (pid, dice) => supervisor.pauseOne(pid, leases(1.25, 2, dice('for')))) },
    { name: 'api paused', act: struck('api', (pid, dice) => supervisor.pauseOne(pid, leases(1.25, 2, dice('for')))) },
    { name: 'worker stopped', act: struck('worker', (pid) => supervisor.stopOne(pid)) },
  ];
}

/** Of the database server, and of the pooler before it. */
export function databaseKinds(cluster: Cluster, pooler: PgBouncer | null): Kind[] {
  const sessions = `FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name LIKE 'ix %'`;
  const kinds: (Kind | null)[] = [
    { name: 'restart fast', act: () => cluster.restart('fast') },
    { name: 'restart immediate', act: () => cluster.restart('immediate') },
    {
      name: 'failover',
      act: async () => {
        await cluster.failOver();
        await cluster.replaceStandby();
      },
    },
    {
      name: 'sessions killed',
      act: async () => {
        for (let kill = 0; kill < KILLS; kill++) {
          await cluster.query(`SELECT pg_terminate_backend(pid) ${sessions}`);
          await delay(LOOK_MS);
        }
      },
    },
    {
      // Half of them stand still, whatever locks they hold.
      name: 'sessions paused',
      act: async (dice) => {
        const rows = await cluster.query<{ pid: number }>(`SELECT pid ${sessions} ORDER BY md5(pid || '${dice('which')}')`);
        const pids = rows.slice(0, Math.ceil(rows.length / 2)).map(({ pid }) => pid);
        for (const pid of pids) signal(pid, 'SIGSTOP');
        await delay(leases(1.25, 3, dice('for')));
        for (const pid of pids) signal(pid, 'SIGCONT');
      },
    },
    cluster.fills ? { name: 'disk full', act: () => cluster.fillDisk(FULL_MS) } : null,
    pooler === null
      ? null
      : {
          name: 'pooler killed',
          act: async (dice) => {
            await pooler.kill();
            await delay(between([200, 1000 * LEASE_SECONDS], dice('for')));
            await pooler.start();
          },
        },
  ];
  return kinds.filter((kind) => kind !== null);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The session has ended meanwhile.
  }
}
