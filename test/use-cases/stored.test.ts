/** Use cases kept in the database, as really started processes see them: at once everywhere, each job by the version that it was given. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { type Job, JobSchema } from '../../src/contracts/job.ts';
import { UseCaseHistorySchema } from '../../src/contracts/use-case.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let folder: string;
const running: RunningIx[] = [];
const lines: Record<string, unknown>[] = [];
let [one, other] = ['', ''];

const TEXT = 'Meter no.: 4711\nRead on: 2026-04-03';
const NUMBER = { name: 'meter_no', type: 'string', labels: ['Meter no.'] };
const READ_ON = { name: 'read_on', type: 'date', labels: ['Read on'] };

async function start(roles: { api: boolean; worker: boolean }, settings: Record<string, string> = {}): Promise<string> {
  const ix = await startIx({
    config: loadConfig({ IX_DATABASE_URL: database.url, IX_PORT: '0', ...settings }),
    roles,
    log: pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) }),
  });
  running.push(ix);
  return ix.address ?? '';
}

beforeAll(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'use-cases-'));
  for (const name of ['meter', 'of_folder']) await writeFile(join(folder, `${name}.json`), JSON.stringify({ name, fields: [READ_ON] }));
  one = await start({ api: true, worker: false });
  expect((await put(one, 'meter', { title: 'Meter', fields: [NUMBER] })).status).toBe(201);
  other = await start({ api: true, worker: false }, { IX_USE_CASES_DIR: folder });
});
afterAll(async () => {
  await Promise.all(running.map((ix) => ix.stop()));
  await database.drop();
  await rm(folder, { recursive: true });
});

async function send(address: string, method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const lines = Array.isArray(body) ? `${body.map((line) => JSON.stringify(line)).join('\n')}\n` : JSON.stringify(body);
  const type = Array.isArray(body) ? 'application/x-ndjson' : 'application/json';
  const init = body === undefined ? { method } : { method, headers: { 'Content-Type': type }, body: lines };
  const response = await fetch(address + path, init);
  const text = await response.text();
  const json =
    type === 'application/json'
      ? JSON.parse(text)
      : text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
  return { status: response.status, json };
}
const put = (address: string, name: string, definition: object) => send(address, 'PUT', `/v1/use-cases/${name}`, definition);

async function submitted(address: string, request_id: string, more: object = { use_case: 'meter' }): Promise<Job> {
  const { status, json } = await send(address, 'POST', '/v1/jobs', { request_id, context: { texts: [TEXT] }, ...more });
  expect([status, json]).toEqual([201, expect.anything()]);
  return JobSchema.parse(json);
}
const problemOf = ({ status, json }: { status: number; json: unknown }) => [status, ProblemSchema.parse(json).type];

test('a version is there for every process at once, and a job keeps the one it was submitted with', async () => {
  expect((await send(other, 'GET', '/v1/use-cases/meter')).json).toMatchObject({ version: 1, title: 'Meter', retired_at: null });
  const first = await submitted(other, 'first');
  expect((await put(one, 'meter', { fields: [READ_ON] })).json).toMatchObject({ version: 2, title: 'meter' });
  const second = await submitted(other, 'second');
  const inline = await submitted(one, 'inline', { use_case_inline: { name: 'meter', fields: [NUMBER] } });
  expect([first.use_case_version, second.use_case_version, inline.use_case_version]).toEqual([1, 2, null]);

  // Retired while they wait.
  expect((await send(other, 'POST', '/v1/use-cases/meter/retire')).json).toMatchObject({ version: 2, retired_at: expect.any(String) });
  const again = { request_id: 'third', use_case: 'meter', context: { texts: [TEXT] } };
  expect(problemOf(await send(one, 'POST', '/v1/jobs', again))).toEqual([409, '/docs/problems/use-case-retired']);
  expect(
    problemOf(await send(one, 'POST', '/v1/jobs/batch', { jobs: [{ ...again, request_id: 'other', use_case: 'invoice' }, again] }))[0],
  ).toBe(409);
  expect((await send(one, 'GET', '/v1/jobs?status=pending')).json).toMatchObject({ total: 3 });
  const { json: answers } = await send(one, 'POST', '/v1/jobs/batch', [again, { ...again, request_id: 'line', use_case: 'invoice' }]);
  expect(answers).toMatchObject([{ status: 'refused', problem: { type: '/docs/problems/use-case-retired' } }, { status: 'created' }]);
  // What was submitted before is answered, not refused.
  expect((await send(one, 'POST', '/v1/jobs', { ...again, request_id: 'first' })).status).toBe(200);
  const listed = z.looseObject({ use_cases: z.array(z.looseObject({ name: z.string() })) });
  const names = async (address: string) => listed.parse((await send(address, 'GET', '/use-cases')).json).use_cases.map(({ name }) => name);
  expect([await names(one), await names(other)]).toEqual([
    ['bank_statement_header', 'invoice', 'letter', 'receipt'],
    ['bank_statement_header', 'invoice', 'letter', 'of_folder', 'receipt'],
  ]);

  await start({ api: false, worker: true });
  const resultOf = async ({ job_id }: Job) => {
    const response = await fetch(`${one}/v1/jobs/${job_id}`, { headers: { Prefer: 'wait=60' } });
    const job = JobSchema.parse(await response.json());
    return job.response?.ix_result?.result;
  };
  expect([await resultOf(first), await resultOf(second)]).toEqual([{ meter_no: '4711' }, { read_on: '2026-04-03' }]);

  // Saved again it may be named again; the same as the latest is no other version.
  expect(await put(other, 'meter', { fields: [READ_ON] })).toMatchObject({ status: 200, json: { version: 2, retired_at: null } });
  expect((await submitted(one, 'fourth')).use_case_version).toBe(2);
  const { versions } = UseCaseHistorySchema.parse((await send(one, 'GET', '/v1/use-cases/meter/versions')).json);
  expect(versions.map(({ version, created_by }) => [version, created_by])).toEqual([
    [2, 'this machine'],
    [1, 'this machine'],
  ]);
  expect((await send(one, 'GET', '/v1/use-cases/meter/versions/1')).json).toMatchObject({ version: 1, fields: [NUMBER] });
});

test('no name is taken over in silence', async () => {
  for (const [address, name] of [
    [one, 'invoice'],
    [other, 'of_folder'],
  ] as const) {
    expect(problemOf(await put(address, name, { fields: [NUMBER] }))).toEqual([409, '/docs/problems/name-taken']);
  }
  // A file that bears the name of one that was there before it.
  expect(lines).toContainEqual(expect.objectContaining({ level: 40, use_case: 'meter' }));
  expect((await send(other, 'GET', '/use-cases/meter')).json).toMatchObject({ version: expect.any(Number) });
});

test('everything that is wrong is told at once', async () => {
  const fields = [
    { name: 'a b', type: 'string' },
    { name: 'c', type: 'object' },
    { name: 'd', type: 'string', pattern: '(' },
  ];
  const { status, json } = await put(one, 'wrong', { name: 'right', fields });
  const pointers = ProblemSchema.parse(json).errors?.map(({ pointer }) => pointer);
  expect([status, pointers]).toEqual([422, ['/name', '/fields/0/name', '/fields/1/fields', '/fields/2/pattern']]);
});
