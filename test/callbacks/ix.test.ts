/** Callbacks as their operators and receivers meet them: a really started ix, its API and its command line, real receivers. */
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import {
  type Callback,
  CallbackListSchema,
  CallbackSchema,
  ClientSecretListSchema,
  CreatedSecretSchema,
  EndpointListSchema,
  EndpointSchema,
  JobCallbacksSchema,
  RedeliveredSchema,
} from '../../src/contracts/callback.ts';
import { type Job, JobSchema } from '../../src/contracts/job.ts';
import { type Ended, run, start } from '../cli/command.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { SECRET } from './delivery-options.ts';
import { answerWith, type Received, type Receiver, startReceiver, verify } from './receiver.ts';

let database: TestDatabase;
let ix: RunningIx;
let env: Record<string, string>;
const lines: Record<string, unknown>[] = [];
const receivers: Receiver[] = [];

beforeAll(async () => {
  database = await createDatabase();
  ix = await startIx({
    config: loadConfig({
      IX_DATABASE_URL: database.url,
      IX_PORT: '0',
      IX_EGRESS_ALLOW: '127.0.0.1/32',
      IX_CALLBACK_SCHEDULE: '0s,0s',
      IX_CALLBACK_SECRET: SECRET,
      IX_CALLBACK_PAUSE_AFTER: '4',
    }),
    roles: { api: true, worker: true },
    log: pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) }),
  });
  env = { IX_PORT: new URL(ix.address ?? '').port };
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});
afterAll(async () => {
  await ix.stop();
  await database.drop();
});

async function receive(answer: Parameters<typeof startReceiver>[0]): Promise<Receiver> {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  return receiver;
}

async function call<T>(schema: z.ZodType<T>, status: number, path: string, body?: unknown): Promise<T> {
  const init = body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${ix.address}${path}`, init);
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status });
  return schema.parse(JSON.parse(text));
}

const submit = (callback_url: string, ix_client_id = 'default'): Promise<Job> =>
  call(JobSchema, 201, '/jobs', { use_case: 'receipt', context: { texts: ['Total 5.00 EUR'] }, callback_url, ix_client_id });

/** The job's callback once `until` holds for it. */
async function callbackOf({ job_id }: Job, until: (callback: Callback) => boolean): Promise<Callback> {
  let found: Callback | undefined;
  await expect
    .poll(
      async () => {
        [found] = (await call(JobCallbacksSchema, 200, `/jobs/${job_id}/callbacks`)).callbacks;
        return found !== undefined && until(found);
      },
      { timeout: 50_000 },
    )
    .toBe(true);
  if (found === undefined) throw new Error('a callback expected');
  return found;
}
const ended = ({ status }: Callback): boolean => status !== 'pending';
const last = (receiver: Receiver): Received => {
  const received = receiver.received.at(-1);
  if (received === undefined) throw new Error('nothing was received');
  return received;
};

const cli = (...args: string[]): Promise<Ended> => run(args, { env });

test('a callback that failed is listed with every attempt, and sent again by one call under the same id', async () => {
  let status = 500;
  const receiver = await receive((response) => response.writeHead(status).end('out of order'));
  const job = await submit(receiver.url, 'redelivered');
  const failed = await callbackOf(job, ended);
  expect(failed).toMatchObject({ status: 'failed', attempts: 2, next_attempt_at: null, last_status_code: 500, last_error: 'answered 500' });
  expect(failed.log).toMatchObject([
    { attempt: 1, status_code: 500, error: 'answered 500', response_excerpt: 'out of order', next_attempt_at: expect.any(String) },
    { attempt: 2, status_code: 500, error: 'answered 500', next_attempt_at: null },
  ]);
  expect(await call(CallbackSchema, 200, `/callbacks/${failed.callback_id}`)).toEqual(failed);
  const { log: _, ...row } = failed;
  expect((await call(CallbackListSchema, 200, '/callbacks?status=failed&client_id=redelivered')).callbacks).toEqual([row]);

  status = 204;
  await call(JobCallbacksSchema, 202, `/jobs/${job.job_id}/callbacks/redeliver`, {});
  const delivered = await callbackOf(job, ended);
  expect(delivered).toMatchObject({ status: 'delivered', attempts: 3, last_error: null, callback_id: failed.callback_id });
  expect(new Set(receiver.received.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
  expect(await call(JobSchema, 200, `/jobs/${job.job_id}`)).toMatchObject({ status: 'done', callback_status: 'delivered' });
  expect(lines.filter((line) => line.callback_id === failed.callback_id)).toMatchObject([
    { attempt: 1, status_code: 500, error: 'answered 500', msg: 'callback attempted' },
    { attempt: 2 },
    { attempt: 3, status_code: 204, error: null },
  ]);
});

test('all that failed of one client are sent again, and nobody else’s', async () => {
  let status = 404;
  const receiver = await receive((response) => response.writeHead(status).end());
  const [mine, other] = [await submit(receiver.url, 'bulk'), await submit(receiver.url, 'bystander')];
  for (const job of [mine, other]) {
    expect(await callbackOf(job, ended)).toMatchObject({ last_error: 'answered 404: the receiver rejects it' });
  }
  status = 200;
  expect(await call(RedeliveredSchema, 202, '/callbacks/redeliver', { client_id: 'bulk', created_before: '2020-01-01T00:00:00Z' })).toEqual(
    {
      redelivered: 0,
      more: false,
    },
  );
  const { stdout } = await cli('callbacks', 'redeliver', '--failed', '--client', 'bulk', '--after', '2020-01-01');
  expect(stdout).toBe('1 pending again\n');
  expect(await callbackOf(mine, ended)).toMatchObject({ status: 'delivered' });
  expect(await callbackOf(other, ended)).toMatchObject({ status: 'failed', attempts: 2 });
});

test('an endpoint that keeps failing is paused, which shows, and one command ends it', async () => {
  let status = 503;
  const receiver = await receive((response) => response.writeHead(status).end());
  const { origin } = new URL(receiver.url);
  for (const job of [await submit(receiver.url, 'flaky'), await submit(receiver.url, 'flaky')]) await callbackOf(job, ended);
  const waiting = await submit(receiver.url, 'flaky');
  expect(await callbackOf(waiting, ({ paused }) => paused)).toMatchObject({ status: 'pending', attempts: 0 });
  expect((await call(EndpointListSchema, 200, '/endpoints?paused=true&client_id=flaky')).endpoints).toMatchObject([
    { origin, paused_by: 'breaker', pending: 1, recent: { attempts: 4, failures: 4 }, last_error: 'answered 503' },
  ]);
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 40, msg: 'endpoint paused: it keeps failing', client_id: 'flaky', origin }),
  );
  const list = await cli('callbacks', 'list', '--client', 'flaky');
  expect(list.stdout).toMatch(
    new RegExp(`^paused since .*: ${origin} of client flaky, it keeps failing \\(answered 503\\), tried again at`, 'm'),
  );
  expect(receiver.received).toHaveLength(4);

  status = 200;
  expect((await cli('callbacks', 'resume', receiver.url, '--client', 'flaky')).stdout).toMatch(/is not paused/);
  expect(await callbackOf(waiting, ended)).toMatchObject({ status: 'delivered', attempts: 1 });
});

test('an endpoint paused by hand gets nothing until it is resumed', async () => {
  const receiver = await receive(answerWith(200));
  const name = { client_id: 'by hand', origin: receiver.url };
  expect(await call(EndpointSchema, 200, '/endpoints/pause', name)).toMatchObject({ paused_by: 'operator', probe_at: null });
  const job = await submit(receiver.url, 'by hand');
  await callbackOf(job, ({ paused }) => paused);
  expect(receiver.connections).toBe(0);
  expect(await call(EndpointSchema, 200, '/endpoints/resume', name)).toMatchObject({ paused_at: null, paused_by: null, pending: 1 });
  expect(await callbackOf(job, ended)).toMatchObject({ status: 'delivered', attempts: 1 });
});

test('a client’s first secret signs beside the server’s for the overlap, the next beside the first; a revoked one not at all', async () => {
  const receiver = await receive(answerWith(200));
  const path = '/clients/rotating/secrets';
  const received = async (): Promise<Received> => {
    await callbackOf(await submit(receiver.url, 'rotating'), ended);
    return last(receiver);
  };
  verify(SECRET, await received());

  const first = await call(CreatedSecretSchema, 201, path, {});
  const [both, firstSecret] = [await received(), first.secret ?? ''];
  expect(verify(firstSecret, both)).toEqual(verify(SECRET, both));

  const second = await call(CreatedSecretSchema, 201, path, { overlap_seconds: 0 });
  const alone = await received();
  verify(second.secret ?? '', alone);
  for (const old of [firstSecret, SECRET]) expect(() => verify(old, alone)).toThrow('No matching signature');

  const public_key = (await cli('secrets', 'rotate', '--client', 'rotating', '--kind', 'ed25519')).stdout.trim();
  expect((await received()).headers['webhook-signature']).toMatch(/^v1a,\S{88} v1,\S{44}$/);
  await call(ClientSecretListSchema, 200, `${path}/${second.secret_id}/revoke`, {});
  expect((await received()).headers['webhook-signature']).toMatch(/^v1a,\S{88}$/);

  const { secrets } = await call(ClientSecretListSchema, 200, path);
  expect(secrets).toMatchObject([{ kind: 'ed25519', public_key, expires_at: null }]);
  const shown = JSON.stringify([secrets, lines]) + (await cli('secrets', 'list', '--client', 'rotating')).stdout;
  for (const secret of [firstSecret, second.secret ?? '', SECRET]) expect(shown).not.toContain(secret.slice(6, 20));
});

test('`ix callbacks listen` verifies what comes, and says so', async () => {
  const listening = start(['callbacks', 'listen', '--port', '0', '--secret-file', '-'], { stdin: SECRET });
  const url = await listening.firstLine();
  const job = await submit(url, 'listener');
  const forged = await fetch(url, { method: 'POST', body: '{"type":"job.done"}' });
  expect(forged.status).toBe(401);
  expect(await callbackOf(job, ended)).toMatchObject({ status: 'delivered', last_status_code: 204 });
  listening.child.kill('SIGTERM');
  const { stdout } = await listening.ended;
  expect(stdout).toMatch(/^POST \/ [0-9a-f-]{36}: signature holds; answered 204$/m);
  expect(stdout).toMatch(/^POST \/ without webhook-id: not signed: a webhook header is missing; answered 401$/m);
  expect(stdout).toContain(`"job_id": "${job.job_id}"`);
});

const WRONG: readonly [what: string, method: 'GET' | 'POST', path: string, status: number, body?: unknown][] = [
  ['the callbacks of a job that does not exist', 'GET', '/jobs/019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e/callbacks', 404],
  ['a callback that does not exist', 'GET', '/callbacks/019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e', 404],
  ['a callback by what is no id', 'GET', '/callbacks/4711', 404],
  ['a status that does not exist', 'GET', '/callbacks?status=lost', 422],
  ['a cursor that is none', 'GET', '/callbacks?cursor=abc', 422],
  ['redelivery of a job that does not exist', 'POST', '/jobs/019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e/callbacks/redeliver', 404],
  ['redelivery at no rate', 'POST', '/callbacks/redeliver', 422, { per_second: 0 }],
  ['redelivery of a year 0', 'POST', '/callbacks/redeliver', 422, { created_after: '0000-01-01T00:00:00Z' }],
  ['an endpoint that is no URL', 'POST', '/endpoints/pause', 422, { client_id: 'x', origin: 'hooks.example.com' }],
  ['an endpoint nothing was sent to', 'POST', '/endpoints/resume', 404, { client_id: 'x', origin: 'https://hooks.example.com' }],
  ['a kind of secret that does not exist', 'POST', '/clients/x/secrets', 422, { kind: 'rsa' }],
  ['a secret that does not exist', 'POST', '/clients/x/secrets/4711/revoke', 404, {}],
];
test.each(WRONG)('%s: a problem', async (_, method, path, status, body) => {
  const init = method === 'GET' ? {} : { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) };
  const response = await fetch(`${ix.address}${path}`, init);
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
});

test('redelivery of a job without a callback: a problem', async () => {
  const job = await call(JobSchema, 201, '/jobs', { use_case: 'receipt', context: { texts: ['Total 5.00 EUR'] } });
  expect(await call(JobCallbacksSchema, 200, `/jobs/${job.job_id}/callbacks`)).toEqual({ callbacks: [] });
  const response = await fetch(`${ix.address}/jobs/${job.job_id}/callbacks/redeliver`, { method: 'POST' });
  expect(response.status).toBe(404);
});
