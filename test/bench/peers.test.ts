/** The peers of the bench do what ix does: the same jobs end with the same rows. And the bench may drop a database that is still in use. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { onClient, withPool } from '../../bench/database.ts';
import { boss, README, THROUGHPUT } from '../../bench/peers/boss.ts';
import { byIx } from '../../bench/peers/drain.ts';
import { fill, inCopyOf } from '../../bench/peers/filled.ts';
import { graphile } from '../../bench/peers/graphile.ts';
import { byPipeline, makePeerJobs, type Work } from '../../bench/peers/jobs.ts';
import { batches, sqlalchemy, textbook } from '../../bench/peers/loops.ts';
import { openPipeline } from '../../bench/pipeline.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';

const PEERS = {
  textbook: textbook(3),
  sqlalchemy: sqlalchemy(3),
  batches: batches(2)(2),
  graphile,
  'pg-boss by its README': boss(README),
  'pg-boss for throughput': boss(THROUGHPUT),
};

const FILLED = 'ix_bench_test';
const JOBS = 6;
const server = { url: inject('postgres').url, dataDir: null, stop: async () => {} };
const admin = new pg.Client({ connectionString: server.url });
let pipeline: Pipeline;
let work: Work;

beforeAll(async () => {
  await admin.connect();
  pipeline = await openPipeline();
  work = byPipeline(pipeline);
  await fill(server, FILLED, JOBS);
});

afterAll(async () => {
  await pipeline.close();
  await admin.query(`DROP DATABASE ${FILLED}`);
  await admin.end();
});

/** All but how long it took. */
const rowsOf = (url: string, table: string) =>
  onClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT job_id, ix_id, client_id, request_id, use_case, status, request, response::jsonb - 'metadata' AS response,
         created_at, started_at BETWEEN created_at AND finished_at AS in_order
       FROM ${table} ORDER BY job_id`,
    );
    return rows;
  });

describe('a peer', () => {
  let expected: unknown[];

  beforeAll(async () => {
    expected = await inCopyOf(server, FILLED, async (url) => {
      await byIx(url);
      return rowsOf(url, 'ix_jobs');
    });
    expect(expected).toHaveLength(JOBS);
    expect(expected[0]).toMatchObject({ status: 'done', in_order: true, response: { ix_result: { result: { currency: 'EUR' } } } });
  });

  it.each(Object.entries(PEERS))('leaves the rows that ix leaves: %s', async (_, peer) => {
    const rows = await inCopyOf(server, FILLED, async (url) => {
      await makePeerJobs(url, JOBS);
      await peer(url, work);
      return rowsOf(url, 'peer_jobs');
    });
    expect(rows).toEqual(expected);
  });
});

describe('connections of the bench', () => {
  // Vitest fails a file for an error event that nobody heard.
  const drop = (url: string) => admin.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);

  it('hear that their database was dropped while they were idle', async () => {
    await inCopyOf(server, FILLED, (url) =>
      withPool(url, 2, async (pool) => {
        await Promise.all([pool.query('SELECT'), pool.query('SELECT')]);
        await drop(url);
      }),
    );
    await inCopyOf(server, FILLED, (url) => onClient(url, () => drop(url)));
  });

  it('hear it when they are on their way out', async () => {
    await inCopyOf(server, FILLED, async (url) => {
      await makePeerJobs(url, JOBS);
      await graphile(url, work);
      await drop(url);
    });
  });
});
