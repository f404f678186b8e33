/** Files by themselves: uploaded once, named by jobs, kept for a while, deleted. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoredFileSchema } from '../../src/contracts/file.ts';
import { FileIdSchema } from '../../src/contracts/ids.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { readFile } from '../../src/store/files.ts';
import { pruneFiles } from '../../src/store/prune.ts';
import { Api, MAX_FILE_BYTES } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

const upload = async (content: string | Uint8Array<ArrayBuffer>, query = '', type = 'application/octet-stream') =>
  api.app.request(`/v1/files${query}`, { method: 'POST', body: content, headers: { 'Content-Type': type } });
const stored = async (response: Response) => StoredFileSchema.parse(await response.json());
const remove = (path: string) => api.app.request(path, { method: 'DELETE' });

test('a file is stored once, and named by jobs of its client', async () => {
  const first = await upload('Total 12.00', '?client_id=a');
  const file = await stored(first);
  expect([first.status, first.headers.get('location')]).toEqual([201, `/v1/files/${file.file_id}?client_id=a`]);
  expect(file).toMatchObject({ client_id: 'a', size: 11, used: false, kept_until: expect.any(String) });
  expect((await upload('Total 12.00', '?client_id=a')).status).toBe(200);
  expect((await upload('Total 12.00', '?client_id=b')).status).toBe(201);
  expect(Buffer.from((await readFile(api.em, EVERYTHING, 'a', FileIdSchema.parse(file.file_id))) ?? []).toString()).toBe('Total 12.00');
  const path = first.headers.get('location') ?? '';
  await api.submitted({ ix_client_id: 'a', context: { files: [{ file_id: file.file_id }] } });
  expect(await stored(await api.get(path))).toMatchObject({ used: true });
  const kept = await remove(path);
  expect([kept.status, await kept.json()]).toEqual([409, expect.objectContaining({ type: '/docs/problems/in-use' })]);
  expect((await remove(path.replace('=a', '=b'))).status).toBe(204);
  expect((await remove(path.replace('=a', '=b'))).status).toBe(404);
});

test('it stays a day without a job, and no longer', async () => {
  const file = await stored(await upload('waits'));
  const prune = () => api.em.transactional((em) => pruneFiles(em, 100));
  const path = `/v1/files/${file.file_id}`;
  await prune();
  expect((await api.get(path)).status).toBe(200);
  await sql`UPDATE ix_files SET kept_until = kept_until - interval '25 hours' WHERE file_id = ${file.file_id}`.execute(api.em.getKysely());
  await prune();
  expect((await api.get(path)).status).toBe(404);
});

test('what is no file, or too large a one, is refused', async () => {
  expect((await upload('')).status).toBe(422);
  expect((await upload('x', '', 'text/plain')).status).toBe(415);
  expect((await upload(new Uint8Array(MAX_FILE_BYTES + 1))).status).toBe(413);
  expect((await upload('x', '?client_id=..')).status).toBe(422);
  for (const id of ['sha256:none', `sha256:${'0'.repeat(64)}`]) expect((await api.get(`/v1/files/${id}`)).status).toBe(404);
});
