/** What submitters and probes are told while the database is silent, or takes no writes; and that it passes without a restart. */
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { HealthSchema } from '../../src/http/deps.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Network } from '../queue/network.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

const POOL = 4;

let database: TestDatabase;
let network: Network;
let ix: RunningIx;
beforeEach(async () => {
  database = await createDatabase();
  network = await Network.to(database.url);
  const config = loadConfig({
    IX_DATABASE_URL: network.url,
    IX_LISTEN_DATABASE_URL: database.url,
    IX_DB_POOL: String(POOL),
    IX_PORT: '0',
  });
  const deadlines = { connect: 1, statement: 1, silence: 0.5 };
  ix = await startIx({ config, roles: { api: true, worker: false }, log: pino({ level: 'silent' }), deadlines });
});
afterEach(async () => {
  await ix.stop();
  await network.cut();
  await database.drop();
});

async function post() {
  const response = await fetch(`${ix.address}/jobs`, {
    method: 'POST',
    body: JSON.stringify({ use_case: 'invoice', context: { texts: ['Total 12.00'] } }),
    headers: { 'Content-Type': 'application/json' },
  });
  const problem = ProblemSchema.safeParse(await response.json());
  return { status: response.status, retryAfter: response.headers.get('retry-after'), type: problem.data?.type };
}

async function probes() {
  const [ready, health] = await Promise.all([fetch(`${ix.address}/readyz`), fetch(`${ix.address}/healthz`)]);
  await ready.body?.cancel();
  const { postgres } = HealthSchema.parse(await health.json());
  return { ready: ready.status, healthy: health.status, postgres };
}

const REFUSED = { status: 503, retryAfter: '5', type: '/docs/problems/unavailable' };

/** Each that is refused is refused as it should be. @returns how many were. */
async function postUntilTaken(): Promise<number> {
  for (let refused = 0; ; refused++) {
    const answer = await post();
    if (answer.status === 201) return refused;
    expect(answer).toEqual(REFUSED);
  }
}

test('connections that fall silent are closed, and what waited for them is told', async () => {
  expect(await post()).toMatchObject({ status: 201 });
  // So many at once open all connections there may be: none is new when these fall silent.
  await Promise.all(Array.from({ length: 5 * POOL }, probes));
  network.silence();
  const before = network.silent;
  expect(before).toBe(POOL);
  const [posted, probed] = await Promise.all([post(), probes()]);
  expect(posted).toEqual(REFUSED);
  expect(probed).toMatchObject({ ready: 503, healthy: 503, postgres: { ok: false } });
  await network.untilSilent(before - 1);
  await postUntilTaken();
  expect((await probes()).ready).toBe(200);
});

test('so are new ones that say nothing', async () => {
  network.silence(true);
  const answers = await Promise.all([post(), post(), probes()]);
  expect(answers).toMatchObject([REFUSED, REFUSED, { ready: 503, postgres: { ok: false } }]);
  expect(await post()).toEqual(REFUSED);
  network.speak();
  await postUntilTaken();
  expect((await probes()).ready).toBe(200);
});

test('a server that takes no writes, as after a failover', async () => {
  expect(await post()).toMatchObject({ status: 201 });
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const name = pg.escapeIdentifier(new URL(database.url).pathname.slice(1));
  await admin.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await network.cut();
  await network.mend();
  expect(await post()).toEqual(REFUSED);
  expect(await probes()).toMatchObject({
    ready: 503,
    healthy: 503,
    postgres: { ok: false, detail: expect.stringContaining('read-only transaction') },
  });
  await admin.query('SET default_transaction_read_only = off');
  await admin.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  await admin.end();
  expect(await postUntilTaken()).toBeLessThanOrEqual(POOL);
  expect((await probes()).ready).toBe(200);
});
