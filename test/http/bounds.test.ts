/** Bounds of what comes from outside: past them 422 names the place and nothing is stored; up to them, it fits wherever it goes. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CallbackListSchema, ClientSecretListSchema, CreatedSecretSchema, EndpointSchema } from '../../src/contracts/callback.ts';
import { JobListSchema, JobSchema } from '../../src/contracts/job.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

/** Of letters that nothing can compress: repeated ones would fit into an index after all. */
const random = (length: number): string => randomBytes(length).toString('base64url').slice(0, length);
/** Of four bytes each, the most there are. */
const wide = (length: number): string =>
  Array.from({ length }, () => String.fromCodePoint(0x20000 + (randomBytes(2).readUInt16BE() % 0xa6df))).join('');

function send(path: string, body?: unknown): Promise<Response> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  return Promise.resolve(api.app.request(path, init));
}

const inline = (field: object, name = 'x') => ({ use_case_inline: { name, fields: [{ name: 'a', type: 'string' as const, ...field }] } });
const file = (one: unknown) => ({ context: { files: [one] } });
const ORIGIN = 'https://hooks.example.com';

describe('422 names the field', () => {
  const refused: [string, object, pointer: string, detail: RegExp][] = [
    ['a long use case', { use_case: random(2700) }, '/use_case', /at most 255 characters/],
    ['a use case of 256 characters', { use_case: random(256) }, '/use_case', /at most 255/],
    ['a use case ..', { use_case: '..' }, '/use_case', /other than "\." and "\.\."/],
    ['a long inline use case', { use_case_inline: { name: random(2700) } }, '/use_case_inline/name', /at most 255/],
    ['a long prompt', { use_case_inline: { name: 'x', system_prompt: random(65_537) } }, '/use_case_inline/system_prompt', /at most 65536/],
    ['a client .', { ix_client_id: '.' }, '/ix_client_id', /other than/],
    ['a client ..', { ix_client_id: '..' }, '/ix_client_id', /other than/],
    ['a long client', { ix_client_id: wide(256) }, '/ix_client_id', /at most 255/],
    ['a request ..', { request_id: '..' }, '/request_id', /other than/],
    ['a long request', { request_id: random(256) }, '/request_id', /at most 255/],
    ['a control character in a use case', { use_case: 'a\u0085b' }, '/use_case', /control characters/],
    ['a callback to a long host', { callback_url: `https://${random(3000)}.example/` }, '/callback_url', /at most 2048 characters/],
    ['a callback to a long path', { callback_url: `https://e.com/${random(2048)}` }, '/callback_url', /at most 2048/],
    ['a callback to a long label', { callback_url: `https://${'a'.repeat(64)}.example/` }, '/callback_url', /63 between its dots/],
    ['a callback to many labels', { callback_url: `https://${'a.'.repeat(130)}example/` }, '/callback_url', /at most 253 characters/],
    ['a callback with a user', { callback_url: 'https://me@e.com/' }, '/callback_url', /without user name and password/],
    ['a callback with a password', { callback_url: 'https://:s3cret@e.com/' }, '/callback_url', /without user name and password/],
    ['a file at a long URL', file(`https://e.com/${random(3000)}`), '/context/files/0', /at most 2048/],
    ['a file with a password', file('https://me:s3cret@e.com/a.pdf'), '/context/files/0', /without user name/],
    ['a file reference with a password', file({ url: 'https://me:s3cret@e.com/a.pdf' }), '/context/files/0/url', /without user name/],
    ['a file at a long label', file({ url: `https://${random(64)}/a.pdf` }), '/context/files/0/url', /63 between its dots/],
    ['a long name of a file', file({ url: 'https://e.com/', display_name: random(1025) }), '/context/files/0/display_name', /at most 1024/],
    [
      'a long name of a header',
      file({ url: 'https://e.com/', headers: { [random(256)]: 'x' } }),
      '/context/files/0/headers',
      /a key: .*255/,
    ],
    ['a long header', file({ url: 'https://e.com/', headers: { A: random(8193) } }), '/context/files/0/headers/A', /at most 8192/],
    [
      'many headers',
      file({ url: 'https://e.com/', headers: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`H${i}`, 'x'])) }),
      '/context/files/0/headers',
      /at most 100/,
    ],
    ['a long language', { options: { ocr: { languages: [random(256)] } } }, '/options/ocr/languages/0', /at most 255/],
    ['many languages', { options: { ocr: { languages: Array(101).fill('de') } } }, '/options/ocr/languages', /<=100/],
    ['a long model', { options: { gen_ai: { model: random(256) } } }, '/options/gen_ai/model', /at most 255/],
    ['a long field', inline({ name: random(256) }), '/use_case_inline/fields/0/name', /at most 255/],
    ['a long label', inline({ labels: [random(1025)] }), '/use_case_inline/fields/0/labels/0', /at most 1024/],
    ['many labels', inline({ labels: Array(101).fill('x') }), '/use_case_inline/fields/0/labels', /<=100/],
    ['a long choice', inline({ choices: [random(1025)] }), '/use_case_inline/fields/0/choices/0', /at most 1024/],
    ['a long pattern', inline({ pattern: random(8193) }), '/use_case_inline/fields/0/pattern', /at most 8192/],
    ['a long description', inline({ description: random(8193) }), '/use_case_inline/fields/0/description', /at most 8192/],
    [
      'a long label of a field within a field',
      inline({ type: 'array', fields: [{ name: 'b', type: 'date', labels: [random(1025)] }] }),
      '/use_case_inline/fields/0/fields/0/labels/0',
      /at most 1024/,
    ],
    [
      'many fields',
      { use_case_inline: { name: 'x', fields: Array.from({ length: 1001 }, (_, i) => ({ name: `f${i}`, type: 'string' })) } },
      '/use_case_inline/fields',
      /<=1000/,
    ],
  ];
  test.each(refused)('%s, alone and in a batch', async (_, body, pointer, detail) => {
    for (const [path, sent, at] of [
      ['/jobs', body, pointer],
      ['/jobs/batch', { jobs: [{}, body] }, `/jobs/1${pointer}`],
    ] as const) {
      const response = await send(path, sent);
      expect(response.status).toBe(422);
      expect(ProblemSchema.parse(await response.json()).errors).toContainEqual({ pointer: at, detail: expect.stringMatching(detail) });
    }
  });

  const others: [string, string, object, pointer: string][] = [
    ['pausing for a long client', '/endpoints/pause', { client_id: random(2700), origin: ORIGIN }, '/client_id'],
    ['pausing for a client ..', '/endpoints/pause', { client_id: '..', origin: ORIGIN }, '/client_id'],
    ['pausing a long origin', '/endpoints/pause', { client_id: 'x', origin: `https://${random(3000)}.example` }, '/origin'],
    ['pausing with a password', '/endpoints/pause', { client_id: 'x', origin: 'https://me:s3cret@e.com' }, '/origin'],
    ['resuming for a long client', '/endpoints/resume', { client_id: random(2700), origin: ORIGIN }, '/client_id'],
    ['redelivery for a long client', '/callbacks/redeliver', { client_id: random(2700) }, '/client_id'],
    ['redelivery from the year 10000 on', '/callbacks/redeliver', { created_after: '9999-12-31T23:59:59-14:00' }, '/created_after'],
  ];
  test.each(others)('%s', async (_, path, body, pointer) => {
    const response = await send(path, body);
    expect(response.status).toBe(422);
    expect(ProblemSchema.parse(await response.json()).errors).toContainEqual({ pointer, detail: expect.stringContaining('expected') });
  });
});

test('the long file name of an upload is its display name', async () => {
  const form = new FormData();
  form.append('request', '{}');
  form.append('files', new Blob(['Total 12.00']), random(1025));
  const response = await api.app.request('/jobs', { method: 'POST', body: form });
  expect(response.status).toBe(422);
  expect(ProblemSchema.parse(await response.json()).errors).toMatchObject([{ pointer: '/context/files/0/display_name' }]);
});

test('a secret for a client that no job could have is 422; to ask for what such a one has is 404', async () => {
  for (const client of [random(2700), random(256), '%00', '%C2%85']) {
    const made = await send(`/clients/${client}/secrets`, {});
    expect(made.status).toBe(422);
    expect(ProblemSchema.parse(await made.json()).errors).toEqual([
      { parameter: 'client_id', detail: expect.stringContaining('expected') },
    ]);
    for (const path of [`/clients/${client}/secrets`, `/clients/${client}/jobs/x`, `/clients/x/jobs/${client}`]) {
      expect((await api.get(path)).status).toBe(404);
    }
  }
});

describe('422 names the parameter', () => {
  const cases: [string, path: string, parameter: string][] = [
    ['jobs of a long client', `/jobs?client_id=${random(2700)}`, 'client_id'],
    ['jobs of a client ..', '/jobs?client_id=..', 'client_id'],
    ['jobs of a long use case', `/jobs?use_case=${random(256)}`, 'use_case'],
    ['a long search', `/jobs?q=${random(201)}`, 'q'],
    ['a long cursor', `/jobs?cursor=${random(2700)}`, 'cursor'],
    ['callbacks of a long client', `/callbacks?client_id=${random(2700)}`, 'client_id'],
    ['callbacks to a long origin', `/callbacks?origin=${random(2700)}`, 'origin'],
    ['callbacks after a long cursor', `/callbacks?cursor=${random(2700)}`, 'cursor'],
    ['callbacks of the year 10000', '/callbacks?created_before=9999-12-31T23:59:59-14:00', 'created_before'],
    ['endpoints of a long client', `/endpoints?client_id=${random(2700)}`, 'client_id'],
  ];
  test.each(cases)('%s', async (_, path, parameter) => {
    const response = await api.get(path);
    expect(response.status).toBe(422);
    expect(ProblemSchema.parse(await response.json()).errors?.map((fault) => fault.parameter)).toContain(parameter);
  });

  test('of a resubmission', async () => {
    const { job_id } = await api.submitted({ context: { texts: ['x'] } });
    for (const id of ['..', random(256)]) expect((await send(`/jobs/${job_id}/resubmit?request_id=${id}`, {})).status).toBe(422);
  });
});

test('what a bound still lets in fits into every index, in the widest characters too', async () => {
  const [client, request, useCase, name] = [wide(255), wide(255), wide(255), `${wide(1020)}.pdf`];
  const host = Array.from({ length: 3 }, () => random(63).replace(/[^a-z0-9]/gi, 'x')).join('.');
  const origin = `https://${host}.${'y'.repeat(61)}:65535`.toLowerCase();
  expect(new URL(origin).hostname).toHaveLength(253);
  const url = `${origin}/${random(2047 - origin.length)}`;
  expect(url).toHaveLength(2048);
  const job = await api.submitted({
    ix_client_id: client,
    request_id: request,
    use_case: useCase,
    context: { files: [{ url, display_name: name, headers: { [random(255)]: random(8192) } }] },
    callback_url: url,
  });
  await api.submitted({ ix_client_id: client, ...inline({}, wide(255)), context: { texts: ['x'] } });
  await api.endAll();

  const of = encodeURIComponent(client);
  const found = async (query: string) =>
    JobListSchema.parse(await (await api.get(`/jobs?${query}`)).json()).jobs.map(({ job_id }) => job_id);
  expect(await found(`client_id=${of}&use_case=${encodeURIComponent(useCase)}`)).toEqual([job.job_id]);
  expect(await found(`q=${encodeURIComponent(Array.from(name).slice(0, 100).join(''))}`)).toEqual([job.job_id]);
  const byNames = await api.get(`/clients/${of}/jobs/${encodeURIComponent(request)}`);
  expect(JobSchema.parse(await byNames.json())).toMatchObject({ job_id: job.job_id, status: 'done', callback_status: 'pending' });
  const { callbacks } = CallbackListSchema.parse(await (await api.get(`/callbacks?client_id=${of}&origin=${origin}`)).json());
  expect(callbacks).toMatchObject([{ job_id: job.job_id, origin, url }]);

  const paused = await send('/endpoints/pause', { client_id: client, origin: url });
  expect(EndpointSchema.parse(await paused.json())).toMatchObject({ client_id: client, origin, paused_by: 'operator', pending: 1 });
  const made = await send(`/clients/${of}/secrets`, {});
  const { secret_id } = CreatedSecretSchema.parse(await made.json());
  const { secrets } = ClientSecretListSchema.parse(await (await api.get(`/clients/${of}/secrets`)).json());
  expect(secrets.map((secret) => secret.secret_id)).toContain(secret_id);
});

test('characters are code points, as in the JSON Schema of the document', async () => {
  expect((await send('/jobs', { use_case: wide(255) })).status).toBe(201);
  expect((await send('/jobs', { use_case: wide(256) })).status).toBe(422);
});

test('an answer has no bounds: what it shows may be older than they are', async () => {
  const job = await api.submitted({ context: { texts: ['x'] } });
  const old = { ...job.request, use_case: random(3000), use_case_inline: { name: random(3000) }, ix_client_id: '..' };
  expect(JobSchema.safeParse({ ...job, request: old }).error).toBeUndefined();
  const { components } = JSON.parse(await (await api.get('/openapi.json')).text());
  for (const shown of [
    'Job',
    'JobSummary',
    'Request',
    'FileRef',
    'UploadedFile',
    'UseCaseInline',
    'FieldDefinition',
    'Options',
    'Callback',
    'Endpoint',
  ]) {
    expect(JSON.stringify(components.schemas[shown]), shown).not.toMatch(/"maxLength"|"maxItems"|"maxProperties"/);
  }
  for (const sent of [
    'Submission',
    'SubmittedUseCase',
    'SubmittedField',
    'SubmittedFileRef',
    'SubmittedUpload',
    'EndpointName',
    'RedeliverMany',
  ]) {
    expect(JSON.stringify(components.schemas[sent]), sent).toMatch(/"maxLength"/);
  }
});
