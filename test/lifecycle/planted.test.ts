/** Secrets planted in every part of a submission that may hold one, keys and sessions stand in nothing that ix shows, no answer, page, event, callback, log line, and in no table. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { JobCallbacksSchema } from '../../src/contracts/callback.ts';
import { JobSchema } from '../../src/contracts/job.ts';
import { type CreatedKey, CreatedKeySchema } from '../../src/contracts/key.ts';
import { answerWith, type Receiver, startReceiver } from '../callbacks/receiver.ts';
import { run } from '../cli/command.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

const PLANTED = /S3CRET\w*/g;
/** What callbacks are signed with. */
const SIGNING = /whs(?:ec|k)_[\w+/]+/g;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const ADMIN_KEY = 'S3CRETadmin_of_32_characters_and_more';
/** What ix has handed out: keys, without the ids that name them, and what browsers hold. */
const handedOut: string[] = [];
const secretsIn = (text: string): string[] => [
  ...Array.from(text.matchAll(PLANTED), ([word]) => word),
  ...handedOut.filter((secret) => text.includes(secret)),
];
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
      IX_ADMIN_KEY: ADMIN_KEY,
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

/** As the admin, unless `headers` hold a key or a session. */
function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('Authorization') && !headers.has('Cookie')) headers.set('Authorization', `Bearer ${ADMIN_KEY}`);
  return fetch(`${ix.address}${path}`, { ...init, headers });
}

async function text(path: string, init?: RequestInit): Promise<string> {
  const response = await send(path, init);
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
      const alone = await send('/jobs', { ...init, body: JSON.stringify(body) });
      expect([alone.status, await alone.json()]).toMatchObject([422, { errors: [{ pointer }] }]);
      const batch = await send('/jobs/batch', { ...init, body: JSON.stringify({ jobs: [{}, body] }) });
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
        const words = [...secretsIn(one), ...Array.from(one.matchAll(SIGNING), ([word]) => word)];
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
  const submitted = await send('/jobs', {
    method: 'POST',
    body: formOf(request),
    headers: { traceparent: '00-1-1-1', Cookie: plant('cookie'), Authorization: `Bearer ${ADMIN_KEY}` },
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
  const callbacksOf = async () => JobCallbacksSchema.parse(await (await send(`/jobs/${job.job_id}/callbacks`)).json()).callbacks;
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
  expect(again).toMatch(/ 409\n[\s\S]*\/docs\/problems\/headers-erased/);
  expect(await text('/jobs', { method: 'POST', body: formOf(request) })).toMatch(/ 200\n[\s\S]*idempotency-replayed/);
  const other = { ...request, context: { files: [{ ...file(''), headers: { Authorization: plant('another') } }, file('&x=1')] } };
  const differing = await text('/jobs', { method: 'POST', body: formOf(other), headers: { Prefer: 'handling=strict' } });
  expect(differing).toMatch(/ 409\n[\s\S]*\/docs\/problems\/request-differs/);
  heard.push(again, differing);

  // What cannot be fetched, and what is refused.
  const submit = (body: object) =>
    text('/jobs', { method: 'POST', headers: { ...JSON_TYPE, Prefer: 'wait=30' }, body: JSON.stringify(body) });
  const wrong = [
    `${path}?no=${plant('wrong')}`,
    `ftp://e.com/${'x'}?p=${plant('ftp')}`,
    `http://u:${plant('port')}@h:99999/`,
    `data:text/plain,${plant('data')}`,
  ];
  for (const url of wrong) heard.push(await submit({ use_case: 'receipt', context: { files: [url] } }));
  for (const callback_url of [
    `http://u:${plant('user')}@e.com/`,
    ` http://u:${plant('user')}@e.com/`,
    `ht\ttp://u:${plant('user')}@e.com/`,
    `http://a@b:${plant('user')}@e.com/`,
  ]) {
    const refused = await submit({ context: { texts: ['x'] }, callback_url });
    expect(refused).toContain(' 422\n');
    heard.push(refused, await submit({ context: { files: [callback_url] } }));
    const form = new FormData();
    for (const [name, value] of Object.entries({ text: 'x', url: callback_url, callback_url })) form.append(name, value);
    heard.push(await text('/ui/submit', { method: 'POST', body: form }));
  }

  const env = { IX_PORT: new URL(ix.address ?? '').port, IX_KEY: ADMIN_KEY };
  for (const args of [
    ['jobs', 'list'],
    ['jobs', 'show', job.job_id],
    ['callbacks', 'list'],
    ['callbacks', 'show', job.job_id],
  ]) {
    const { stdout, stderr } = await run(args, { env });
    heard.push(stdout, stderr);
  }
  const found = heard.flatMap((one) => secretsIn(one).map((word) => `${word} in ${one.slice(0, 60)}`));
  expect(found).toEqual([]);
  expect(await plantedInTables()).toEqual([]);
  expect(lines.flatMap(secretsIn)).toEqual([]);
  // It was no use hiding: they were sent where they belong.
  expect(files.received.filter(({ path }) => path.includes(plant('query')))).not.toEqual([]);
  expect(JSON.parse(hooks.received[0]?.body ?? '').data.request.context.files).toEqual([
    { display_name: 'invoice.txt' },
    { display_name: 'invoice.txt' },
    { file_id: expect.stringMatching(/^sha256:/), display_name: 'receipt.txt', password: null },
  ]);
});

test('of keys and sessions there are hashes, and nothing else', async () => {
  const made = async (path: string, body: object): Promise<CreatedKey> => {
    const init = { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) };
    const key = CreatedKeySchema.parse(await (await send(path, init)).json());
    // Its id is no secret.
    handedOut.push(key.key.replace(`ix_${key.key_id}_`, ''));
    return key;
  };
  const signIn = async (key: string): Promise<string> => {
    const init = { method: 'POST', body: new URLSearchParams({ key }), redirect: 'manual' } as const;
    const [cookie = ''] = (await send('/ui/sign-in', init)).headers.getSetCookie();
    const [, token = ''] = /^ix_session=([^;]{43});/.exec(cookie) ?? [];
    handedOut.push(token);
    return `ix_session=${token}`;
  };
  const client = await made('/v1/keys', { client_id: 'planted' });
  const next = await made(`/v1/keys/${client.key_id}/rotate`, { overlap_seconds: 60 });
  const heard: string[] = [];
  for (const key of [ADMIN_KEY, client.key, next.key]) {
    const headers = { Cookie: await signIn(key) };
    for (const path of ['/ui/jobs', '/ui/keys', '/ui/audit', '/ui/nothing']) heard.push(await text(path, { headers }));
    heard.push(await text('/jobs', { headers: { Authorization: `Bearer ${key}` } }));
  }
  expect(handedOut.map((secret) => secret.length)).toEqual([49, 49, 43, 43, 43]);
  // Those that let nobody in.
  for (const headers of [
    { Authorization: `Bearer ${plant('nobody')}` },
    { Authorization: plant('form') },
    { Cookie: `ix_session=${plant('over')}` },
  ]) {
    for (const path of ['/jobs', '/metrics', '/ui/jobs']) heard.push(await text(path, { headers }));
  }
  heard.push(await text('/ui/sign-in', { method: 'POST', body: new URLSearchParams({ key: plant('typed') }) }));
  for (const path of ['/v1/keys', '/v1/audit', '/ui/keys', '/ui/audit', '/metrics']) heard.push(await text(path));
  const { stdout, stderr } = await run(['keys', 'list'], { env: { IX_PORT: new URL(ix.address ?? '').port, IX_KEY: ADMIN_KEY } });
  expect(stdout).toContain(next.key_id);
  heard.push(stdout, stderr);
  expect(heard.flatMap((one) => secretsIn(one).map((word) => `${word} in ${one.slice(0, 60)}`))).toEqual([]);
  expect(await plantedInTables()).toEqual([]);
  expect(await ask('SELECT octet_length(hash) AS bytes FROM ix_keys UNION ALL SELECT octet_length(hash) FROM ix_sessions')).toEqual(
    Array.from({ length: 5 }, () => ({ bytes: 32 })),
  );
  expect(lines.flatMap(secretsIn)).toEqual([]);
});
