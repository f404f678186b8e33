/** A new database with everything of ix over it, for one figure. */
import { loadConfig } from '../src/config.ts';
import { createEgress, type Egress } from '../src/egress/egress.ts';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { loadUseCases } from '../src/pipeline/use-cases/registry.ts';
import { openPipeline } from '../src/work.ts';
import { Ix } from '../test/lifecycle/ix.ts';
import { createDatabase, dropDatabase, type OpenIx, openIx } from './database.ts';
import type { SuiteContext } from './suite.ts';

/** Of the textbook worker, of the textbook submitter and of graphile-worker. Source: the project's requirements. */
export const CONNECTIONS = 10;

/** The default settings. */
export const CONFIG = loadConfig({});

export interface Bench extends OpenIx {
  readonly pipeline: Pipeline;
  readonly egress: Egress;
}

/** Whatever was left is gone: every figure is taken in a new database. */
export async function withBench<T>({ server }: SuiteContext, work: (bench: Bench) => Promise<T>): Promise<T> {
  const name = 'ix_bench_throughput';
  const ix = await openIx(await createDatabase(server, name), CONFIG.IX_DB_POOL);
  const egress = createEgress({ allow: ['127.0.0.1/32'] });
  const pipeline = openPipeline(CONFIG, ix.orm, await loadUseCases(null), egress);
  try {
    return await work({ ...ix, pipeline, egress });
  } finally {
    await pipeline.close();
    await egress.close();
    await ix.close();
    await dropDatabase(server, name);
  }
}

/** A process of ix over the database of the figure. */
export const startIx = (role: 'api' | 'worker' | 'up', url: string, environment: Readonly<Record<string, string>> = {}): Ix =>
  new Ix([role], { IX_DATABASE_URL: url, IX_PORT: '0', IX_LOG_LEVEL: 'warn', ...environment });

/** @param start of `performance.now()`. */
export const perSecond = (count: number, start: number): number => (1000 * count) / (performance.now() - start);
