/** Health counts the workers that are alive, whatever stands between ix and its database and whatever sessions are called. */
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { TransactionPooler } from '../queue/pooler.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let pooler: TransactionPooler;
/** As a pooler leaves it: a session of a worker that is gone. */
let left: pg.Client;
let api: RunningIx;
beforeAll(async () => {
  database = await createDatabase();
  pooler = await TransactionPooler.open(database.url, 3);
  left = new pg.Client({ connectionString: database.url, application_name: 'ix worker elsewhere:1' });
  await left.connect();
  api = await start({ api: true, worker: false }, pooler.url, database.url);
});
afterAll(async () => {
  await api.stop();
  await left.end();
  await pooler.close();
  await database.drop();
});

function start(roles: { api: boolean; worker: boolean }, url: string, direct: string | null): Promise<RunningIx> {
  const config = loadConfig({
    IX_DATABASE_URL: url,
    ...(direct !== null && { IX_LISTEN_DATABASE_URL: direct }),
    IX_PORT: '0',
    IX_DB_POOL: '4',
    IX_STOP_GRACE_SECONDS: '0',
  });
  return startIx({ config, roles, log: pino({ level: 'silent' }) });
}

async function health() {
  const answer = await fetch(`${api.address}/healthz`);
  const { worker }: { worker?: unknown } = JSON.parse(await answer.text());
  const page = await (await fetch(`${api.address}/ui/health`)).text();
  return { status: answer.status, worker, pageSaysNone: page.includes('No worker is connected') };
}

const NONE = { status: 503, worker: { ok: false, state: 'ill', detail: 'no worker is connected to this database' }, pageSaysNone: true };
const ONE = { status: 200, worker: { ok: true, state: 'well', detail: '1 connected' }, pageSaysNone: false };

test('no worker', async () => {
  expect(await health()).toEqual(NONE);
});

test.each([
  ['behind a pooler', () => start({ api: false, worker: true }, pooler.url, database.url)],
  ['whose URL has an application_name', () => start({ api: false, worker: true }, `${database.url}?application_name=theirs`, null)],
])('a worker %s is counted until it stops', async (_, begin) => {
  const worker = await begin();
  expect(await health()).toEqual(ONE);
  await worker.stop();
  // The server has yet to see that the connection is closed.
  await expect.poll(health).toEqual(NONE);
});
