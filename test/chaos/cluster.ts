/**
 * Two real servers, as an installation has them that may lose one: a primary, and a standby that has each commit before it is told. Clients
 * reach whichever is the primary at one address. After a failover the old primary is thrown away, and a new standby is made by a base backup.
 */
import { appendFile, chown, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { migrateOnly } from '../../src/app/migrate-only.ts';
import { loadConfig } from '../../src/config.ts';
import { backUp } from '../../src/database/backup.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../src/database/embedded.ts';
import { Network } from '../queue/network.ts';
import { Disk } from './disk.ts';
import { until } from './until.ts';

interface Server {
  readonly dataDir: string;
  readonly disk: Disk | null;
  database: EmbeddedDatabase;
}

export interface ClusterOptions {
  /** Is made, and goes when the cluster is closed. */
  readonly folder: string;
  /** Each server gets a disk that can be filled, where one can be mounted. */
  readonly ownDisks: boolean;
}

const log = pino({ level: 'error' }, pino.destination(2));
/** A log so short that a full disk is felt at once, long enough for a standby that was away for a moment. */
const SETTINGS = { min_wal_size: '32MB', max_wal_size: '128MB', wal_keep_size: '64MB', wal_retrieve_retry_interval: '200ms' };
const DISK_MB = 1024;
const STANDBY = 'standby';

export class Cluster {
  /** Between clients and the primary. */
  readonly network: Network;
  /** Between the standby and the primary. */
  readonly #wire: Network;
  readonly #folder: string;
  readonly #ownDisks: boolean;
  #primary: Server;
  #standby: Server | null = null;
  #servers = 1;

  private constructor({ folder, ownDisks }: ClusterOptions, primary: Server, network: Network, wire: Network) {
    this.#folder = folder;
    this.#ownDisks = ownDisks;
    this.#primary = primary;
    this.network = network;
    this.#wire = wire;
  }

  static async open(options: ClusterOptions): Promise<Cluster> {
    const { folder } = options;
    await mkdir(folder, { mode: 0o711 });
    const disk = await diskAt(join(folder, '1'), options.ownDisks);
    const dataDir = join(folder, '1', 'data');
    const database = await startEmbedded({ dataDir, log, settings: SETTINGS });
    await appendFile(join(dataDir, 'postgres', 'pg_hba.conf'), 'host replication ix 127.0.0.1/32 scram-sha-256\n');
    process.kill(database.pid, 'SIGHUP');
    const cluster = new Cluster(options, { dataDir, disk, database }, await Network.to(database.url), await Network.to(database.url));
    await migrateOnly(loadConfig({ IX_DATABASE_URL: database.url }), log);
    await cluster.#follow();
    return cluster;
  }

  /** Whether a disk can be filled here. */
  get fills(): boolean {
    return this.#primary.disk !== null;
  }

  /** Asks the primary, past the network. */
  async query<T extends pg.QueryResultRow>(statement: string): Promise<T[]> {
    const client = new pg.Client({ connectionString: this.#primary.database.url, application_name: 'chaos', query_timeout: 5000 });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<T>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  /** `fast` cuts all sessions off and writes everything out; `immediate` is a power cut, after which the log is read again. */
  async restart(how: 'fast' | 'immediate'): Promise<void> {
    const { database } = this.#primary;
    process.kill(database.pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await database.exited;
    await this.#startPrimary();
  }

  /** The primary is gone at once, and the standby takes its place. */
  async failOver(): Promise<void> {
    const [old, next] = [this.#primary, this.#standby];
    if (next === null) throw new Error('there is no standby');
    process.kill(old.database.pid, 'SIGKILL');
    await old.database.exited;
    this.#primary = next;
    this.#standby = null;
    await this.query('SELECT pg_promote()');
    await this.#confirmBy('');
    this.#leadHere();
    await discard(old);
  }

  /** After a failover. */
  async replaceStandby(): Promise<void> {
    if (this.#standby === null) await this.#follow();
  }

  /** The primary's disk is full until its server has ended of that, or for `ms` at most; then there is room again, and it is started anew. */
  async fillDisk(ms: number): Promise<void> {
    const { disk, database } = this.#primary;
    if (disk === null) throw new Error('nobody may mount a disk here');
    let over = false;
    const end = Date.now() + ms;
    void database.exited.then(() => {
      over = true;
    });
    await disk.fill();
    try {
      // What would take an hour of load: the log takes the last of its files.
      while (!over && Date.now() < end)
        await this.query(`SELECT pg_logical_emit_message(false, 'chaos', 'full'), pg_switch_wal()`).catch(() => {});
    } finally {
      await disk.clear();
    }
    if (!over) process.kill(database.pid, 'SIGINT');
    await database.exited;
    await this.#startPrimary();
  }

  async close(): Promise<void> {
    await this.network.cut();
    await this.#wire.cut();
    for (const server of [this.#standby, this.#primary]) if (server !== null) await discard(server);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #startPrimary(): Promise<void> {
    const server = this.#primary;
    // Gives the folder back.
    await server.database.stop();
    server.database = await startEmbedded({ dataDir: server.dataDir, log, settings: SETTINGS });
    this.#leadHere();
    await this.#untilConfirming();
  }

  #leadHere(): void {
    for (const network of [this.network, this.#wire]) network.lead(this.#primary.database.url);
  }

  async #follow(): Promise<void> {
    const parent = join(this.#folder, String(++this.#servers));
    const disk = await diskAt(parent, this.#ownDisks);
    const dataDir = join(parent, 'data');
    await backUp(this.#primary.dataDir, dataDir);
    const cluster = join(dataDir, 'postgres');
    await writeFile(join(cluster, 'standby.signal'), '');
    const { uid, gid } = await stat(cluster);
    await chown(join(cluster, 'standby.signal'), uid, gid);
    const { hostname, port, username, password } = new URL(this.#wire.url);
    const primary_conninfo = `host=${hostname} port=${port} user=${username} password=${password} application_name=${STANDBY}`;
    const database = await startEmbedded({ dataDir, log, settings: { ...SETTINGS, primary_conninfo } });
    this.#standby = { dataDir, disk, database };
    await this.#confirmBy(STANDBY);
    await this.#untilConfirming();
  }

  /** @param standby which one has to have a commit before it is told; empty: none. */
  async #confirmBy(standby: string): Promise<void> {
    await this.query(`ALTER SYSTEM SET synchronous_standby_names = '${standby}'`);
    await this.query('SELECT pg_reload_conf()');
  }

  async #untilConfirming(): Promise<void> {
    if (this.#standby === null) return;
    await until(async () => {
      const rows = await this.query<{ sync_state: string }>('SELECT sync_state FROM pg_stat_replication').catch(() => []);
      return rows.some(({ sync_state }) => sync_state === 'sync');
    });
  }
}

async function discard({ dataDir, disk, database }: Server): Promise<void> {
  await database.stop();
  if (disk === null) await rm(dataDir, { recursive: true, force: true });
  else await disk.unmount();
}

/** @param folder is made. */
async function diskAt(folder: string, own: boolean): Promise<Disk | null> {
  if (own) return Disk.mount(folder, DISK_MB);
  await mkdir(folder, { mode: 0o711 });
  return null;
}
