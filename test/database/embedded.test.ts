/** The embedded server: made, kept, found again after a kill, refused where it cannot be. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedDatabase, startEmbedded } from '../../src/database/embedded.ts';

const log = pino({ level: 'silent' });
const running: EmbeddedDatabase[] = [];
/** Made by the first start. All tests work on it, one after the other: each has to leave a folder that the next can start from. */
let parent: string;
let dataDir: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ix-embedded-'));
  await chmod(parent, 0o711);
  dataDir = join(parent, 'data');
});
afterEach(async () => {
  for (const database of running.splice(0)) await database.stop();
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function command(name: string, ...args: string[]): Promise<void> {
  expect(await once(spawn(name, args), 'exit')).toEqual([0, null]);
}

/** @param settings the disk is not waited for, unless a test is about that. */
async function start(settings: Record<string, string> = { fsync: 'off' }): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataDir, log, settings });
  running.push(database);
  return database;
}

/** Stores a number that was not there before. @returns it. */
async function store(url: string): Promise<number> {
  const n = randomInt(2 ** 31);
  await query(url, `DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT ${n} AS n`);
  return n;
}

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a first start makes one: PostgreSQL 18, UTF-8, durable, reached by a password over loopback alone', async () => {
  const { url } = await start({});
  const [settings] = await query(
    url,
    `SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_encoding') AS encoding,
            current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
            current_setting('listen_addresses') AS listens, current_setting('unix_socket_directories') AS sockets,
            current_setting('password_encryption') AS passwords, current_setting('TimeZone') AS zone`,
  );
  expect(settings).toEqual({
    major: 18,
    encoding: 'UTF8',
    fsync: 'on',
    commit: 'on',
    listens: '127.0.0.1',
    sockets: '',
    passwords: 'scram-sha-256',
    zone: 'UTC',
  });
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
});

test('the password is random, kept, and readable by its owner alone; data is kept; a stop leaves no process', async () => {
  const first = await start();
  const n = await store(first.url);
  expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
  const password = new URL(first.url).password;
  expect(password).toMatch(/^[\w-]{32}$/);
  await first.stop();
  expect(alive(first.pid)).toBe(false);
  const second = await start();
  expect(new URL(second.url).password).toBe(password);
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n }]);
});

test('a password file that is lost is made anew', async () => {
  const first = await start();
  const n = await store(first.url);
  await first.stop();
  await rm(join(dataDir, 'password'));

  const second = await start();
  expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n }]);
});

test('a second one on the folder is told who holds it, by whatever path it comes', async () => {
  await start();
  const message = new RegExp(`data folder .* is in use by another ix process \\(pid ${process.pid} on host ${hostname()}\\).*IX_DATA_DIR`);
  await expect(startEmbedded({ dataDir: join(dataDir, '..', 'data'), log })).rejects.toThrow(message);
});

test('starting and failing releases the folder', async () => {
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(startEmbedded({ dataDir, log })).rejects.toThrow(/IX_DATA_DIR=.* was made by PostgreSQL 17, this ix brings PostgreSQL 18/);
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
  await start();
});

test('a half-made cluster of a start that was cut off is made again, also in a folder which the server’s user cannot reach', async () => {
  await chmod(parent, 0o700);
  await rename(join(dataDir, 'postgres'), join(dataDir, 'postgres.new'));
  await rm(join(dataDir, 'postgres.new', 'PG_VERSION'));
  const first = await start();
  const n = await store(first.url);
  await first.stop();
  expect(await query((await start()).url, 'SELECT n FROM kept')).toEqual([{ n }]);
  await chmod(parent, 0o711);
});

test('a server that was killed outright recovers at the next start', async () => {
  const first = await start();
  const n = await store(first.url);
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  await first.stop();
  expect(await query((await start()).url, 'SELECT n FROM kept')).toEqual([{ n }]);
});

describe.runIf(process.getuid?.() === 0 && process.platform === 'linux')('as root', () => {
  test('the server runs as an unprivileged user who does not own the password', async () => {
    const { pid } = await start();
    const uids = /^Uid:\s+(\d+)\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'));
    expect(Number(uids?.[1])).toBeGreaterThan(0);
    expect(uids?.[2]).toBe(uids?.[1]);
    expect((await stat(join(dataDir, 'password'))).uid).toBe(0);
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(Number(uids?.[1]));
  });

  test('a cluster that another user made goes on under that user', async () => {
    const nobody = Number(/^nobody:[^:]*:(\d+)/m.exec(await readFile('/etc/passwd', 'utf8'))?.[1]);
    await command('chown', '-R', String(nobody), join(dataDir, 'postgres'));
    const { pid } = await start();
    expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\\s+${nobody}\\s`, 'm'));
  });
});
