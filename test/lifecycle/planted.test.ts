/** Secrets planted in every part of a submission that may hold one stand in nothing that ix shows, no answer, page, event, callback, log line, and in no table. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { JobCallbacksSchema } from '../../src/contracts/callback.ts';
import { JobSchema } from '../../src/contracts/job.ts';
import { answerWith, type Receiver, startReceiver } from '../callbacks/receiver.ts';
import { run } from '../cli/command.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

const PLANTED = /S3CRET\w*/g;
/** What callbacks are signed with. */
const SIGNING = /whs(?:ec|k)_[\w+/]+/g;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const lines: string[] = [];
let database: TestDatabase;
let ix: RunningIx;
/** Serves the files, and asks for their secrets; takes the callbacks, and leads elsewhere. */
let files: Receiver;
let hooks: Receiver;
/** Files are served once it resolves. */
const held = Promise.withResolvers<void>();

beforeAll(async () => {
  database = await createDatabase();
  files = await startReceiver(async (response, _, { path, headers }) => {
    await held.promise;
    const knows = path.includes('sig=S3CRETquery') && headers.authorization === 'Bearer S3CRETheader';
    answerWith(knows ? 200 : 403, {}, 'Total 12.00 EUR\n')(response);
  });
  hooks = await startReceiver(answerWith(302, { Location: '/elsewhere?token=S3CRETlocation#S3CRETthere' }));
  ix = await startIx({
    config: loadConfig({
      IX_DATABASE_URL: database.url,
      IX_PORT: '0',
      IX_EGRESS_ALLOW: '127.0.0.1/32',
      IX_CALLBACK_SCHEDULE: '0s',
      IX_LOG_LEVEL: 'trace',
      IX_SECRET_KEY: randomBytes(32).toString('base64'),
    }),
    roles: { api: true, worker: true },
    log: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
  });
});
afterAll(async () => {
  await ix.stop();
  await Promise.all([files.close(), hooks.close()]);
  await database.drop();
});

const plant = (part: string) => `S3CRET${part}`;

async function text(path: string, init?: RequestInit): Promise<string> {
  const response = await fetch(`${ix.address}${path}`, init);
  return `${path} ${response.status}\n${JSON.stringify([...response.headers])}\n${await response.text()}`;
}

function formOf(request: object): FormData {
  const form = new FormData();
  form.append('request', JSON.stringify(request));
  form.append('files', new Blob([`Total 5.00 EUR\n${plant('content')}\n`]), 'receipt.txt');
  return form;
}

test('ix and its database are not reached, though the addresses they have are', async () => {
  const [api, postgres] = [new URL(ix.address ?? ''), new URL(database.url)];
  for (const url of [`${api.origin}/jobs`, `http://127.0.0.1:${postgres.port}/`, 'http://10.0.0.1/', 'http://[::1]:9/']) {
    for (const [body, pointer] of [
      [{ context: { texts: ['x'] }, callback_url: url }, '/callback_url'],
      [{ context: { files: [url] } }, '/context/files/0'],
      [{ context: { files: ['https://e.com/a.pdf', { url }] } }, '/context/files/1'],
    ] as const) {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
      const alone = await fetch(`${api.origin}/jobs`, { ...init, body: JSON.stringify(body) });
      expect([alone.status, await alone.json()]).toMatchObject([422, { errors: [{ pointer }] }]);
      const batch = await fetch(`${api.origin}/jobs/batch`, { ...init, body: JSON.stringify({ jobs: [{}, body] }) });
      expect([batch.status, await batch.json()]).toMatchObject([422, { errors: [{ pointer: `/jobs/1${pointer}` }] }]);
    }
    const form = new FormData();
    for (const [name, value] of Object.entries({ text: 'x', callback_url: url })) form.append(name, value);
    expect(await text('/ui/submit', { method: 'POST', body: form })).toContain('Callback URL: expected a URL that may be reached');
  }
});

/** What is planted in the rows of all tables, ours and the queue's. Documents are no secrets: those that were uploaded are left out. */
async function plantedInTables(): Promise<string[]> {
  const tables = await ask(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(20);
  const found: string[] = [];
  for (const { name } of tables) {
    // bytea is written in hex: it is looked through as the text that it may be.
    for (const row of await ask(`SELECT t::text AS text FROM ${name} AS t`)) {
      const text = String(row.text);
      const hexes = [...text.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'));
      for (const one of [text, ...hexes]) {
        const words = [...one.matchAll(PLANTED), ...one.matchAll(SIGNING)].map(([word]) => word);
        found.push(...words.filter((word) => word !== plant('content')).map((word) => `${word} in ${name}`));
      }
    }
  }
  return found;
}

async function ask(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

test('nothing planted is found', async () => {
  const path = files.url.replace('/hook', '/invoice.txt');
  const file = (more: string) => ({
    url: `${path}?sig=${plant('query')}${more}#${plant('fragment')}`,
    headers: { Authorization: `Bearer ${plant('header')}` },
  });
  const callback_url = `${hooks.url}?key=${plant('callback')}&${plant('bare')}#${plant('hash')}`;
  const request = {
    use_case: 'receipt',
    ix_client_id: 'planted',
    request_id: 'r',
    context: { files: [file(''), file('&x=1')] },
    callback_url,
  };
  const heard: string[] = [];
  for (const kind of ['hmac', 'hmac', 'ed25519']) {
    const created = await text('/clients/planted/secrets', { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ kind }) });
    expect(created).toContain(' 201\n');
  }
  const submitted = await fetch(`${ix.address}/jobs`, {
    method: 'POST',
    body: formOf(request),
    headers: { traceparent: '00-1-1-1', Cookie: plant('cookie') },
  });
  const answer = await submitted.text();
  const job = JobSchema.parse(JSON.parse(answer));
  const hidden = async () => (await ask(`SELECT secret_headers IS NULL AS erased, secret_urls IS NULL AS bare FROM ix_jobs`))[0];
  expect(await plantedInTables()).toEqual([]);
  await files.arrived(2);
  expect([await plantedInTables(), await hidden()]).toEqual([[], { erased: false, bare: false }]);
  held.resolve();
  heard.push(answer, await text(`/jobs/${job.job_id}/events`), await text(`/jobs/${job.job_id}`, { headers: { Prefer: 'wait=30' } }));

  await hooks.arrived(1);
  const callbacksOf = async () =>
    JobCallbacksSchema.parse(await (await fetch(`${ix.address}/jobs/${job.job_id}/callbacks`)).json()).callbacks;
  await expect.poll(async () => (await callbacksOf())[0]?.status).toBe('failed');
  const [callback] = await callbacksOf();
  expect(callback?.last_error).toBe(`answered 302: redirect to ${new URL(hooks.url).origin}/elsewhere?token=***#*** not followed`);
  heard.push(...hooks.received.map(({ body }) => body));
  expect(hooks.received[0]?.path).toBe(`/hook?key=${plant('callback')}&${plant('bare')}`);

  const paths = [
    '/jobs',
    '/jobs?q=invoice',
    '/clients/planted/jobs/r',
    `/jobs/${job.job_id}/callbacks`,
    '/callbacks',
    `/callbacks/${callback?.callback_id}`,
    '/endpoints',
    '/ui/jobs',
    `/ui/jobs/${job.job_id}`,
    `/ui/jobs/${job.job_id}/viewer?file=0`,
    '/ui/callbacks',
    '/ui/health',
    '/healthz',
  ];
  for (const path of paths) heard.push(await text(path));

  expect([await plantedInTables(), await hidden()]).toEqual([[], { erased: true, bare: false }]);
  // Without the header values that are gone the same job cannot be made again; whoever has them is told that it is the same.
  const again = await text(`/jobs/${job.job_id}/resubmit`, { method: 'POST' });
  expect(again).toMatch(/ 409\n[\s\S]*urn:ix:problem:headers-erased/);
  expect(await text('/jobs', { method: 'POST', body: formOf(request) })).toMatch(/ 200\n[\s\S]*idempotency-replayed/);
  const other = { ...request, context: { files: [{ ...file(''), headers: { Authorization: plant('another') } }, file('&x=1')] } };
  const differing = await text('/jobs', { method: 'POST', body: formOf(other), headers: { Prefer: 'handling=strict' } });
  expect(differing).toMatch(/ 409\n[\s\S]*urn:ix:problem:request-differs/);
  heard.push(again, differing);

  // What cannot be fetched, and what is refused.
  const send = (body: object) =>
    text('/jobs', { method: 'POST', headers: { ...JSON_TYPE, Prefer: 'wait=30' }, body: JSON.stringify(body) });
  const wrong = [
    `${path}?no=${plant('wrong')}`,
    `ftp://e.com/${'x'}?p=${plant('ftp')}`,
    `http://u:${plant('port')}@h:99999/`,
    `data:text/plain,${plant('data')}`,
  ];
  for (const url of wrong) heard.push(await send({ use_case: 'receipt', context: { files: [url] } }));
  for (const callback_url of [
    `http://u:${plant('user')}@e.com/`,
    ` http://u:${plant('user')}@e.com/`,
    `ht\ttp://u:${plant('user')}@e.com/`,
    `http://a@b:${plant('user')}@e.com/`,
  ]) {
    const refused = await send({ context: { texts: ['x'] }, callback_url });
    expect(refused).toContain(' 422\n');
    heard.push(refused, await send({ context: { files: [callback_url] } }));
    const form = new FormData();
    for (const [name, value] of Object.entries({ text: 'x', url: callback_url, callback_url })) form.append(name, value);
    heard.push(await text('/ui/submit', { method: 'POST', body: form }));
  }

  const env = { IX_PORT: new URL(ix.address ?? '').port };
  for (const args of [
    ['jobs', 'list'],
    ['jobs', 'show', job.job_id],
    ['callbacks', 'list'],
    ['callbacks', 'show', job.job_id],
  ]) {
    const { stdout, stderr } = await run(args, { env });
    heard.push(stdout, stderr);
  }
  const found = heard.flatMap((one) => [...one.matchAll(PLANTED)].map(([word]) => `${word} in ${one.slice(0, 60)}`));
  expect(found).toEqual([]);
  expect(await plantedInTables()).toEqual([]);
  expect(lines.filter((line) => line.includes('S3CRET'))).toEqual([]);
  // It was no use hiding: they were sent where they belong.
  expect(files.received.filter(({ path }) => path.includes(plant('query')))).not.toEqual([]);
  expect(JSON.parse(hooks.received[0]?.body ?? '').data.request.context.files).toEqual([
    { display_name: 'invoice.txt' },
    { display_name: 'invoice.txt' },
    { file_id: expect.stringMatching(/^sha256:/), display_name: 'receipt.txt' },
  ]);
});
