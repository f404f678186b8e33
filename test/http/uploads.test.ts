/** Large uploads are stored while they arrive: all of it is there at the end, and nothing of one that is refused, broken off, or cut off by a crash. */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoredFileSchema } from '../../src/contracts/file.ts';
import { FileIdSchema } from '../../src/contracts/ids.ts';
import { JobSchema } from '../../src/contracts/job.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { readFile } from '../../src/store/files.ts';
import { pruneFiles } from '../../src/store/prune.ts';
import { Ix } from '../lifecycle/ix.ts';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open({ limits: { maxFileBytes: 20_000_000, bodySeconds: 30 } });
});
afterAll(() => api.close());

const LARGE = randomBytes(10_000_000);
const HALF = LARGE.length / 2;
const OCTETS = { 'Content-Type': 'application/octet-stream' };

/** Pieces of no file yet, and rows that hold them. */
async function staged(): Promise<{ pieces: number; uploads: number }> {
  const { rows } = await sql<{ pieces: number; uploads: number }>`
    SELECT (SELECT count(*)::int FROM ix_file_pieces WHERE file_id LIKE 'upload:%') AS pieces,
      (SELECT count(*)::int FROM ix_files WHERE file_id LIKE 'upload:%') AS uploads`.execute(api.em.getKysely());
  return rows[0] ?? { pieces: -1, uploads: -1 };
}
const NOTHING = { pieces: 0, uploads: 0 };
const contentOf = async (clientId: string, id: string) =>
  Buffer.from((await readFile(api.em, EVERYTHING, clientId, FileIdSchema.parse(id))) ?? []).equals(LARGE);

test('half of it is in the database before the other half has come, and no file before all has', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const request = new Request('http://localhost/v1/files', { method: 'POST', body: readable, headers: OCTETS, duplex: 'half' });
  const answer = api.app.request(request);
  for (let at = 0; at < HALF; at += 100_000) await writer.write(LARGE.subarray(at, at + 100_000));
  await expect.poll(staged).toEqual({ pieces: expect.any(Number), uploads: 1 });
  expect((await staged()).pieces).toBeGreaterThan(3);
  await writer.write(LARGE.subarray(HALF));
  await writer.close();
  const file = StoredFileSchema.parse(await (await answer).json());
  expect([file.size, await contentOf('default', file.file_id)]).toEqual([LARGE.length, true]);
  await expect.poll(staged).toEqual(NOTHING);
});

const form = (request: object, ...files: Buffer<ArrayBuffer>[]): FormData => {
  const parts = new FormData();
  for (const bytes of files) parts.append('files', new Blob([bytes]), 'a.bin');
  parts.append('request', JSON.stringify(request));
  return parts;
};

test('with a job: the same file twice is one, and a replay or a refusal leaves nothing behind', async () => {
  const submit = (request: object) => api.app.request('/jobs', { method: 'POST', body: form(request, LARGE, LARGE) });
  const request = { use_case: 'receipt', ix_client_id: 'a', request_id: 'r' };
  const first = JobSchema.parse(await (await submit(request)).json());
  const [file] = first.request.context.files;
  expect(file !== undefined && 'file_id' in file && (await contentOf('a', file.file_id))).toBe(true);
  expect((await submit(request)).status).toBe(200);
  expect((await submit({ ...request, request_id: 's' })).status).toBe(201);
  expect((await submit({ ...request, priority: 1000 })).status).toBe(422);
  await expect.poll(staged).toEqual(NOTHING);
});

test('what a process that is killed has stored of it is no file, and goes', async () => {
  const ix = new Ix(['api'], { IX_DATABASE_URL: api.url, IX_PORT: '0', IX_DB_POOL: '4', IX_LOG_LEVEL: 'silent' });
  const { port } = new URL(await ix.address());
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${OCTETS['Content-Type']}\r\nContent-Length: 15000000\r\n\r\n`);
  socket.write(LARGE);
  await expect.poll(async () => (await staged()).pieces).toBeGreaterThan(3);
  ix.kill('SIGKILL');
  await ix.ended();
  expect((await staged()).uploads).toBe(1);
  const prune = () => api.em.transactional((em) => pruneFiles(em, 100));
  await prune();
  expect((await staged()).uploads).toBe(1);
  await sql`UPDATE ix_files SET kept_until = kept_until - interval '1 hour' WHERE file_id LIKE 'upload:%'`.execute(api.em.getKysely());
  await prune();
  expect(await staged()).toEqual(NOTHING);
});
