/** One PostgreSQL for the run, and in it a template database with the schema as `ix up` makes it. */
import type { TestProject } from 'vitest/node';
import { connect } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { Queue } from '../../src/queue/queue.ts';
import { createNamed, dropNamed, urlOf } from './server.ts';
import { startServer } from './servers/start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database whose role may make others, and the template they are cloned from. */
    readonly postgres: { readonly url: string; readonly template: string };
  }
}

export async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
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
    await dropNamed(server.url, template).finally(() => server.stop());
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
