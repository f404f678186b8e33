/**
 * `ix doctor`: looks at the settings, the database and this host, and says what is wrong and what to do about it. It migrates nothing, starts
 * nothing and changes nothing.
 */
import { hostname } from 'node:os';
import { type Config, ConfigError, type Environment, loadConfig } from '../../config.ts';
import { type Connected, connect } from '../../database/connect.ts';
import { schemaState } from '../../database/migrate.ts';
import { runningUrl } from '../../database/running.ts';
import { transact } from '../../jobs/act.ts';
import { ENTITIES } from '../../store/entities/index.ts';
import { Keyring } from '../../store/keyring.ts';
import { resealAll } from '../../store/secrets.ts';
import { checked, type Finding, fault, messageOf, ok, warning } from './finding.ts';
import { checkHost, type FreeSpace, freeSpace } from './host.ts';
import { PATIENCE, type Patience, type Patient } from './patient.ts';
import { checkServer } from './server.ts';
import { checkWork } from './work.ts';

export interface DoctorOptions {
  /** Unset: the settings of this process. */
  readonly env?: Environment;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly space?: FreeSpace;
  readonly patience?: Patience;
}

const CONNECTIONS = 2;

/** All findings, those that are well among them, in the order of the checks. */
export async function diagnose({ env, now, space = freeSpace, patience = PATIENCE }: DoctorOptions): Promise<Finding[]> {
  let config: Config;
  try {
    config = loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // Without settings nobody knows where to look.
    return error.problems.map((problem) => fault('settings', problem, 'Correct it: docs/configuration.md lists all settings.'));
  }
  return [ok('settings', 'all are of their form'), ...(await checkDatabase(config, now, patience)), ...(await checkHost(config, space))];
}

async function checkDatabase(config: Config, now: () => number, patience: Patience): Promise<Finding[]> {
  const url = config.IX_DATABASE_URL ?? (await runningUrl(config.IX_DATA_DIR));
  if (url === null)
    return [
      warning('database', `no embedded PostgreSQL runs on ${config.IX_DATA_DIR}`, 'Start ix (`ix up`), and ask again while it runs.'),
    ];
  let connected: Connected;
  try {
    const applicationName = `ix doctor ${hostname()}:${process.pid}`;
    connected = await connect({ url, pool: CONNECTIONS, applicationName, prepare: false, entities: ENTITIES });
  } catch (error) {
    return [fault('database', messageOf(error), 'Start it, or correct IX_DATABASE_URL; the sentence says which of the two.')];
  }
  const { orm, pool } = connected;
  const patient: Patient = { config, em: () => orm.em.fork(), pool, now, patience };
  try {
    const server = await checked('database', 'Let this user read the views of the server (GRANT pg_monitor).', () => checkServer(patient));
    const schema = await checked('schema', 'Run `ix migrate`.', () => checkSchema(connected));
    if (schema.some(({ level }) => level === 'fault')) return [...server, ...schema];
    return [
      ...server,
      ...schema,
      ...(await checked('secrets', 'See docs/operations.md, "Keep secrets sealed".', () => checkSecrets(config, connected))),
      ...(await checked('work', 'The sentence says what failed.', () => checkWork(patient))),
    ];
  } finally {
    await orm.close(true);
  }
}

async function checkSchema(connected: Connected): Promise<Finding[]> {
  const { missing, foreign, beyond } = await schemaState(connected);
  if (beyond.length > 0)
    return [fault('schema', `the database was migrated by a newer ix: ${beyond.join(', ')}`, 'Install that version, or a newer one.')];
  if (missing.length > 0) return [fault('schema', `migrations are missing: ${missing.join(', ')}`, 'Run `ix migrate`, or start ix.')];
  if (foreign.length > 0)
    return [
      warning(
        'schema',
        `the database was migrated by a newer ix: ${foreign.join(', ')}`,
        'Well while an upgrade is rolled out; finish it.',
      ),
    ];
  return [ok('schema', 'up to date')];
}

/** Nothing is kept of it. */
class Undo extends Error {}

async function checkSecrets(config: Config, { orm }: Connected): Promise<Finding[]> {
  // The key of an embedded database lies beside it, where its ix has found it.
  if (config.IX_DATABASE_URL === null) return [];
  const keys = config.IX_SECRET_KEY;
  try {
    await transact({ orm }, 'doctor', async (em) => {
      await resealAll(em, new Keyring([...keys]));
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  if (keys.length > 0) return [ok('secrets', `sealed, and opened by ${keys.length === 1 ? 'the key' : 'the keys'} of IX_SECRET_KEY`)];
  return [
    warning(
      'secrets',
      'IX_SECRET_KEY is not set: header values of files, URLs with queries and callback secrets lie in the database in the clear',
      'Set it on every process: `openssl rand -base64 32` makes one.',
    ),
  ];
}
