/** Many callbacks to 50 receivers, 5 of them dead and 5 slow: the healthy get theirs while the slow hang, these theirs after. */

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:net';
import { finished as ended } from 'node:stream/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jobColumns } from '../support/job-columns.ts';
import { SECRET } from './delivery-options.ts';
import { type Receiver, startReceiver, verify } from './receiver.ts';
import { Stage } from './stage.ts';

const RECEIVERS = 50;
/** More than it takes to pause an endpoint, and ten times what a process has under way in all. */
const EACH = 15;
const BAD = 5;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

it('healthy receivers get everything while others are dead or hang, and every signature holds', async () => {
  const held: ServerResponse[] = [];
  const healthy: Receiver[] = [];
  const hanging: Receiver[] = [];
  // A port that nobody listens on could become that of a receiver: these hang up on whoever connects.
  const dead: Server[] = [];
  for (let n = 0; n < RECEIVERS; n++) {
    if (n < BAD) {
      const server = createServer((socket) => socket.resetAndDestroy()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      dead.push(server);
    } else if (n < 2 * BAD) {
      hanging.push(
        await startReceiver((response, count) => {
          if (count === 1) held.push(response);
          else response.writeHead(204).end();
        }),
      );
    } else healthy.push(await startReceiver((response) => response.writeHead(204).end()));
  }
  // The bad ones first: their callbacks have waited longest, and stand before all others.
  const deadOrigins = dead.map((server) => `http://127.0.0.1:${portOf(server)}`);
  for (const url of [
    ...deadOrigins.map((origin) => `${origin}/hook`),
    ...hanging.map((receiver) => receiver.url),
    ...healthy.map((receiver) => receiver.url),
  ]) {
    await stage.finishedJob(url);
  }
  await multiply(EACH - 1);

  const deliverer = stage.deliverer({
    schedule: [0, 3600],
    timeoutSeconds: 300,
    concurrency: 64,
    perOrigin: 8,
    pauseAfter: 10,
    probeSeconds: 3600,
    pollSeconds: 1,
  });
  deliverer.start();
  await Promise.all(healthy.map((receiver) => receiver.arrived(EACH)));

  // None of those that hang has been answered yet: each holds one slot, and no more.
  expect(held.length).toBe(BAD);
  expect(hanging.map((receiver) => receiver.received.length)).toEqual([1, 1, 1, 1, 1]);
  // Ten failures pause an endpoint, the rest waits.
  const { rows } = await endpointAttempts();
  expect(rows.filter(({ origin }) => deadOrigins.includes(origin)).map(({ attempts }) => attempts)).toEqual([10, 10, 10, 10, 10]);

  await Promise.all(held.map((response) => ended(response.writeHead(204).end())));
  await Promise.all(hanging.map((receiver) => receiver.arrived(EACH)));
  const ids = new Set<string>();
  for (const { received } of [...healthy, ...hanging]) {
    expect(received).toHaveLength(EACH);
    for (const each of received) ids.add(verify(SECRET, each).data.job_id);
  }
  expect(ids.size).toBe((RECEIVERS - BAD) * EACH);
  await deliverer.stop(30);
  await stage.clear();
  await Promise.all([...healthy, ...hanging].map((receiver) => receiver.close()));
  for (const server of dead) server.close();
}, 600_000);

/** So many copies of every job that is there, and of its callback: made one by one they would take longer than what is tested. */
async function multiply(copies: number): Promise<void> {
  const columns = await jobColumns(stage.em);
  const copying = sql`
    WITH copy AS (
      INSERT INTO ix_jobs (${columns})
      SELECT ${columns} FROM (SELECT (jsonb_populate_record(j, jsonb_build_object('job_id', gen_random_uuid(), 'request_id', j.request_id || ' ' || n))).*
      FROM ix_jobs AS j, generate_series(1, ${copies}::int) AS n) AS made
      RETURNING job_id, client_id, callback_url, finished_at
    )
    INSERT INTO ix_callbacks (callback_id, job_id, client_id, url, origin, next_attempt_at)
    SELECT gen_random_uuid(), job_id, client_id, callback_url, substring(callback_url FROM '^http://[^/]*'), finished_at FROM copy`;
  await stage.jobs.withDeadline(120, () => copying.execute(stage.em.getKysely()));
}

function endpointAttempts() {
  return sql<{ origin: string; attempts: number }>`
    SELECT origin, sum(attempts)::int AS attempts FROM ix_callbacks GROUP BY origin ORDER BY origin`.execute(stage.em.getKysely());
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
