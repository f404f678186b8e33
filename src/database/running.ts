/** Where the embedded PostgreSQL of a data folder listens, for those who only visit: its ix runs elsewhere on this machine. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './error.ts';
import { readPidFile } from './postmaster.ts';

/** @returns a postgres:// URL, with the password; null: nothing runs there, as far as the folder tells. */
export async function runningUrl(dataDir: string): Promise<string | null> {
  const port = (await readPidFile(join(dataDir, 'postgres')))?.[3]?.trim();
  const password = await readFile(join(dataDir, 'password'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (port === undefined || port === '' || password === null) return null;
  return `postgres://ix:${password.trim()}@127.0.0.1:${port}/ix`;
}
