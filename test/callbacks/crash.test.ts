/** kill -9 of a delivering process between the POST and the record of it: sent again under the same id, and the log stays whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { SECRET } from './delivery-options.ts';
import { type Receiver, startReceiver, verify } from './receiver.ts';
import { Stage } from './stage.ts';

/** Asked again until it is so; machines are slow at times. */
const PATIENT = { timeout: 50_000 };

let stage: Stage;
let receiver: Receiver;
let running: ChildProcess | null = null;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => {
  if (running !== null && running.exitCode === null && running.signalCode === null) {
    running.kill('SIGKILL');
    await once(running, 'exit');
  }
  await receiver.close();
  await stage.clear();
});
afterAll(() => stage.close());

function startDeliverer(): { child: ChildProcess; kill: () => Promise<void> } {
  const script = fileURLToPath(new URL('deliverer-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, stage.url], { stdio: ['ignore', 'inherit', 'inherit'] });
  running = child;
  const exited = once(child, 'exit');
  return {
    child,
    kill: async () => {
      child.kill('SIGKILL');
      expect(await exited).toEqual([null, 'SIGKILL']);
    },
  };
}

async function finishElsewhere(jobId: Awaited<ReturnType<Stage['finishedJob']>>): Promise<void> {
  expect(await stage.log(jobId)).toEqual([]);
  expect(await stage.callback(jobId)).toMatchObject({ status: 'pending', attempts: 0 });
  await stage.lapseClaims();
  await stage.deliver(1);
  expect(receiver.received).toHaveLength(2);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  for (const received of receiver.received) expect(verify(SECRET, received).data.job_id).toBe(jobId);
  expect(await stage.log(jobId)).toMatchObject([{ attempt: 1, status_code: 200, error: null }]);
  expect(await stage.callback(jobId)).toMatchObject({ status: 'delivered', attempts: 1 });
  // One that was killed with a ticket in hand leaves it active, for pg-boss to expire.
  expect((await stage.tickets()).filter(({ state }) => state !== 'active')).toEqual([]);
}

it('killed while it waits for the answer', async () => {
  receiver = await startReceiver((response, count) => {
    if (count > 1) response.writeHead(200).end();
  });
  const jobId = await stage.finishedJob(receiver.url);
  const { kill } = startDeliverer();
  await receiver.arrived(1);
  await kill();
  await finishElsewhere(jobId);
});

it('killed within the transaction that records the answer', async () => {
  const asked = Promise.withResolvers<() => void>();
  receiver = await startReceiver((response, count) => {
    const answer = (): void => void response.writeHead(200).end();
    if (count === 1) asked.resolve(answer);
    else answer();
  });
  const jobId = await stage.finishedJob(receiver.url);
  const { kill } = startDeliverer();
  const answer = await asked.promise;
  const em = stage.orm.em.fork();
  await em.begin();
  // The process cannot write what came of it.
  await sql`SELECT FROM ix_callbacks WHERE job_id = ${jobId} FOR UPDATE`.execute(em.getKysely());
  answer();
  // Asked outside of the transaction: within one, pg_stat_activity stays as it was when it was first read, without later connections.
  await expect
    .poll(async () => {
      const { rows } = await sql`
        SELECT FROM pg_stat_activity WHERE application_name = 'ix-test-killed' AND wait_event_type = 'Lock'`.execute(stage.em.getKysely());
      return rows.length;
    }, PATIENT)
    .toBe(1);
  await kill();
  await em.rollback();
  await expect
    .poll(async () => {
      const { rows } = await sql`SELECT FROM pg_stat_activity WHERE application_name = 'ix-test-killed'`.execute(stage.em.getKysely());
      return rows.length;
    }, PATIENT)
    .toBe(0);
  await finishElsewhere(jobId);
});
