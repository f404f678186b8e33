/**
 * Who may ask for what: every route and every page, asked by everybody. The answers expected stand in the table by hand; a route that is
 * missing from it fails. What another client is answered is looked through for what is the first one's.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pageActs } from '../../src/app/api.ts';
import { openFiles } from '../../src/app/file-source.ts';
import { openPages, type Pages } from '../../src/app/page-images.ts';
import { loadConfig } from '../../src/config.ts';
import { BatchAnswerSchema } from '../../src/contracts/batch.ts';
import { CallbackIdSchema } from '../../src/contracts/callback.ts';
import { JobSchema } from '../../src/contracts/job.ts';
import { CreatedKeySchema } from '../../src/contracts/key.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { SubscriptionSchema } from '../../src/contracts/subscription.ts';
import { createEgress, type Egress } from '../../src/egress/egress.ts';
import { type App, createApp, routesOf } from '../../src/http/app.ts';
import type { JobsDeps } from '../../src/jobs/deps.ts';
import { createUi } from '../../src/ui/app.ts';
import type { UiDeps } from '../../src/ui/deps.ts';
import { pagesOf } from '../../src/ui/pages.ts';
import { type RunningProvider, startProvider } from '../oidc/provider.ts';
import { issuerAt, PUBLIC_URL } from '../oidc/stage.ts';
import { REVIEWABLE } from '../support/reviewable.ts';
import { ASKERS, type Asker, TABLE } from './answers.ts';
import { Api } from './api.ts';
import { OpenApi } from './document.ts';

/** What stands in the first client's job and nowhere else; it is never in what is asked here, but the name of the client. */
const OWN = { client: 'client-own', marks: ['own-request', 'own-file', 'own-host', 'Beleg der Eigenen'] } as const;
const OTHER = 'client-other';
const ADMIN_KEY = 'an admin key of 32 characters and more'.replaceAll(' ', '-');

let api: Api;
let app: App;
let deps: UiDeps;
let pages: Pages;
let egress: Egress;
let toIssuer: Egress;
let provider: RunningProvider;
let keys: Record<Asker, string | null>;
let job: { id: string; callback: string };
let victim: string;
let batch: string;
let subscription: string | null = null;
let openApi: OpenApi;
/** What was answered: `GET /jobs 200`. */
const met = new Set<string>();
/** Submits under an id that is taken, and the end of what ended already: submit, batch, acts and app tests. */
const ELSEWHERE: readonly string[] = [
  'POST /jobs 200',
  'POST /jobs/batch 200',
  'POST /jobs/{job_id}/resubmit 200',
  'POST /v1/files 201',
  'DELETE /v1/files/{file_id} 204',
  'GET /jobs/{job_id}/events 204',
  'GET /v1/batches/{batch_id}/events 204',
  'POST /clients/{client_id}/secrets 200',
  'POST /v1/subscriptions 200',
  'POST /clients/{client_id}/secrets/{secret_id}/revoke 200',
];
const sample = new Uint8Array(await readFile(new URL('../../samples/invoice-us.pdf', import.meta.url)));
const fileId = `sha256:${createHash('sha256').update(sample).digest('hex')}`;

beforeAll(async () => {
  const config = loadConfig({});
  egress = createEgress({ allow: [] });
  provider = await startProvider({
    ix: PUBLIC_URL,
    machines: { own: { roles: 'ix-clients', ix_client_id: OWN.client }, roleless: { roles: 'staff' } },
  });
  toIssuer = createEgress({ allow: [new URL(provider.issuer).host] });
  const issuer = issuerAt(provider.issuer, toIssuer, pino({ level: 'silent' }));
  let jobs: JobsDeps | null = null;
  api = await Api.open(
    (acts) => {
      jobs = acts;
      pages = openPages(config, acts, openFiles(config, acts.orm, egress, null), () => {});
      return { pages };
    },
    ADMIN_KEY,
    issuer,
  );
  if (jobs === null) throw new Error('the API has no acts');
  deps = { ...api.deps, ...pageActs(jobs, api.deps.useCases, 30) };
  app = createApp(deps).route('/', createUi(deps));
  openApi = await OpenApi.of(api);

  const key = async (body: object): Promise<z.output<typeof CreatedKeySchema>> =>
    CreatedKeySchema.parse(await (await ask('POST', '/v1/keys', ADMIN_KEY, body)).json());
  const [own, other] = [await key({ client_id: OWN.client }), await key({ client_id: OTHER })];
  const revoked = await key({ client_id: OWN.client });
  await ask('POST', `/v1/keys/${revoked.key_id}/revoke`, ADMIN_KEY);
  const expired = await key({ client_id: OWN.client, expires_in_seconds: 1 });
  const [reader, operator] = [await key({ role: 'reader' }), await key({ role: 'operator', client_id: OTHER })];
  victim = (await key({ role: 'reader' })).key_id;
  const wrong = (await key({ role: 'admin' })).key.replace(/(?<=^ix_[a-z0-9]{11})./, (last) => (last === 'a' ? 'b' : 'a'));
  keys = {
    none: null,
    wrong,
    revoked: revoked.key,
    expired: expired.key,
    other: other.key,
    own: own.key,
    reader: reader.key,
    operator: operator.key,
    admin: ADMIN_KEY,
    token: await provider.accessToken('own'),
    roleless: await provider.accessToken('roleless'),
  };
  job = { id: await submitted(own.key, OWN.client, 'own'), callback: '' };
  await submitted(other.key, OTHER, 'other');
  const made = await ask('POST', '/jobs/batch', own.key, { jobs: [{ context: { texts: ['x'] }, use_case: 'invoice' }] });
  batch = BatchAnswerSchema.parse(await made.json()).batch_id ?? '';
  await api.endAll(REVIEWABLE);
  const [callback] = await deps.callbacks.ofJob(EVERYTHING, JobSchema.shape.job_id.pipe(z.any()).parse(job.id));
  job = { ...job, callback: CallbackIdSchema.parse(callback?.callback_id) };
  while (Date.parse(expired.expires_at ?? '') > Date.now()) await new Promise((settle) => setTimeout(settle, 20));
});
afterAll(async () => {
  await pages.close();
  await egress.close();
  await toIssuer.close();
  await provider.close();
  await api.close();
});

/** A job with everything that a client may have: a file, a callback, a request id of its own. */
async function submitted(key: string, clientId: string, mark: string): Promise<string> {
  const form = new FormData();
  const request = {
    ix_client_id: clientId,
    request_id: `${mark}-request`,
    use_case: 'invoice',
    callback_url: `https://${mark}-host.example.com/hook`,
    context: { texts: [mark === 'own' ? 'Beleg der Eigenen' : 'Beleg der Anderen'] },
  };
  form.append('request', JSON.stringify(request));
  form.append('files', new Blob([sample]), `${mark}-file.pdf`);
  const response = await app.request('/jobs', { method: 'POST', body: form, headers: { Authorization: `Bearer ${key}` } });
  return JobSchema.parse(await response.json()).job_id;
}

async function ask(
  method: string,
  path: string,
  key: string | null,
  body?: object | URLSearchParams | Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const headers = new Headers(key === null ? {} : { Authorization: `Bearer ${key}` });
  const isRaw = body instanceof URLSearchParams || body instanceof Uint8Array;
  if (body instanceof Uint8Array) headers.set('Content-Type', 'application/octet-stream');
  else if (body !== undefined && !isRaw) headers.set('Content-Type', 'application/json');
  const sent = body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) };
  return await app.request(path, { method, headers, ...sent });
}

/** Bodies of the writes; what has none is sent without. */
function bodyOf(route: string): object | URLSearchParams | Uint8Array<ArrayBuffer> | undefined {
  const submission = { ix_client_id: OWN.client, context: { texts: ['x'] }, use_case: 'invoice' };
  const endpoint = { client_id: OWN.client, origin: 'https://somewhere.example.com' };
  const subscribing = { client_id: OWN.client, url: 'https://own-host.example.com/all', events: ['job.done'] };
  const bodies: Readonly<Record<string, object>> = {
    'POST /jobs': submission,
    'POST /jobs/batch': { jobs: [submission] },
    'POST /v1/files': sample,
    'PUT /v1/filters/{name}': { filter: {} },
    'POST /callbacks/redeliver': { client_id: OWN.client },
    'POST /v1/jobs/cancel': { filter: { client_id: OWN.client } },
    'POST /v1/jobs/resubmit': { filter: { client_id: OWN.client } },
    'POST /v1/jobs/redeliver': { filter: { client_id: OWN.client } },
    'POST /endpoints/pause': endpoint,
    'POST /endpoints/resume': endpoint,
    'PUT /v1/use-cases/{name}': { fields: [{ name: 'number', type: 'string' }] },
    'POST /ui/use-cases': new URLSearchParams({
      name: 'by_hand',
      definition: JSON.stringify({ fields: [{ name: 'number', type: 'string' }] }),
    }),
    'POST /ui/use-cases/retire': new URLSearchParams({ name: 'by_hand' }),
    'POST /v1/subscriptions': subscribing,
    'PATCH /v1/subscriptions/{subscription_id}': { events: ['job.error'] },
    'POST /clients/{client_id}/secrets': { overlap_seconds: 0 },
    'POST /v1/jobs/{job_id}/review': { done: true },
    'POST /v1/keys': { role: 'reader' },
    'POST /v1/keys/{key_id}/rotate': { overlap_seconds: 60 },
    'POST /ui/jobs/:job_id/review': new URLSearchParams({ done: 'yes' }),
    'POST /ui/theme': new URLSearchParams({ theme: 'dark' }),
    'POST /ui/language': new URLSearchParams({ language: 'de' }),
    'POST /ui/keys': new URLSearchParams({ role: 'reader' }),
    'POST /ui/sign-in': new URLSearchParams({ key: 'none' }),
    'POST /ui/submit': new URLSearchParams({ ix_client_id: OWN.client, text: 'x', use_case: 'invoice' }),
    'POST /ui/jobs/bulk': new URLSearchParams({ act: 'cancel', scope: 'matching', client: OWN.client }),
    'POST /ui/callbacks/:act{pause|resume}': new URLSearchParams(endpoint),
    'POST /ui/callbacks/redeliver': new URLSearchParams({ ...endpoint, until: new Date().toISOString() }),
    'POST /ui/pauses/:act{pause|resume}': new URLSearchParams({ kind: 'use_case', name: 'nobody_knows' }),
    'POST /ui/filters': new URLSearchParams({ client: 'mine', name: 'mine' }),
    'POST /ui/filters/forget': new URLSearchParams({ name: 'mine' }),
  };
  return bodies[route];
}

/** With what is of the first client in its places. */
async function pathOf(route: string): Promise<string> {
  // What is cancelled is a job that waits.
  const waits = route.endsWith('/cancel') || route.startsWith('DELETE /v1/jobs') ? await waitingJob() : job.id;
  if (route.startsWith('DELETE /v1/jobs')) await ask('POST', `/jobs/${waits}/cancel`, keys.own);
  if (route === 'DELETE /v1/clients/{client_id}') {
    await ask('POST', '/v1/clients/client-gone/secrets', ADMIN_KEY, {});
    return '/v1/clients/client-gone';
  }
  return route
    .replace(/^[A-Z]+ /, '')
    .replace(/\{job_id\}|:job_id/, waits)
    .replace(/^\/v1\/files.*/, (path) => `${path.replace('{file_id}', fileId)}?client_id=${OWN.client}`)
    .replace('{kind}/{name}', 'client/client-paused')
    .replace('{batch_id}', batch)
    .replace('{client_id}', OWN.client)
    .replace('{request_id}', 'own-request')
    .replace('{image}', '1.png')
    .replace('{index}', '0')
    .replace('{callback_id}', job.callback)
    .replace('{subscription_id}', await subscriptionFor(route))
    .replace('{secret_id}', '01890000-0000-7000-8000-000000000000')
    .replace('{version}', '1')
    .replace('{name}', route.includes('/v1/use-cases/') ? 'meter' : 'invoice')
    .replace(':kind', 'invalid')
    .replace('screenshots/:name', 'screenshots/job-wide-light.png')
    .replace('guide/:name', 'guide/jobs')
    .replace('{key_id}', victim)
    .replace(':key_id', victim)
    .replace(':act{pause|resume}', 'pause')
    .replace(':act{rotate|revoke}', 'revoke');
}

/** What is deleted is a new one. */
async function subscriptionFor(route: string): Promise<string> {
  if (!route.includes('{subscription_id}')) return '';
  if (route.startsWith('DELETE')) return subscribed();
  subscription ??= await subscribed();
  return subscription;
}

async function subscribed(): Promise<string> {
  const response = await ask('POST', '/v1/subscriptions', keys.own, bodyOf('POST /v1/subscriptions'));
  return SubscriptionSchema.parse(await response.json()).subscription_id;
}

async function waitingJob(): Promise<string> {
  const response = await ask('POST', '/jobs', keys.own, { context: { texts: ['x'] } });
  return JobSchema.parse(await response.json()).job_id;
}

test('every route and every page is in the table, and nothing else', () => {
  const routes = [...routesOf(deps), ...pagesOf(deps)].map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect([...TABLE.keys()].toSorted()).toEqual(routes.toSorted());
  expect([...TABLE.values()].filter((answers) => answers.length !== ASKERS.length)).toEqual([]);
});

test('what is mounted is what the lists name', () => {
  const listed = [...routesOf(deps), ...pagesOf(deps)].map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
  const mounted = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ path }) =>
      path.replace(
        /^\/v1(?!\/keys|\/audit|\/batches|\/filters|\/subscriptions|\/use-cases\/:name\/|\/pauses|\/workers|\/files|\/jobs\/(?:cancel|resubmit|redeliver)$|\/reviews|\/clients\/:client_id$|\/jobs\/:job_id\/(?:review|documents))/,
        '',
      ),
    );
  expect(mounted.filter((path) => !listed.includes(path) && path !== '/ui/assets/:name')).toEqual([]);
});

/** Whether the answer is one that the document tells of; one with a version is asked for again. */
async function meet(route: string, key: string | null, response: Response, text: string): Promise<void> {
  const said = openApi.operations.find(({ method, path }) => `${method} ${path}` === route);
  if (said === undefined) return;
  expect(openApi.faultOf(said, response, text)).toBeNull();
  met.add(`${route} ${response.status}`);
  const etag = response.headers.get('etag');
  if (etag === null || said.method !== 'GET') return;
  const headers = { 'If-None-Match': etag, ...(key === null ? {} : { Authorization: `Bearer ${key}` }) };
  const again = await app.request(await pathOf(route), { headers });
  if (again.status === 304) met.add(`${route} 304`);
}

describe.each([...TABLE])('%s', (route, answers) => {
  test('is answered to each as it should be, and says nothing of another client’s', async () => {
    const given: number[] = [];
    for (const asker of ASKERS) {
      const [method = ''] = route.split(' ');
      const response = await ask(method, await pathOf(route), keys[asker], bodyOf(route));
      given.push(response.status);
      const text = await response.text();
      await meet(route, keys[asker], response, text);
      if (response.status === 401 && route !== 'POST /ui/sign-in')
        expect(response.headers.get('www-authenticate')).toBe('Bearer realm="ix"');
      if (['none', 'wrong', 'revoked', 'expired', 'other', 'roleless'].includes(asker)) {
        const asked = (await pathOf(route)) + JSON.stringify(bodyOf(route) ?? '');
        expect(OWN.marks.filter((mark) => text.includes(mark) && !asked.includes(mark))).toEqual([]);
      }
    }
    expect(Object.fromEntries(ASKERS.map((asker, i) => [asker, given[i]]))).toEqual(
      Object.fromEntries(ASKERS.map((asker, i) => [asker, answers[i]])),
    );
  });
});

test('what goes well was answered here as the document says, but for what other tests provoke', () => {
  const documented = openApi.operations.flatMap(({ method, path, answers }) =>
    [...answers.keys()].filter((status) => Number(status) < 400).map((status) => `${method} ${path} ${status}`),
  );
  expect(documented.filter((one) => !met.has(one) && !ELSEWHERE.includes(one))).toEqual([]);
});

const ListSchema = z.looseObject({
  jobs: z.array(z.looseObject({ client_id: z.string(), display_name: z.string().nullable() })),
  total: z.number(),
});

test('the listing of a client key is its own, whatever it asks for; that of the others is everybody’s', async () => {
  const listed = async (key: string | null, query = '') => {
    const { jobs, total } = ListSchema.parse(await (await ask('GET', `/v1/jobs${query}`, key)).json());
    return { clients: [...new Set(jobs.map(({ client_id }) => client_id))].sort(), total };
  };
  expect((await listed(keys.own)).clients).toEqual([OWN.client]);
  expect(await listed(keys.other)).toEqual({ clients: [OTHER], total: 1 });
  expect(await listed(keys.other, `?client_id=${OWN.client}`)).toEqual({ clients: [], total: 0 });
  expect(await listed(keys.other, '?q=own-file')).toEqual({ clients: [], total: 0 });
  for (const key of [keys.reader, keys.operator, keys.admin])
    expect((await listed(key, '?limit=200')).clients).toEqual([OTHER, OWN.client]);
});

test('a submission that names no client is of the key’s', async () => {
  const response = await ask('POST', '/v1/jobs', keys.other, { context: { texts: ['x'] } });
  expect([response.status, response.headers.get('location')]).toEqual([201, expect.stringMatching(/^\/v1\/jobs\//)]);
  expect(JobSchema.parse(await response.json()).client_id).toBe(OTHER);
  const old = await ask('POST', '/jobs', keys.other, { context: { texts: ['x'] } });
  expect(old.headers.get('location')).toMatch(/^\/jobs\//);
  const batch = await ask('POST', '/v1/jobs/batch', keys.other, { jobs: [{ context: { texts: ['x'] } }] });
  expect(await batch.json()).toMatchObject({ jobs: [{ client_id: OTHER }] });
});

test('every route answers under /v1 as without it', async () => {
  for (const { path } of routesOf(deps).filter(({ method, path }) => method === 'get' && !path.startsWith('/v1/') && !path.includes('{'))) {
    const [plain, versioned] = [await ask('GET', path, keys.admin), await ask('GET', `/v1${path}`, keys.admin)];
    expect([path, versioned.status, await versioned.text()]).toEqual([path, plain.status, await plain.text()]);
  }
});

test('a header that is no key', async () => {
  for (const header of ['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer a b', `Bearer ${ADMIN_KEY}x`, 'Bearer ix_abcdefghijkl_short']) {
    expect((await app.request('/jobs', { headers: { Authorization: header } })).status).toBe(401);
  }
  expect((await app.request('/jobs', { headers: { Authorization: `bearer  ${ADMIN_KEY}` } })).status).toBe(200);
});

test('with keys ix may be called by any name', async () => {
  const response = await app.request('/jobs', { headers: { Host: 'ix.example.com', Authorization: `Bearer ${ADMIN_KEY}` } });
  expect(response.status).toBe(200);
});
