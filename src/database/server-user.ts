/** Which system user the embedded PostgreSQL runs as: PostgreSQL refuses to run as root. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { codeOf, DatabaseError } from './error.ts';

export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const UNPRIVILEGED = ['postgres', 'nobody'];

/**
 * Null: the server runs as the user ix runs as. As root it runs as the owner of an existing cluster, else as the
 * first of `postgres` and `nobody` this machine has.
 */
export async function serverUser(cluster: string): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const users = await knownUsers();
  const owner = await ownerOf(cluster);
  if (owner !== null && owner.uid !== 0) return users.find((user) => user.uid === owner.uid) ?? { name: String(owner.uid), ...owner };
  for (const name of UNPRIVILEGED) {
    const user = users.find((candidate) => candidate.name === name && candidate.uid !== 0);
    if (user !== undefined) return user;
  }
  throw new DatabaseError(
    'The embedded PostgreSQL cannot run as root, and this machine has neither a user "postgres" nor "nobody". Run ix as another user, or set IX_DATABASE_URL.',
  );
}

/** Whether that user gets to the path at all, and may read and enter (or execute) it. */
export async function reaches(user: ServerUser, path: string): Promise<boolean> {
  const probe = spawn('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', path], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  const [code] = await once(probe, 'exit');
  return code === 0;
}

async function knownUsers(): Promise<ServerUser[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name === undefined || uid === undefined || gid === undefined ? [] : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
