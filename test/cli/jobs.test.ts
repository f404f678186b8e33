/** `ix submit` and `ix jobs` against a running ix. */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { JobListSchema, JobSchema, JobSummarySchema } from '../../src/contracts/job.ts';
import type { SubmissionInput } from '../../src/contracts/request.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { call, freePort, run, sample, start } from './command.ts';

const RECEIPT = sample('receipt-de.txt');
const INVOICE = sample('invoice-us.pdf');
let database: TestDatabase;
let ix: RunningIx;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createDatabase();
  ix = await startIx({
    config: loadConfig({ IX_DATABASE_URL: database.url, IX_PORT: '0' }),
    roles: { api: true, worker: true },
    log: pino({ level: 'silent' }),
  });
  env = { IX_PORT: new URL(ix.address ?? '').port };
});

afterAll(async () => {
  await ix.stop();
  await database.drop();
});

/** A job by HTTP, done when this resolves. */
async function post(submission: SubmissionInput): Promise<void> {
  const form = new FormData();
  form.append('request', JSON.stringify(submission));
  form.append('files', new Blob(['Total 5.00 EUR\n']), 'bon.txt');
  const answer = await fetch(`${ix.address}/jobs`, { method: 'POST', headers: { Prefer: 'wait=60' }, body: form });
  expect(await answer.json()).toMatchObject({ status: 'done' });
}

const submit = (...args: readonly string[]) => call(['submit', ...args], { env });
const jobs = (...args: readonly string[]) => call(['jobs', ...args], { env });
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

test('submit prints an id per file, and show finds the job by it', async () => {
  const { code, stdout, stderr } = await run(['submit', INVOICE, sample('invoice-de.pdf'), '-u', 'invoice', '--client', 'pairs'], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const ids = stdout.trimEnd().split('\n');
  expect(ids).toEqual([expect.stringMatching(ID), expect.stringMatching(ID)]);
  const shown = await jobs('show', ids[1] ?? '');
  expect(shown.stdout).toMatch(/^file +invoice-de\.pdf$/m);
  expect(shown.code).toBe(0);
});

test('the same request id again starts nothing new', async () => {
  const args = [RECEIPT, '-u', 'receipt', '--client', 'tills', '--request-id', 'bon-4417'];
  const first = await submit(...args);
  const second = await submit(...args);
  expect(second.stdout).toBe(first.stdout);
  expect(first.stderr).toBe('');
  expect(second.stderr).toBe(`ix: ${first.stdout.trimEnd()} had been submitted before; nothing new was started\n`);
});

test('another request under the same request id is refused, and names the job that has it', async () => {
  const args = ['--client', 'tills', '--request-id', 'bon-other'];
  const first = (await submit(RECEIPT, '-u', 'receipt', ...args)).stdout.trimEnd();
  const second = await submit(INVOICE, '-u', 'invoice', ...args);
  expect(second).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `ix: --request-id bon-other: client "tills" has submitted another request under it (ix jobs show ${first}); nothing was started\n`,
  });
});

test('--wait that runs out says so, and how the job can be followed', async () => {
  const { code, stdout, stderr } = await submit(RECEIPT, '-u', 'receipt', '--wait', '0');
  expect(stdout).toMatch(/^\S+\tpending\n$/);
  expect(stderr).toMatch(/^ix: \S+: not done after 0 s, still (?:pending: .*|running|done) \(it goes on: ix jobs watch \S+\)\n$/);
  expect(code).toBe(5);
});

test('--wait prints the status beside the id', async () => {
  const { stdout } = await submit(RECEIPT, '-u', 'receipt', '--wait', '60');
  expect(stdout).toMatch(/^\S+\tdone\n$/);
});

test('what belongs to the submission arrives', async () => {
  const { stdout } = await submit(
    ...[RECEIPT, '-u', 'receipt', '--client', 'tills', '--request-id', 'bon-1', '--priority', '-7'],
    ...['--callback-url', 'https://tills.example/done', '--json'],
  );
  expect(z.array(JobSchema).parse(JSON.parse(stdout))).toMatchObject([
    {
      client_id: 'tills',
      request_id: 'bon-1',
      use_case: 'receipt',
      priority: -7,
      callback_url: 'https://tills.example/done',
      display_name: 'receipt-de.txt',
    },
  ]);
});

test('jobs show CLIENT/REQUEST_ID shows where the job stands and its answer', async () => {
  await submit(RECEIPT, '-u', 'receipt', '--client', 'a client', '--request-id', 'bon/8?', '--wait', '60');
  const { code, stdout } = await jobs('show', 'a client/bon/8?');
  expect(stdout).toMatch(/^status +done$/m);
  expect(stdout).toMatch(/^total \* +26\.70 +(?:high|check) +1 +yes$/m);
  expect(code).toBe(0);
  const story = (await jobs('show', 'a client/bon/8?', '--trace')).stdout.split('\n');
  const happened = story.map((line) => /^\S+ +\S+ s {2}(.+?)(?: {2}|$)/.exec(line)?.[1]).filter((what) => what !== undefined);
  expect(happened).toEqual([
    'submitted',
    'run began',
    ...['setup', 'read', 'extract', 'ground', 'respond'].map((step) => `step ${step}`),
    'done',
  ]);
  const asJson = await jobs('show', 'a client/bon/8?', '--json');
  expect(JobSchema.parse(JSON.parse(asJson.stdout))).toMatchObject({ client_id: 'a client', request_id: 'bon/8?', status: 'done' });
});

test('jobs list filters, newest first, and tells how many there are and how to see more', async () => {
  for (const n of ['1', '2', '3']) await post({ request_id: `list-${n}`, ix_client_id: 'lister', use_case: 'receipt' });
  const of = ['list', '--client', 'lister', '--status', 'done', '--status', 'error', '--use-case', 'receipt'];
  const { stdout } = await jobs(...of, '--limit', '2', '-o', 'wide');
  const [head, newest, next, , count = ''] = stdout.split('\n');
  expect(head?.split(/ {2,}/)).toEqual(['CREATED', 'STATUS', 'JOB', 'CLIENT', 'USE CASE', 'REQUEST ID', 'FILE', 'TOOK', 'CODE', 'WHY']);
  expect(newest?.split(/ {2,}/).slice(3, 7)).toEqual(['lister', 'receipt', 'list-3', 'bon.txt']);
  expect(next?.split(/ {2,}/).slice(3, 7)).toEqual(['lister', 'receipt', 'list-2', 'bon.txt']);
  const [, cursor = ''] = /^2 of 3 jobs; older ones: --cursor (\S+), or --all$/.exec(count) ?? [];
  const second = await jobs(...of, '--limit', '2', '--cursor', cursor);
  expect(second.stdout).toMatch(/^AGE +STATUS +JOB +FILE +WHY\n\d+s +done +\S{36} +bon\.txt\n\n1 of 3 jobs\n$/);

  const asJson = await jobs('list', '--client', 'lister', '--q', 'list-1', '--json');
  expect(JobListSchema.parse(JSON.parse(asJson.stdout))).toMatchObject({ total: 1, jobs: [{ request_id: 'list-1' }] });
  const [{ job_id = '' } = {}] = JobListSchema.parse(JSON.parse(asJson.stdout)).jobs;
  expect((await jobs('list', '--client', 'lister', '--q', job_id.slice(0, 30))).stdout).toContain(job_id);
  const lines = (await jobs('list', '--client', 'lister', '-o', 'jsonl')).stdout.trimEnd().split('\n');
  expect(lines.map((line) => JobSummarySchema.parse(JSON.parse(line)).request_id)).toEqual(['list-3', 'list-2', 'list-1']);
  const [columns, row] = (await jobs('list', '--client', 'lister', '-o', 'csv', '--limit', '1')).stdout.split('\r\n');
  expect(columns).toMatch(/^job_id,ix_id,client_id,request_id,status,/);
  expect(row).toMatch(/^[0-9a-f-]{36},[0-9a-f]{16},lister,list-3,done,receipt,,bon\.txt,0,/);
  expect((await jobs('list', '--client', 'nobody')).stdout).toBe('no jobs\n');
  expect((await jobs('list', '--client', 'lister', '--created-after', '2999-01-01')).stdout).toBe('no jobs\n');
});

test('--all goes through all pages', async () => {
  const many = { jobs: Array.from({ length: 201 }, (_, i) => ({ ix_client_id: 'many', request_id: `m-${i}`, context: { texts: ['x'] } })) };
  const answer = await fetch(`${ix.address}/jobs/batch`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jobs: many.jobs.map((job) => ({ ...job, use_case: 'receipt' })) }),
  });
  expect(answer.ok).toBe(true);
  const lines = (await jobs('list', '--client', 'many', '--all', '-o', 'jsonl')).stdout.trimEnd().split('\n');
  expect(new Set(lines.map((line) => JobSummarySchema.parse(JSON.parse(line)).request_id)).size).toBe(201);
  const whole = JobListSchema.parse(JSON.parse((await jobs('list', '--client', 'many', '--all', '--json')).stdout));
  expect([whole.jobs.length, whole.next_cursor]).toEqual([201, null]);
});

test('a job in error says why to --wait and in the list, is found by its code, and runs again as a new one', async () => {
  const args = ['submit', '-', '-u', 'invoice', '--client', 'broken', '--wait', '60'];
  const { code, stdout, stderr } = await run(args, { env, stdin: 'PK\u0003\u0004 no archive' });
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^ix: \S+: IX_000_\d{3}: /) });
  expect(stdout).toMatch(/^\S+\terror\n$/);
  const id = stdout.split('\t')[0] ?? '';
  const list = await jobs('list', '--client', 'broken', '--code', 'IX_000_005');
  expect(list.stdout).toMatch(new RegExp(`^\\d+s +error +${id} +stdin +IX_000_005: `, 'm'));
  const again = await jobs('resubmit', id);
  expect(again.stdout.trimEnd()).toMatch(ID);
  const watched = await jobs('watch', again.stdout.trimEnd());
  expect(watched).toMatchObject({ code: 1, stderr: expect.stringMatching(/^ix: IX_000_005: /) });
  expect(watched.stdout.trimEnd().split('\n').at(-1)).toBe('error');
  const shown = await jobs('show', again.stdout.trimEnd());
  expect(shown.stdout).toMatch(new RegExp(`^copy of +${id}$`, 'm'));
});

test('cancel ends a job that waits; show says why it does: no worker, a pause, a time', async () => {
  const own = await createDatabase();
  const idle = await startIx({
    config: loadConfig({ IX_DATABASE_URL: own.url, IX_PORT: '0' }),
    roles: { api: true, worker: false },
    log: pino({ level: 'silent' }),
  });
  const here = { env: { IX_PORT: new URL(idle.address ?? '').port } };
  const { stdout } = await call(['submit', RECEIPT, '-u', 'receipt', '--client', 'c', '--request-id', 'r'], here);
  const id = stdout.trimEnd();
  const waits = async (job: string) => /^waits +(.*)$/m.exec((await call(['jobs', 'show', job], here)).stdout)?.[1];
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${idle.address}${path}`, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const tomorrow = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)} 00:00:00Z`;
  const later = {
    use_case: 'receipt',
    ix_client_id: 'c',
    request_id: 'later',
    not_before: tomorrow.replace(' ', 'T'),
    context: { texts: ['x'] },
  };
  const answer = await ask('POST', '/jobs', later);
  expect(answer.status, await answer.text()).toBe(201);
  expect(await waits('c/later')).toBe(`it may not start before ${tomorrow} (not_before)`);
  await ask('PUT', '/v1/pauses/client/c');
  expect(await waits('c/r')).toMatch(/^client "c" is paused since \S+ \S+Z by .+ \(DELETE \/v1\/pauses\/client\/c ends it\)$/);
  await ask('DELETE', '/v1/pauses/client/c');
  const shown = await call(['jobs', 'show', 'c/r'], here);
  expect(shown.stdout).toMatch(/^waits +no worker is connected: start one with `ix worker`$/m);
  const watching = start(['jobs', 'watch', id], here);
  expect(await watching.firstLine()).toBe('pending: no worker is connected: start one with `ix worker`');
  const cancelled = await run(['jobs', 'cancel', 'c/r', 'c/none'], here);
  expect(cancelled).toMatchObject({ code: 2, stdout: `${id}\tcancelled\n`, stderr: expect.stringMatching(/^ix: c\/none: /) });
  expect(await watching.ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^ix: IX_003_000: cancelled/) });
  await idle.stop();
  await own.drop();
});

const WRONG: readonly [what: string, args: readonly string[], message: RegExp][] = [
  ['one request id for two jobs', ['submit', INVOICE, RECEIPT, '-u', 'invoice', '--request-id', 'x'], /^ix: --request-id names one job/],
  [
    'a use case that does not exist',
    ['submit', INVOICE, '-u', 'bank'],
    /^ix: no use case "bank"; there are: bank_statement_header, invoice/,
  ],
  ['a priority out of range', ['submit', INVOICE, '-u', 'invoice', '--priority', '101'], /^ix: --priority: .*100/],
  ['a priority that is no number', ['submit', INVOICE, '-u', 'invoice', '--priority', 'high'], /^error: .*'--priority <n>'.*whole number/],
  ['a callback that is no URL', ['submit', INVOICE, '-u', 'invoice', '--callback-url', 'ftp://x'], /^ix: --callback-url: .*http/],
  ['a job that does not exist', ['jobs', 'show', '019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e'], /^ix: .*019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e/],
  ['a request that does not exist', ['jobs', 'show', 'acme/none'], /^ix: .*none/],
  ['an id that is none', ['jobs', 'show', '4711'], /^ix: 4711: expected a job id \(a UUID\) or CLIENT\/REQUEST_ID\n$/],
  ['a client that leads elsewhere', ['secrets', 'list', '--client', '..'], /^ix: --client \.\.: expected a name/],
  ['a status that does not exist', ['jobs', 'list', '--status', 'finished'], /^error: .*pending, running, done, error/],
  ['a code that does not exist', ['jobs', 'list', '--code', 'IX_9'], /^error: .*IX_000_007/],
  ['a time that is none', ['jobs', 'list', '--created-after', 'monday'], /^error: .*expected a time/],
  ['a cursor that is none', ['jobs', 'list', '--cursor', 'x'], /^ix: --cursor: expected next_cursor/],
  ['a form that does not exist', ['jobs', 'list', '-o', 'xml'], /^error: .*table, wide, json, jsonl, csv/],
  ['a limit out of range', ['jobs', 'list', '--limit', '201'], /^error: .*1 to 200/],
  ['a command that does not exist', ['job'], /^error: unknown command 'job'/],
];
test.each(WRONG)('exit code 2: %s', async (_, args, message) => {
  const { code, stdout, stderr } = await call(args, { env });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test('exit code 4: where no ix runs it says how to start one', async () => {
  const port = await freePort();
  const { code, stderr } = await call(['jobs', 'list'], { env: { IX_PORT: String(port) } });
  expect(stderr).toBe(
    `ix: no ix answers at http://127.0.0.1:${port} (connection refused): start one with \`ix up\`, or name another with --url\n`,
  );
  expect(code).toBe(4);
});
