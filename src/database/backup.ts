/**
 * A copy of the embedded database's folder while its server runs: PostgreSQL's own way of it, the low-level base backup (PostgreSQL 18
 * documentation, "Making a Base Backup Using the Low Level API"). What is copied while it changes is made whole by the log that goes with it.
 */
import { chown, copyFile, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { codeOf, DatabaseError, WrongSetting } from './error.ts';
import { runningUrl } from './running.ts';

/** Of these the folder alone: what is in them is of the running server, or comes with the log. Source: the same chapter. */
const EMPTY = new Set(['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);
const LEFT_OUT = /^(?:postmaster\.(?:pid|opts)|pgsql_tmp.*)$/;
/** Beside the cluster: what it is opened with. */
const BESIDE = ['password', 'secret-key'];

/**
 * @param into is made; with what is in it, it is a data folder as `dataDir` is.
 * @returns the bytes that were copied.
 * @throws WrongSetting when nothing runs on the folder, or `into` is there already.
 */
export async function backUp(dataDir: string, into: string): Promise<number> {
  const url = await runningUrl(dataDir);
  if (url === null) throw new WrongSetting(`IX_DATA_DIR=${dataDir}: no ix runs there. Copy the folder as it is: cp -a ${dataDir} ${into}`);
  await mkdir(into, { mode: (await stat(dataDir)).mode }).catch((error: unknown) => {
    throw new WrongSetting(
      `${into}: ${codeOf(error) === 'EEXIST' ? 'is there already; expected a folder that can be made' : String(error)}`,
    );
  });
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const bytes = await copyBetween(client, join(dataDir, 'postgres'), join(into, 'postgres'));
    for (const name of BESIDE) await copied(join(dataDir, name), join(into, name));
    return bytes;
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(`The backup is not complete, remove ${into}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

/** The session has to last: it holds the log back that the copy needs (a temporary slot), and the server's mark that a backup is under way. */
async function copyBetween(client: pg.Client, cluster: string, copy: string): Promise<number> {
  await client.query(`SELECT pg_create_physical_replication_slot('ix_backup_' || pg_backend_pid(), true, true)`);
  await client.query(`SELECT pg_backup_start('ix backup', true)`);
  let bytes = await copyFolder(cluster, copy);
  const { rows } = await client.query<{ label: string; last: string }>(
    `SELECT labelfile AS label, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)`,
  );
  const [{ label, last } = { label: '', last: '' }] = rows;
  const first = /\(file ([0-9A-F]{24})\)/.exec(label)?.[1];
  if (first === undefined) throw new Error('PostgreSQL gave no label for the backup');
  await written(join(copy, 'backup_label'), label, cluster);
  for (const name of await readdir(join(cluster, 'pg_wal'))) {
    const needed = /^[0-9A-F]{24}$/.test(name) ? name >= first && name <= last : name.endsWith('.history');
    if (needed) bytes += await copied(join(cluster, 'pg_wal', name), join(copy, 'pg_wal', name));
  }
  return bytes;
}

async function copyFolder(from: string, to: string): Promise<number> {
  const { mode, uid, gid } = await stat(from);
  await mkdir(to, { mode });
  await chown(to, uid, gid);
  let bytes = 0;
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (LEFT_OUT.test(entry.name)) continue;
    if (entry.isFile()) bytes += await copied(source, target);
    else if (entry.isDirectory() && !EMPTY.has(entry.name)) bytes += await copyFolder(source, target);
    else if (entry.isDirectory()) await copyEmpty(source, target);
  }
  return bytes;
}

/** A folder with the folders in it, and no files. */
async function copyEmpty(from: string, to: string): Promise<void> {
  const { mode, uid, gid } = await stat(from);
  await mkdir(to, { mode });
  await chown(to, uid, gid);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory() && from.endsWith('pg_wal')) await copyEmpty(join(from, entry.name), join(to, entry.name));
  }
}

/** One file with its owner and mode, on disk. @returns its bytes; 0 where it has gone meanwhile: the log knows of it. */
async function copied(from: string, to: string): Promise<number> {
  try {
    await copyFile(from, to);
    const { uid, gid } = await stat(from);
    await chown(to, uid, gid);
    return await synced(to);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

async function written(path: string, text: string, like: string): Promise<void> {
  const { uid, gid } = await stat(like);
  await writeFile(path, text, { mode: 0o600 });
  await chown(path, uid, gid);
  await synced(path);
}

async function synced(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    await file.datasync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}
