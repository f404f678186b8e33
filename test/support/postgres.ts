/** One PostgreSQL for the run, and in it a template database with the schema as `ix up` makes it. */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { connect } from '../../src/database/connect.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { lockFolder } from '../../src/database/folder-lock.ts';
import { clearLeftover } from '../../src/database/leftover.ts';
import { migrate } from '../../src/database/migrate.ts';
import { ServerPrograms } from '../../src/database/server-programs.ts';
import { Queue } from '../../src/queue/queue.ts';
import { createNamed, dropNamed, urlOf } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database whose role may make others, and the template they are cloned from. */
    readonly postgres: { readonly url: string; readonly template: string };
  }
}

/** IX_TEST_DATABASE_URL: a server to use instead of the embedded one; its role needs CREATEDB. */
export async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.IX_TEST_DATABASE_URL;
  const server = given === undefined || given === '' ? await temporaryServer() : { url: given, stop: async () => {} };
  const template = `ix_template_${process.pid}`;
  try {
    await createNamed(server.url, template);
    await fill(urlOf(server.url, template));
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgres', { url: server.url, template });
  return async () => {
    await dropNamed(server.url, template);
    await server.stop();
  };
}

const PREFIX = 'ix-test-server-';

async function temporaryServer(): Promise<{ url: string; stop(): Promise<void> }> {
  await clearKilledRuns();
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(dataDir, 0o711);
  const settings = {
    // Nothing of a test run has to survive a power cut.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_connections: '500',
    // Small, because dropping a database looks through all of it, and each new session finds its way through it anew.
    shared_buffers: '64MB',
    // Each look at each database of the run takes a process.
    autovacuum_naptime: '1min',
  };
  const database = await startEmbedded({ dataDir, log: pino({ level: 'warn' }, pino.destination(2)), settings });
  return {
    url: database.url,
    stop: async () => {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function fill(url: string): Promise<void> {
  const connected = await connect({ url, pool: 4, applicationName: 'ix test template' });
  await migrate(connected);
  const failures: Error[] = [];
  const queue = await Queue.start({
    ...connected,
    url,
    applicationName: 'ix test template',
    onError: (error) => failures.push(error),
  });
  await queue.stop();
  await connected.orm.close(true);
  if (failures.length > 0) throw new AggregateError(failures, 'the queue could not be set up in the template database');
}

/** A run that was killed leaves its server behind; a run that is under way holds its folder's lock, from before there is a cluster in it. */
async function clearKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const dataDir = join(tmpdir(), name);
    if (!name.startsWith(PREFIX) || !existsSync(join(dataDir, 'postgres'))) continue;
    const lock = await lockFolder(dataDir).catch(() => null);
    if (lock === null) continue;
    await clearLeftover(join(dataDir, 'postgres'), await ServerPrograms.open(dataDir, null));
    await rm(dataDir, { recursive: true, force: true });
    await lock.release();
  }
}
