/** ix/client against a real server: submit, wait, watch, list, act, and what goes wrong. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasEnded, IxClient, IxProblem, IxUnreachable, type JobEvent, type UploadProgress } from '../../src/client/index.ts';
import { SubmissionSchema } from '../../src/contracts/request.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { createApp } from '../../src/http/app.ts';
import { Problem } from '../../src/http/problem.ts';
import { type Listening, listen } from '../../src/http/server.ts';
import { Api, MAX_FILE_BYTES } from '../http/api.ts';
import { REVIEWABLE } from '../support/reviewable.ts';

let api: Api;
let server: Listening;
let ix: IxClient;

beforeAll(async () => {
  api = await Api.open({
    pages: {
      page: async () => null,
      text: async () => null,
      original: async () => ({ name: 'a.txt', bytes: Buffer.from('Invoice 4711') }),
    },
  });
  server = await listen(api.app, { host: '127.0.0.1', port: 0 });
  ix = new IxClient(`${server.address}/`);
});
afterAll(async () => {
  await server.close();
  await api.close();
});

const text = (words: string) => ({ context: { texts: [words] } });

describe('submit', () => {
  test('JSON: a new job, and under the same name the same one', async () => {
    const first = await ix.submit({ ...text('x'), use_case: 'invoice', ix_client_id: 'acme', request_id: 'r-1' });
    expect([first.created, first.differs, first.job.status]).toEqual([true, false, 'pending']);
    const again = await ix.submit({ ...text('y'), ix_client_id: 'acme', request_id: 'r-1' });
    expect([again.created, again.differs, again.job.job_id]).toEqual([false, true, first.job.job_id]);
    await expect(ix.submit({ ...text('y'), ix_client_id: 'acme', request_id: 'r-1' }, { strict: true })).rejects.toMatchObject({
      status: 409,
      kind: 'request-differs',
      body: { job_id: first.job.job_id },
    });
    expect((await ix.find('acme', 'r-1'))?.job_id).toBe(first.job.job_id);
    expect(await ix.find('acme', 'r-2')).toBeNull();
  });

  test('files, and how far they are sent', async () => {
    const told: UploadProgress[] = [];
    const files = [
      { name: 'a "b".txt', content: new Blob(['a'.repeat(MAX_FILE_BYTES)]) },
      new File(['b'.repeat(MAX_FILE_BYTES)], 'b.txt'),
    ].map((file) => ('content' in file ? file : { name: file.name, content: file }));
    const { job } = await ix.submit({ use_case: 'invoice' }, { files, onProgress: (progress) => told.push(progress) });
    expect(job.request.context.files).toMatchObject([{ display_name: 'a "b".txt' }, { display_name: 'b.txt' }]);
    const total = 2 * MAX_FILE_BYTES;
    expect([told[0], told.at(-1)]).toEqual([
      { sent: 0, total },
      { sent: total, total },
    ]);
    expect(told.length).toBeGreaterThan(3);
    expect(told.map(({ sent }) => sent)).toEqual(told.map(({ sent }) => sent).toSorted((a, b) => a - b));
  });

  test('many', async () => {
    const answer = await ix.submitMany([{ ...text('x'), request_id: 'm-1' }, text('y')]);
    expect([answer.created, answer.jobs[0]?.request_id]).toEqual([2, 'm-1']);
  });

  test('a fault is named', async () => {
    const error = await ix.submit({ priority: 1000, ...text('x') }).catch((thrown: unknown) => thrown);
    if (!(error instanceof IxProblem)) throw error;
    expect([error.status, error.kind, error.body.errors?.[0]?.pointer]).toEqual([422, 'invalid', '/priority']);
  });
});

test('waits until the job has ended, or as long as one wants to', async () => {
  const { job } = await ix.submit(text('x'));
  expect((await ix.wait(job.job_id, { seconds: 0 })).status).toBe('pending');
  const waited = ix.wait(job.job_id);
  await api.endAll();
  expect(hasEnded(await waited)).toBe(true);
  const stop = new AbortController();
  const { job: other } = await ix.submit(text('x'));
  const stopped = ix.wait(other.job_id, { signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(stopped).rejects.toThrow('enough');
});

test('watches a job until its end, over a connection that breaks', async () => {
  const { job } = await ix.submit(text('x'));
  const asked: string[] = [];
  const open: Socket[] = [];
  const port = Number(new URL(server.address).port);
  const proxy = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.on('data', (bytes) => asked.push(...(/^last-event-id: .*$/im.exec(String(bytes).toLowerCase()) ?? ['first'])));
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => {});
    open.push(near);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const told: JobEvent[] = [];
  for await (const event of new IxClient(`http://127.0.0.1:${address.port}`).events(job.job_id)) {
    told.push(event);
    if (told.length > 1) continue;
    for (const socket of open) socket.destroy();
    await api.endAll();
  }
  proxy.close();
  const ids = told.map((event) => (event.type === 'job' ? event.id : null));
  expect(told.map((event) => (event.type === 'job' ? event.job.status : event.type))).toEqual(['pending', 'done']);
  expect(asked).toEqual(['first', `last-event-id: ${ids[0]?.toLowerCase()}`]);
  const rest: JobEvent[] = [];
  for await (const event of ix.events(job.job_id, { lastEventId: ids[1] ?? '' })) rest.push(event);
  expect(rest).toEqual([]);
});

test('watches a batch', async () => {
  const { batch_id } = await ix.submitMany([text('batch 1'), text('batch 2')]);
  const told: [number, number][] = [];
  for await (const { batch } of ix.batchEvents(batch_id ?? '')) {
    told.push([batch.pending, batch.error]);
    if (told.length === 1) await ix.cancelBatch(batch_id ?? '');
  }
  expect(told).toEqual([
    [2, 0],
    [0, 2],
  ]);
});

test('lists page after page', async () => {
  await api.deps.submit(
    EVERYTHING,
    Array.from({ length: 201 }, () => ({
      submission: SubmissionSchema.parse({ ...text('x'), ix_client_id: 'many' }),
      uploads: [],
      traceparent: null,
    })),
  );
  const ids = [];
  for await (const job of ix.jobs({ client_id: 'many', status: ['pending', 'running'] })) ids.push(job.request_id);
  expect([ids.length, new Set(ids).size]).toEqual([201, 201]);
  expect(await ix.page({ client_id: 'many', created_before: new Date(0) })).toMatchObject({ total: 0 });
});

test('cancel, resubmit, review, delete', async () => {
  const { job } = await ix.submit(text('x'));
  expect(await ix.cancel(job.job_id)).toMatchObject({ status: 'error', response: { code: 'IX_003_000' } });
  const copy = await ix.resubmit(job.job_id, { requestId: 'copy' });
  expect(await ix.resubmit(job.job_id, { requestId: 'copy' })).toMatchObject({ job_id: copy.job_id, origin_job_id: job.job_id });
  await api.endAll(REVIEWABLE);
  expect((await ix.review(copy.job_id, { done: true })).review).toMatchObject({ complete: true });
  const reviewed = [];
  for await (const { job_id } of ix.reviews()) reviewed.push(job_id);
  expect(reviewed).toEqual([copy.job_id]);
  expect(await ix.callbacks(copy.job_id)).toEqual({ callbacks: [] });
  await ix.delete(job.job_id);
  await expect(ix.job(job.job_id)).rejects.toMatchObject({ status: 404, kind: 'not-found' });
});

test('any number of submissions, each for itself; their batches are watched and cancelled', async () => {
  const given = (n: number) => ({ ...text('x'), ix_client_id: 'lines', ...(n === 5 ? { priority: 1000 } : {}) });
  const lines = [];
  for await (const line of ix.submitLines(Array.from({ length: 1001 }, (_, n) => given(n)))) lines.push(line);
  expect(lines.map(({ index }) => index)).toEqual(lines.map((_, n) => n));
  expect(lines.filter(({ status }) => status !== 'created')).toMatchObject([{ index: 5, status: 'refused', job_id: null }]);
  const [first, last] = [lines[0]?.batch_id ?? '', lines.at(-1)?.batch_id ?? ''];
  expect((await ix.page({ batch_id: first }, { limit: 1 })).total).toBe(999);
  expect(await ix.waitBatch(last, { seconds: 0 })).toMatchObject({ pending: 1, finished_at: null });
  const waited = ix.waitBatch(last);
  await ix.cancelBatch(last);
  expect(await waited).toMatchObject({ pending: 0, error: 1 });
  expect(await ix.bulk('cancel', { client_id: 'lines' })).toMatchObject({ dry_run: true, matching: 999, applied: 0 });
  expect(await ix.bulk('cancel', { client_id: 'lines' }, { dryRun: false })).toMatchObject({ matching: 999, applied: 999 });
});

test('the same act on many: once under a key, and on from where an answer stopped', async () => {
  await ix.cancel((await ix.submit({ ...text('x'), ix_client_id: 'bulk' })).job.job_id);
  const again = () => ix.bulk('resubmit', { client_id: 'bulk', status: ['error'] }, { dryRun: false, idempotencyKey: 'k' });
  expect([(await again()).applied, (await again()).applied]).toEqual([1, 0]);

  const asked: unknown[] = [];
  const there = Buffer.from(`older 2026-01-01T00:00:00.000000Z ${crypto.randomUUID()}`).toString('base64url');
  const act: typeof api.deps.bulk.act = async (...[, , , , key, cursor]) => {
    asked.push([key, cursor]);
    return cursor === undefined ? { seen: 2, applied: 1, more: true, next: there } : { seen: 3, applied: 3, more: false, next: null };
  };
  const stepwise = await listen(createApp({ ...api.deps, bulk: { ...api.deps.bulk, act } }), { host: '127.0.0.1', port: 0 });
  const all = await new IxClient(stepwise.address).bulk('resubmit', {}, { dryRun: false });
  await stepwise.close();
  expect(all).toMatchObject({ matching: 5, matching_relation: 'exact', applied: 4 });
  const [[key] = []] = asked.map((one) => [one].flat());
  expect(asked).toEqual([
    [key, undefined],
    [key, there],
  ]);
});

test('files by themselves, documents', async () => {
  const told: UploadProgress[] = [];
  const content = new Blob(['Invoice 4711']);
  const { file_id } = await ix.upload(content, { clientId: 'files', onProgress: (progress) => told.push(progress) });
  expect([told[0]?.sent, told.at(-1)]).toEqual([0, { sent: 12, total: 12 }]);
  expect((await ix.upload(content, { clientId: 'files' })).file_id).toBe(file_id);
  const { job } = await ix.submit({ ix_client_id: 'files', context: { files: [{ file_id, display_name: 'a.txt' }] } });
  expect(await (await ix.document(job.job_id, 0)).text()).toBe('Invoice 4711');
  await expect(ix.pageImage(job.job_id, 1, { dpi: 50 })).rejects.toMatchObject({ kind: 'not-found' });
  expect(await ix.call('getFile', { file_id, client_id: 'files' })).toMatchObject({ used: true, size: 12 });
  await expect(ix.call('deleteFile', { file_id, client_id: 'files' })).rejects.toMatchObject({ status: 409, kind: 'in-use' });
});

test('any operation by its name, page after page, and once', async () => {
  expect(await ix.call('pause', { kind: 'client', name: 'a/ü' })).toMatchObject({ kind: 'client', name: 'a/ü' });
  expect((await ix.call('listPauses')).pauses.map(({ name }) => name)).toEqual(['a/ü']);
  expect(await ix.call('resume', { kind: 'client', name: 'a/ü' })).toBeNull();
  expect(await ix.call('saveFilter', { name: 'f', body: { filter: { status: ['error'] } } })).toMatchObject({ name: 'f' });
  const idempotencyKey = 'once';
  const made = () => ix.call('createClientSecret', { client_id: 'acme', body: {} }, { idempotencyKey });
  expect((await made()).secret_id).toBe((await made()).secret_id);
  const acts: string[] = [];
  for await (const { entries } of ix.pages('listAudit', { limit: 1 })) {
    if (acts.push(...entries.map(({ entry_id }) => entry_id)) === 2) break;
  }
  expect(new Set(acts).size).toBe(2);
  // @ts-expect-error: there is no such kind
  await expect(ix.call('pause', { kind: 'moon', name: 'x' })).rejects.toMatchObject({ status: 404 });
});

describe('what goes wrong', () => {
  test('nobody answers; something else does', async () => {
    await expect(new IxClient('http://127.0.0.1:1', { retries: 0 }).job('x')).rejects.toThrow(IxUnreachable);
    const other = createServer((socket) =>
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nnone'),
    );
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await expect(new IxClient(`http://127.0.0.1:${address.port}`).job('x')).rejects.toMatchObject({ name: 'IxUnreachable', status: 404 });
    other.close();
  });

  test('an ix that is busy is asked again, with the same key', async () => {
    const keys: (string | null)[] = [];
    let refusals = 0;
    const app = createApp({
      ...api.deps,
      submit: async (...args) => {
        keys.push(args[1][0]?.submission.request_id ?? null);
        if (refusals++ > 0) return api.deps.submit(...args);
        throw new Problem('busy', 'later', { headers: { 'Retry-After': '0' } });
      },
    });
    const busy = await listen(app, { host: '127.0.0.1', port: 0 });
    const { created } = await new IxClient(busy.address).submit(text('x'));
    expect([created, keys.length, new Set(keys).size]).toEqual([true, 2, 1]);
    await busy.close();
  });
});
