/** Callbacks: does a receiver that is well wait because others are dead or slow? The same burst with and without those. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { sql } from 'kysely';
import { Deliverer } from '../src/callbacks/deliverer.ts';
import { parseSecret } from '../src/callbacks/sign.ts';
import { SubmissionSchema } from '../src/contracts/request.ts';
import { emptyResponse } from '../src/contracts/response.ts';
import { EVERYTHING } from '../src/contracts/scope.ts';
import { createEgress } from '../src/egress/egress.ts';
import { claim } from '../src/jobs/claim.ts';
import { finish } from '../src/jobs/finish.ts';
import { getJobs } from '../src/jobs/read.ts';
import { newSecret } from '../src/jobs/signing-keys.ts';
import { submit } from '../src/jobs/submit.ts';
import { portOf } from '../test/cli/command.ts';
import { createDatabase, dropDatabase, type OpenIx, openIx } from './database.ts';
import { alternate, figuresOf, quantile } from './measure.ts';
import type { Suite } from './suite.ts';
import { ratioAtMost, row } from './table.ts';

const HEALTHY = 40;
const BAD = 5;
/** Of a slow receiver's answer: longer than the whole burst of the healthy takes. */
const SLOW_MS = 10_000;
const DATABASE = 'ix_bench_callbacks';

export const callbacks: Suite = async ({ server, quick, rounds, say }) => {
  const each = quick ? 20 : 200;
  const figures = await alternate(rounds, ['with', 'without'], async (name, round) => {
    say(`  ${name} bad receivers, round ${round + 1}`);
    const ix = await openIx(await createDatabase(server, DATABASE), 10);
    try {
      return await p99(ix, each, name === 'with');
    } finally {
      await ix.close();
      await dropDatabase(server, DATABASE);
    }
  });
  return {
    rows: [
      row({
        what: `p99 of ${HEALTHY * each} callbacks due at once to ${HEALTHY} receivers, beside ${BAD} dead and ${BAD} slow ones`,
        beside: 'without those',
        unit: 'ms',
        ours: figuresOf(figures, 'with'),
        theirs: figuresOf(figures, 'without'),
        required: ratioAtMost(2),
      }),
    ],
    notes: [],
    failed: false,
  };
};

/** Milliseconds until 99 in 100 callbacks to healthy receivers have arrived. */
async function p99(ix: OpenIx, each: number, bad: boolean): Promise<number> {
  const arrivals: number[] = [];
  const all = Promise.withResolvers<void>();
  let start = 0;
  const healthy = await receivers(HEALTHY, (answer) => {
    arrivals.push(performance.now() - start);
    answer();
    if (arrivals.length === HEALTHY * each) all.resolve();
  });
  const slow = await receivers(bad ? BAD : 0, (answer) => void setTimeout(answer, SLOW_MS).unref());
  const dead = await receivers(bad ? BAD : 0, () => {});
  const deadUrls = dead.map(urlOf);
  await Promise.all(dead.map(close));
  await enqueue(ix, [...deadUrls, ...slow.map(urlOf), ...healthy.map(urlOf)], each);

  const egress = createEgress({ allow: ['127.0.0.1/32'] });
  const secret = parseSecret(newSecret(), 'secret');
  const deliverer = new Deliverer({
    orm: ix.orm,
    queue: ix.deps.queue,
    keyring: ix.deps.keyring,
    egress,
    getJobs: (ids) => getJobs(ix.deps, EVERYTHING, ids),
    secretsOf: async (clientIds) => new Map(clientIds.map((clientId) => [clientId, [secret]])),
    payload: 'full',
    maxBytes: 1_048_576,
    publicUrl: null,
    schedule: [0, 5, 300],
    jitter: 0.1,
    retryAfterMax: 86_400,
    timeoutSeconds: 15,
    concurrency: 64,
    perOrigin: 8,
    pauseAfter: 10,
    probeSeconds: 30,
    pollSeconds: 2,
    now: () => new Date(),
    random: Math.random,
    onError: (error) => console.error('deliverer:', error),
  });
  start = performance.now();
  deliverer.start();
  await all.promise;
  await deliverer.stop(0);
  await egress.close();
  await Promise.all([...healthy, ...slow].map(close));
  return quantile(arrivals, 0.99);
}

/** So many finished jobs for each URL: one by the acts, the others as its copies. */
async function enqueue({ deps, orm }: OpenIx, urls: readonly string[], each: number): Promise<void> {
  const submission = (callback_url: string) =>
    SubmissionSchema.parse({ use_case: 'invoice', context: { texts: ['Total 12.00'] }, callback_url });
  await submit(
    deps,
    EVERYTHING,
    urls.map((url) => ({ submission: submission(url), uploads: [], traceparent: null })),
  );
  const claims = await claim(deps, urls.length, 'bench');
  await finish(
    deps,
    claims.map((held) => ({
      claim: held,
      response: emptyResponse({ ix_client_id: held.clientId, request_id: held.requestId, ix_id: held.ixId, use_case: 'invoice' }),
    })),
  );
  const copied = sql`
    WITH copy AS (
      INSERT INTO ix_jobs
      SELECT (jsonb_populate_record(j, jsonb_build_object('job_id', gen_random_uuid(), 'request_id', j.request_id || ' ' || n))).*
      FROM ix_jobs AS j, generate_series(2, ${each}::int) AS n
      RETURNING job_id, client_id, callback_url, finished_at
    )
    INSERT INTO ix_callbacks (callback_id, job_id, client_id, url, origin, next_attempt_at)
    SELECT gen_random_uuid(), job_id, client_id, callback_url, substring(callback_url FROM '^http://[^/]*'), finished_at FROM copy`;
  await deps.withDeadline(600, () => copied.execute(orm.em.fork().getKysely()));
}

function receivers(count: number, answered: (answer: () => void) => void): Promise<Server[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer((request, response) => {
        request.resume().once('end', () => answered(() => response.writeHead(204).end()));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${portOf(server)}/hook`;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
