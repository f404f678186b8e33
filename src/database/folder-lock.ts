/**
 * One ix per data folder: a lock on a file of the folder itself, which the kernel drops when its holder dies, however it dies.
 *
 * The lock is SQLite's, which comes with Node: a write transaction that is never committed holds a POSIX lock on `ix.lock`. The kernel ties
 * it to the file and not to a name, an address or a pid, so it holds by whatever path the folder is reached and from whatever network, pid
 * or ipc namespace: two containers on one volume see each other. (Node itself has no call that locks a file; `flock` is not on every
 * machine; a native package would be one more thing to trust.)
 *
 * A POSIX lock is lost when its process closes any descriptor of the file. SQLite takes care of that; nothing else may open `ix.lock`. That
 * is why the holder's name is in a file of its own, `ix.pid`.
 */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, DatabaseError } from './error.ts';

export interface FolderLock {
  release(): Promise<void>;
}

/** What is held. A connection that nothing refers to would be collected, and its lock with it. */
const held = new Set<DatabaseSync>();

const SQLITE_BUSY = 5;

/** @throws DatabaseError naming the folder and the holder when another ix holds it; other errors when the folder cannot be written to. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, 'ix.lock');
  const connection = new DatabaseSync(file);
  try {
    // Nothing is ever written, so that the journal of the transaction needs no file.
    connection.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
  } catch (error) {
    connection.close();
    throw isBusy(error) ? new DatabaseError(inUse(folder, await holderOf(folder))) : error;
  }
  held.add(connection);
  const release = async (): Promise<void> => {
    if (!held.delete(connection)) return;
    // First the name: once the lock is gone, the file is the next holder's.
    await rm(holderFile(folder), { force: true });
    connection.close();
  };
  try {
    // Whoever may read the file could lock it.
    await chmod(file, 0o600);
    await writeFile(holderFile(folder), `pid ${process.pid} on host ${hostname()}\n`);
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

const holderFile = (folder: string): string => join(folder, 'ix.pid');

/** Null: it has not written its name yet. */
async function holderOf(folder: string): Promise<string | null> {
  try {
    const holder = (await readFile(holderFile(folder), 'utf8')).trim();
    return holder === '' ? null : holder;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function inUse(folder: string, holder: string | null): string {
  const who = holder === null ? 'another ix process' : `another ix process (${holder})`;
  return `The data folder ${folder} is in use by ${who}. Stop it first, or set IX_DATA_DIR to another folder for a second ix.`;
}
