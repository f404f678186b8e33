/** The keys that seal secrets in the database: those of IX_SECRET_KEY, or the one that an embedded database has beside it. */
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { transact } from '../jobs/act.ts';
import { Keyring, type SecretKey, secretKey, Unopenable } from '../store/keyring.ts';
import { hasSealed, resealAll } from '../store/secrets.ts';

const KEY_BYTES = 32;

export interface KeyringOptions {
  readonly config: Config;
  readonly orm: MikroORM;
  /** Of an embedded database: there a key is made, when there is none, in the file `secret-key`. Null: the database is one's own. */
  readonly dataDir: string | null;
  readonly log: Logger;
}

/**
 * Once it resolves, what is kept in the database for long can be read, and is sealed by the first key.
 * @throws Unopenable naming IX_SECRET_KEY when the database was used with a key that is not among these.
 */
export async function openKeyring({ config, orm, dataDir, log }: KeyringOptions): Promise<Keyring> {
  const keys = [...config.IX_SECRET_KEY];
  const file = dataDir === null ? null : join(dataDir, 'secret-key');
  if (file !== null) {
    const kept = await readKey(file);
    if (kept !== null) keys.push(kept);
    // Not where its predecessor was lost: a new one would open nothing.
    else if (keys.length === 0 && !(await hasSealed(orm.em.fork()))) keys.push(await makeKey(file));
  }
  if (keys.length === 0 && dataDir === null) {
    log.warn(
      'IX_SECRET_KEY is not set: header values of files, URLs with queries and callback secrets are kept in the database in the clear',
    );
  }
  const keyring = new Keyring(keys);
  try {
    await transact({ orm }, 'reseal', (em) => resealAll(em, keyring));
  } catch (error) {
    if (!(error instanceof Unopenable) || file === null) throw error;
    throw new Unopenable(`${error.message}. Without that setting the key is in ${file}: is it another file now?`, { cause: error });
  }
  return keyring;
}

async function readKey(file: string): Promise<SecretKey | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== KEY_BYTES) throw new Unopenable(`${file}: expected base64 of ${KEY_BYTES} bytes, as for IX_SECRET_KEY`);
  return secretKey(bytes);
}

/** On the disk before anything is sealed with it. */
async function makeKey(file: string): Promise<SecretKey> {
  const bytes = randomBytes(KEY_BYTES);
  await writeFile(`${file}.new`, `${bytes.toString('base64')}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return secretKey(bytes);
}
