/** Rows of `peers`: jobs taken over HTTP by an API process, beside rows and tickets that are put in without it. */
import { Pool } from 'undici';
import { newIxId, newJobId } from '../../src/contracts/ids.ts';
import { createDatabase, dropDatabase, withPool } from '../database.ts';
import { invoice } from '../documents.ts';
import { startProcess } from '../ix-process.ts';
import { alternate, figuresOf, timeEach } from '../measure.ts';
import type { SuiteContext } from '../suite.ts';
import { type Row, row, told } from '../table.ts';
import { withTickets } from './boss.ts';
import { batchOf } from './filled.ts';
import { CONNECTIONS, makeTable } from './jobs.ts';

const DATABASE = 'ix_bench_submit';
const HTTP_CONNECTIONS = 64;
const BATCH = 500;
/** Connections of what comes in batches. */
const FEW = 2;

export async function submitRows({ server, rounds, quick, say }: SuiteContext): Promise<Row[]> {
  const jobs = quick ? 1000 : 8000;
  const subjects = {
    http: (url: string) => overHttp(url, '/jobs', JSON.stringify(invoice('2026-0001')), jobs, 1, HTTP_CONNECTIONS),
    textbook: (url: string) => bySql(url, jobs / 4, 1, CONNECTIONS),
    batch: (url: string) => overHttp(url, '/jobs/batch', batchOf(1, BATCH), jobs, BATCH, FEW),
    floor: (url: string) => bySql(url, jobs, BATCH, FEW),
  };
  const figures = await alternate(rounds, ['http', 'textbook', 'batch', 'floor'], async (name, round) => {
    say(`  submit, round ${round + 1}: ${name}`);
    const url = await createDatabase(server, DATABASE);
    try {
      return await subjects[name](url);
    } finally {
      await dropDatabase(server, DATABASE);
    }
  });
  return [
    row({
      what: `POST /jobs, ${HTTP_CONNECTIONS} connections`,
      beside: `one insert and one ticket of pg-boss a transaction, ${CONNECTIONS} connections, no HTTP`,
      unit: 'jobs/s',
      ours: figuresOf(figures, 'http'),
      theirs: figuresOf(figures, 'textbook'),
      required: told('≥ 1.5 ×'),
    }),
    row({
      what: `POST /jobs/batch of ${BATCH}, ${FEW} connections`,
      beside: `floor, no HTTP: as many rows and tickets a transaction`,
      unit: 'jobs/s',
      ours: figuresOf(figures, 'batch'),
      theirs: figuresOf(figures, 'floor'),
    }),
  ];
}

/** Against an API process of its own, after it has been warmed up. @param each jobs of one request. */
async function overHttp(url: string, path: string, body: string, jobs: number, each: number, connections: number): Promise<number> {
  const api = startProcess('api', url);
  const pool = new Pool(await api.address(), { connections });
  const post = async () => {
    const response = await pool.request({ path, method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const said = await response.body.text();
    if (response.statusCode !== 201) throw new Error(`POST ${path} answered ${response.statusCode}: ${said}`);
  };
  try {
    await timeEach(each === 1 ? 2 * connections : 1, post);
    return await rateOf(jobs, each, connections, post);
  } finally {
    await pool.close();
    api.kill('SIGTERM');
    await api.ended();
  }
}

const INSERT = `
  INSERT INTO peer_jobs (job_id, ix_id, client_id, request_id, use_case, request)
  SELECT job_id, ix_id, client_id, job_id, use_case, request::json
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS given (job_id, ix_id, client_id, use_case, request)`;

/** @param each rows and tickets of one transaction. */
async function bySql(url: string, jobs: number, each: number, connections: number): Promise<number> {
  await makeTable(url);
  const { ix_client_id, use_case, ...rest } = invoice('2026-0001');
  const request = JSON.stringify({ use_case, ...rest });
  return withTickets(url, (send) =>
    withPool(url, connections, (pool) =>
      rateOf(jobs, each, connections, async () => {
        const client = await pool.connect();
        try {
          const ids = Array.from({ length: each }, newJobId);
          const values = [ids, ids.map(newIxId), ids.map(() => ix_client_id), ids.map(() => use_case), ids.map(() => request)];
          await client.query('BEGIN');
          await client.query({ name: 'insert', text: INSERT, values });
          await send(client, ids);
          await client.query('COMMIT');
        } finally {
          client.release();
        }
      }),
    ),
  );
}

/** Jobs a second while `width` calls of `work`, with `each` jobs a call, are under way at a time. */
async function rateOf(jobs: number, each: number, width: number, work: () => Promise<void>): Promise<number> {
  let left = jobs / each;
  const lane = async () => {
    while (left-- > 0) await work();
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: width }, lane));
  return (1000 * jobs) / (performance.now() - start);
}
