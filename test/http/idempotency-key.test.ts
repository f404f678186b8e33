/** The header `Idempotency-Key` is the request id of a job whose body has none; whatever else is made, is made once under it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreatedSecretSchema } from '../../src/contracts/callback.ts';
import { JobSchema } from '../../src/contracts/job.ts';
import { CreatedKeySchema } from '../../src/contracts/key.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

const TEXT = { context: { texts: ['Total 12.00'] } };
const send = (path: string, body: object, key: string) =>
  api.app.request(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
  });

describe('POST /jobs', () => {
  test.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-bare', '8e03978e-bare'],
    ['"a \\"b\\" \\\\"', 'a "b" \\'],
  ])('%s names the job, which answers again', async (key, requestId) => {
    const first = await send('/jobs', TEXT, key);
    const job = JobSchema.parse(await first.json());
    expect([first.status, job.request_id, job.request.request_id]).toEqual([201, requestId, requestId]);
    const again = await send('/jobs', TEXT, key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(JobSchema.parse(await again.json()).job_id).toBe(job.job_id);
  });

  test('the same key with another request is 422 and names the job', async () => {
    const job = JobSchema.parse(await (await send('/jobs', TEXT, 'reused')).json());
    const other = await send('/jobs', { context: { texts: ['Total 13.00'] } }, 'reused');
    expect(other.status).toBe(422);
    expect(ProblemSchema.parse(await other.json())).toMatchObject({ type: '/docs/problems/key-reused', job_id: job.job_id });
    expect((await send('/jobs', TEXT, '"reused"')).status).toBe(200);
  });

  test('beside the request_id of the body it says the same, or is refused', async () => {
    expect((await send('/jobs', { ...TEXT, request_id: 'same' }, 'same')).status).toBe(201);
    const other = await send('/jobs', { ...TEXT, request_id: 'mine' }, 'yours');
    expect(other.status).toBe(422);
    expect(ProblemSchema.parse(await other.json()).errors).toMatchObject([{ parameter: 'Idempotency-Key' }]);
  });

  test.each(['', '""', '"open', 'two words', 'x'.repeat(256), '..', 'bücher'])('%j names nothing', async (key) => {
    const response = await send('/jobs', TEXT, key);
    expect(response.status).toBe(422);
    expect(ProblemSchema.parse(await response.json()).errors).toMatchObject([{ parameter: 'Idempotency-Key' }]);
  });

  test('with files, too', async () => {
    const form = () => {
      const body = new FormData();
      body.append('request', '{}');
      body.append('files', new Blob(['Total 12.00']), 'a.txt');
      return { method: 'POST', body, headers: { 'Idempotency-Key': 'upload' } };
    };
    expect((await api.app.request('/jobs', form())).status).toBe(201);
    expect((await api.app.request('/jobs', form())).status).toBe(200);
  });
});

test('a batch sent again under its key makes nothing new; its jobs may have names of their own', async () => {
  const batch = { jobs: [TEXT, { ...TEXT, request_id: 'own' }, TEXT] };
  const answers = [await send('/jobs/batch', batch, 'batch'), await send('/jobs/batch', batch, 'batch')];
  expect(answers.map(({ status }) => status)).toEqual([201, 200]);
  for (const answer of answers) {
    expect(await answer.json()).toMatchObject({ jobs: [{ request_id: 'batch-0' }, { request_id: 'own' }, { request_id: 'batch-2' }] });
  }
});

test('a resubmission sent again under its key makes one copy', async () => {
  const { job_id } = await api.submitted(TEXT);
  const answers = [await send(`/jobs/${job_id}/resubmit`, {}, 'copy'), await send(`/jobs/${job_id}/resubmit`, {}, 'copy')];
  expect(answers.map(({ status }) => status)).toEqual([201, 200]);
});

describe('POST /clients/{client_id}/secrets', () => {
  const secretsOf = async (client: string) => (await api.deps.callbacks.secrets(EVERYTHING, client)).length;

  test('sent again under its key makes one secret, and shows it again', async () => {
    const answers = [await send('/clients/once/secrets', {}, 'first'), await send('/clients/once/secrets', {}, 'first')];
    expect(answers.map(({ status, headers }) => [status, headers.get('idempotency-replayed')])).toEqual([
      [201, null],
      [200, 'true'],
    ]);
    const [made, shown] = await Promise.all(answers.map(async (answer) => CreatedSecretSchema.parse(await answer.json())));
    expect(shown).toEqual(made);
    expect(made?.secret).toMatch(/^whsec_/);
    // The client's, and the server's own for the overlap.
    expect(await secretsOf('once')).toBe(2);
  });

  test('at the same time, too', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => send('/clients/together/secrets', {}, 'first')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(await secretsOf('together')).toBe(2);
  });

  test('with another request it is 422; of another client it is another key', async () => {
    await send('/clients/one/secrets', {}, 'same');
    const other = await send('/clients/one/secrets', { kind: 'ed25519' }, 'same');
    expect([other.status, await other.json()]).toEqual([422, expect.objectContaining({ type: '/docs/problems/key-reused' })]);
    expect((await send('/clients/two/secrets', {}, 'same')).status).toBe(201);
  });

  test('a secret that is revoked is not shown again', async () => {
    const { secret_id } = CreatedSecretSchema.parse(await (await send('/clients/late/secrets', {}, 'first')).json());
    await api.deps.callbacks.revokeSecret(EVERYTHING, 'late', secret_id);
    const again = await send('/clients/late/secrets', {}, 'first');
    expect([again.status, await again.json()]).toEqual([409, expect.objectContaining({ type: '/docs/problems/shown-once' })]);
  });
});

test('a key is made once, and is not shown again', async () => {
  const admin = 'an-admin-key-of-32-characters-and-more';
  const closed = await Api.open({}, admin);
  try {
    const make = (path: string, body: object) =>
      closed.app.request(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'key', Authorization: `Bearer ${admin}` },
      });
    const [first, again] = [await make('/v1/keys', { role: 'reader' }), await make('/v1/keys', { role: 'reader' })];
    const { key_id } = CreatedKeySchema.parse(await first.json());
    expect([first.status, again.status, await again.json()]).toEqual([
      201,
      409,
      expect.objectContaining({ type: '/docs/problems/shown-once', detail: expect.stringContaining(key_id) }),
    ]);
    // The old one is not live any more when it is asked for again; and of one that is not, nothing is made, whatever it was asked under.
    const rotate = () => make(`/v1/keys/${key_id}/rotate`, { overlap_seconds: 0 });
    expect([(await rotate()).status, (await rotate()).status]).toEqual([201, 409]);
    await closed.deps.keys.revoke(EVERYTHING, key_id);
    const dead = { key: 'another', digest: Buffer.alloc(32) };
    for (const _ of [1, 2]) expect(await closed.deps.keys.rotate(EVERYTHING, key_id, { overlap_seconds: 0 }, dead)).toBeNull();
    expect(await closed.deps.keys.list(EVERYTHING)).toHaveLength(2);
  } finally {
    await closed.close();
  }
});
