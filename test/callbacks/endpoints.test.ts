/** Who gets what when: limits an origin, turns between endpoints, pauses and their probes; over real PostgreSQL and real HTTP. */

import type { ServerResponse } from 'node:http';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { pauseEndpoint, resumeEndpoint } from '../../src/jobs/endpoints.ts';
import { giveUpCallbacks } from '../../src/jobs/give-up-callbacks.ts';
import { redeliverJob, redeliverMany } from '../../src/jobs/redeliver.ts';
import { reticketCallbacks } from '../../src/jobs/reticket.ts';
import { takeCallbacks } from '../../src/jobs/take-callbacks.ts';
import { claimCallbacks } from '../../src/store/callback-claims.ts';
import { SECRET } from './delivery-options.ts';
import { answerWith, type Receiver, verify } from './receiver.ts';
import { Stage } from './stage.ts';

let stage: Stage;
const receive = (...args: Parameters<Stage['receive']>) => stage.receive(...args);

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const LIMITS = { free: 100, slow: 50, perOrigin: 4, leaseSeconds: 60 };
const take = (limits: Partial<typeof LIMITS> = {}) => takeCallbacks(stage.jobs, { ...LIMITS, ...limits });
const origins = (claimed: Awaited<ReturnType<typeof take>>) => claimed.map(({ origin }) => origin).sort();

/** As if so many of its callbacks had been delivered quickly. */
async function trust(origin: string, slots: number, clientId = 'default'): Promise<void> {
  await sql`INSERT INTO ix_endpoints (client_id, origin, slots) VALUES (${clientId}, ${origin}, ${slots})
    ON CONFLICT (client_id, origin) DO UPDATE SET slots = excluded.slots`.execute(stage.em.getKysely());
}

describe('a claim', () => {
  it('takes one callback of an endpoint that is new, and as many as it has earned of another', async () => {
    await stage.finishedJobs('http://a.example/x', 10);
    await stage.finishedJobs('http://b.example/x', 10);
    await trust('http://b.example', 3);
    expect(origins(await take())).toEqual(['http://a.example', ...Array<string>(3).fill('http://b.example')]);
    // Those are under way: no more for the time being.
    expect(await take()).toEqual([]);
  });

  it('goes over the limit of an origin neither by several clients nor by several claimers', async () => {
    for (const clientId of ['one', 'two', 'three']) {
      await stage.finishedJobs('http://a.example/x', 10, null, clientId);
      await trust('http://a.example', 10, clientId);
    }
    const claimed = (await Promise.all(Array.from({ length: 6 }, () => take()))).flat();
    expect(claimed).toHaveLength(4);
    expect(new Set(claimed.map(({ callbackId }) => callbackId)).size).toBe(4);
  });

  it('reads no more of what waits than it takes, before the table was ever analyzed, too', async () => {
    await stage.finishedJobs('http://a.example/x', 500);
    await trust('http://a.example', 3);
    const read = await stage.em.transactional(async (em) => {
      const soFar = async () => {
        const { rows } = await sql<{ n: number }>`
          SELECT sum(pg_stat_get_xact_tuples_returned(indexrelid))::int AS n FROM pg_index WHERE indrelid = 'ix_callbacks'::regclass`.execute(
          em.getKysely(),
        );
        return rows[0]?.n ?? Number.NaN;
      };
      const before = await soFar();
      expect(await claimCallbacks(em, LIMITS)).toHaveLength(3);
      return (await soFar()) - before;
    });
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(20);
  });

  it('leaves half to others where endpoints are slow', async () => {
    for (let n = 0; n < 6; n++) {
      await stage.finishedJob(`http://slow-${n}.example/`);
      await trust(`http://slow-${n}.example`, 1);
    }
    await sql`UPDATE ix_endpoints SET slow = true`.execute(stage.em.getKysely());
    await stage.finishedJob('http://quick.example/');
    const claimed = await take({ free: 4, slow: 2 });
    expect(claimed.map(({ slow }) => slow).sort()).toEqual([false, true, true]);
  });

  it('takes those that wait longest first, and an endpoint’s in the order in which they fell due', async () => {
    const jobs = await stage.finishedJobs('http://a.example/', 5);
    await trust('http://a.example', 4);
    const made = await Promise.all(jobs.map(async (jobId) => (await stage.callback(jobId)).callback_id));
    const order = (await take({ free: 3 })).map(({ callbackId }) => callbackId).sort();
    expect(order).toEqual(made.toSorted().slice(0, 3));
  });

  it('that lapsed is made anew, by a later number', async () => {
    await stage.finishedJob('http://a.example/');
    const [first] = await take();
    await stage.lapseClaims();
    const [second] = await take();
    expect([first?.claim, second?.claim, second?.attempt]).toEqual([1, 2, 1]);
  });
});

describe('a pause', () => {
  const failing = { pauseAfter: 5, schedule: [0, 0, 0, 0, 0, 0, 0, 0] };

  it('ends the attempts, keeps the callbacks, and lets one through when its time has come', async () => {
    let status = 500;
    const receiver = await receive((response) => response.writeHead(status).end());
    const jobs = await stage.finishedJobs(receiver.url, 4);
    const changes: string[] = [];
    const onEndpoint = (_: unknown, change: string) => void changes.push(change);
    await stage.deliver(5, { ...failing, onEndpoint });
    expect(changes).toEqual(['paused']);
    expect(await take()).toEqual([]);
    for (const jobId of jobs) expect((await stage.callback(jobId)).status).toBe('pending');

    await stage.letDayPass();
    expect(await take()).toMatchObject([{ probe: true }]);
    // One at a time.
    expect(await take()).toEqual([]);
    await stage.lapseClaims();
    await stage.letDayPass();
    await stage.deliver(1, { ...failing, onEndpoint });
    expect(receiver.received).toHaveLength(6);

    status = 200;
    await stage.letDayPass();
    await stage.deliver(4, { ...failing, onEndpoint });
    expect(changes).toEqual(['paused', 'resumed']);
    for (const jobId of jobs) expect((await stage.callback(jobId)).status).toBe('delivered');
  });

  it('of one client at an origin is none of another’s', async () => {
    await pauseEndpoint(stage.jobs, EVERYTHING, { client_id: 'one', origin: 'http://a.example' });
    for (const clientId of ['one', 'two']) await stage.finishedJobs('http://a.example/x', 1, null, clientId);
    expect(await take()).toMatchObject([{ clientId: 'two' }]);
    await resumeEndpoint(stage.jobs, EVERYTHING, { client_id: 'one', origin: 'http://a.example' });
    expect(await take()).toMatchObject([{ clientId: 'one' }]);
  });

  it('that lasts longer than the schedule fails what waits, with a line in the log and a dead letter', async () => {
    const jobId = await stage.finishedJob('http://a.example/');
    const young = await stage.finishedJob('http://a.example/');
    await sql`INSERT INTO ix_endpoints (client_id, origin, paused_at, paused_by, probe_at)
      VALUES ('default', 'http://a.example', now(), 'breaker', now() + interval '1 hour')`.execute(stage.em.getKysely());
    await sql`UPDATE ix_callbacks SET scheduled_at = now() - interval '2 days' WHERE job_id = ${jobId}`.execute(stage.em.getKysely());
    const { callback_id } = await stage.callback(jobId);
    expect(await giveUpCallbacks(stage.jobs, 86_400)).toEqual([callback_id]);
    expect(await stage.callback(jobId)).toMatchObject({ status: 'failed', attempts: 1, has_next: false, has_finished: true });
    expect((await stage.job(jobId)).callback_status).toBe('failed');
    expect(await stage.log(jobId)).toMatchObject([
      { status_code: null, error: expect.stringMatching(/^not sent: the endpoint keeps failing/) },
    ]);
    expect((await stage.callback(young)).status).toBe('pending');
    expect((await stage.tickets()).filter(({ queue }) => queue === 'ix.callback.dead')).toMatchObject([{ callbackId: callback_id }]);
  });
});

it('tickets that were lost are made anew', async () => {
  await stage.finishedJobs('http://a.example/', 3);
  await stage.loseTickets();
  expect(await reticketCallbacks(stage.jobs)).toBe(3);
  expect(await stage.tickets()).toHaveLength(3);
});

describe('redelivery', () => {
  const failed = async (receiver: Receiver, count = 1): Promise<JobId[]> => {
    const jobs = await stage.finishedJobs(receiver.url, count);
    await stage.deliver(3 * count);
    return jobs;
  };

  it('begins the schedule anew under the same id, and takes the dead letter away', async () => {
    let status = 500;
    const receiver = await receive((response) => response.writeHead(status).end());
    const [jobId] = await failed(receiver);
    if (jobId === undefined) throw new Error('a job expected');
    expect(await redeliverJob(stage.jobs, EVERYTHING, jobId)).toBe(1);
    expect((await stage.job(jobId)).callback_status).toBe('pending');
    expect(await stage.tickets()).toMatchObject([{ queue: 'ix.callback', attempt: 4 }]);
    // Three attempts more: the whole schedule.
    await stage.deliver(3);
    expect(await stage.callback(jobId)).toMatchObject({ status: 'failed', attempts: 6 });
    status = 200;
    await redeliverJob(stage.jobs, EVERYTHING, jobId);
    await stage.deliver(1);
    expect(await stage.callback(jobId)).toMatchObject({ status: 'delivered', attempts: 7 });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect((await stage.tickets()).filter(({ queue }) => queue === 'ix.callback.dead')).toEqual([]);
  });

  it('sends what was delivered again, too', async () => {
    const receiver = await receive(answerWith(200));
    const jobId = await stage.finishedJob(receiver.url);
    await stage.deliver(1);
    expect(await redeliverJob(stage.jobs, EVERYTHING, jobId)).toBe(1);
    await stage.deliver(1);
    expect(receiver.received.map((received) => verify(SECRET, received).data.job_id)).toEqual([jobId, jobId]);
  });

  it('leaves one that is being sent to its end', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    const receiver = await receive((response) => asked.resolve(response));
    const jobId = await stage.finishedJob(receiver.url);
    const deliverer = stage.deliverer();
    deliverer.start();
    const response = await asked.promise;
    expect(await redeliverJob(stage.jobs, EVERYTHING, jobId)).toBe(0);
    response.writeHead(200).end();
    await deliverer.stop(30);
    expect(await stage.callback(jobId)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('of many is spread over time', async () => {
    const jobs = await failed(await receive(answerWith(500)), 5);
    const all = { client_id: null, origin: null, created_after: null, created_before: null };
    expect(await redeliverMany(stage.jobs, EVERYTHING, { ...all, per_second: 0.1 })).toEqual({ redelivered: 5, more: false });
    const { rows } = await sql<{ wait: number }>`
      SELECT extract(epoch FROM next_attempt_at - scheduled_at)::float8 AS wait FROM ix_callbacks ORDER BY created_at, callback_id`.execute(
      stage.em.getKysely(),
    );
    expect(rows.map(({ wait }) => wait)).toEqual([0, 10, 20, 30, 40]);
    expect((await stage.tickets()).every(({ queue, matches }) => queue === 'ix.callback' && matches)).toBe(true);
    expect(jobs).toHaveLength(5);
  });
});
