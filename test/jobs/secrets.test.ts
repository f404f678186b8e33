/** Jobs with secrets: what is shown needs no key, workers get them whole, replays know them again, the end erases header values. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SubmissionInput } from '../../src/contracts/request.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { getJob } from '../../src/jobs/read.ts';
import { HeadersErased, resubmit } from '../../src/jobs/resubmit.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { Keyring, type SecretKey, secretKey } from '../../src/store/keyring.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const key = (id: string) => secretKey(randomBytes(32), id);
const [old, next] = [key('old'), key('next')];
const work = (...keys: readonly SecretKey[]) => {
  stage.deps = { ...stage.deps, keyring: new Keyring(keys) };
};

const secret = (token = 'T0KEN'): SubmissionInput => ({
  ix_client_id: 'c',
  request_id: 'r',
  context: {
    files: [
      { url: 'https://a.example/one.pdf', headers: { 'X-Second': token, Authorization: token, '1': token } },
      `https://b.example/two.pdf?sig=${token}`,
      'https://c.example/plain.pdf',
    ],
  },
  callback_url: `https://d.example/hook?key=${token}`,
});

const stored = async () => {
  const { rows } = await sql<{ urls: string | null; headers: string | null }>`
    SELECT secret_urls AS urls, secret_headers AS headers FROM ix_jobs ORDER BY created_at`.execute(stage.em.getKysely());
  return rows;
};

test('a worker gets the request as it was submitted, the order of its keys included', async () => {
  work(old);
  const id = await stage.job(secret());
  const [claimed] = await stage.claim(1, 'w');
  const files = claimed?.request?.context.files.map((file) => ('url' in file ? [file.url, JSON.stringify(file.headers)] : []));
  expect(files).toEqual([
    ['https://a.example/one.pdf', '{"1":"T0KEN","X-Second":"T0KEN","Authorization":"T0KEN"}'],
    ['https://b.example/two.pdf?sig=T0KEN', '{}'],
    ['https://c.example/plain.pdf', '{}'],
  ]);
  // Whoever only shows the job needs no key.
  const shown = await getJob({ ...stage.deps, keyring: new Keyring([]) }, EVERYTHING, id);
  expect(shown).toMatchObject({ callback_url: 'https://d.example/hook?key=***' });
  expect(JSON.stringify(shown)).not.toContain('T0KEN');
});

test('a job without secrets has nothing sealed', async () => {
  work(old);
  await stage.job({ context: { files: ['https://c.example/plain.pdf'], texts: ['x'] }, callback_url: 'https://d.example/hook' });
  expect(await stored()).toEqual([{ urls: null, headers: null }]);
});

test('replays are the same request, or another, whatever keys came and went', async () => {
  work();
  await stage.submit(secret());
  const differs = async (token?: string) => (await stage.submit(secret(token))).map(({ created, differs }) => [created, differs]);
  for (const keys of [[], [old], [next, old]]) {
    work(...keys);
    expect([await differs(), await differs('another')]).toEqual([[[false, false]], [[false, true]]]);
  }
  await stage.clear();
  work(old);
  await stage.submit(secret());
  work(next, old);
  expect([await differs(), await differs('another')]).toEqual([[[false, false]], [[false, true]]]);
});

test('a resubmitted job has all secrets of its origin, sealed anew, until the origin has ended', async () => {
  work(old);
  const id = await stage.job(secret());
  work(next, old);
  const copy = await resubmit(stage.deps, EVERYTHING, id, 'again');
  expect(copy).toMatchObject({ created: true, job: { callback_url: 'https://d.example/hook?key=***' } });
  expect((await stored()).map(({ urls }) => urls?.slice(0, 12))).toEqual(
    ['sealed:old:', 'sealed:next:'].map((start) => expect.stringContaining(start)),
  );
  const claims = await stage.claim(2, 'w');
  expect(claims[1]?.request?.context).toEqual(claims[0]?.request?.context);
  await cancel(stage.deps, EVERYTHING, [id]);
  await stage.age(1000);
  await sweep(stage.deps, { leaseSeconds: 1, maxRuntimeSeconds: 1000, maxAttempts: 3 });
  expect((await stored()).map(({ headers }) => headers === null)).toEqual([true, false]);
  await expect(resubmit(stage.deps, EVERYTHING, id, 'too late')).rejects.toThrow(HeadersErased);
});

test('a job that is cancelled while it waits, and one that ends', async () => {
  work(old);
  const id = await stage.job(secret());
  await stage.job({ ...secret(), request_id: 'runs' });
  await cancel(stage.deps, EVERYTHING, [id]);
  expect((await stored()).map(({ urls, headers }) => [urls === null, headers === null])).toEqual([
    [false, true],
    [false, false],
  ]);
});

test('of a job that cannot be opened the worker is told, of the others it gets all', async () => {
  work(old);
  await stage.job(secret());
  work(next);
  await stage.job({ ...secret(), request_id: 'mine' });
  const claims = await stage.claim(2, 'w');
  expect(claims.map(({ requestId, unopenable }) => [requestId, unopenable?.message ?? null])).toEqual([
    ['r', expect.stringMatching(/^IX_SECRET_KEY: the key "old"/)],
    ['mine', null],
  ]);
});
