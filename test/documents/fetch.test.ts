import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { IxError } from '../../src/contracts/errors.ts';
import type { FileRef } from '../../src/contracts/request.ts';
import { createEgress } from '../../src/egress/egress.ts';
import { createFileFetcher } from '../../src/pipeline/reading/fetch.ts';
import { type Listener, listen } from '../egress/listener.ts';

const never = new AbortController().signal;
const egress = createEgress({ allow: ['127.0.0.1'] });
const folder = mkdtempSync(join(tmpdir(), 'ix-fetch-'));
const inside = join(folder, 'inside');
const fetchFile = createFileFetcher({ egress, fileRoots: [join(folder, 'missing'), inside], maxBytes: 1000, timeoutSeconds: 30 });

const ref = (url: string, more: Partial<FileRef> = {}): FileRef => ({
  url,
  headers: {},
  max_bytes: null,
  display_name: null,
  password: null,
  ...more,
});
const detailOf = async (loading: Promise<unknown>): Promise<string | null> => {
  const error = await loading.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(IxError);
  expect(error).toMatchObject({ code: 'IX_000_007' });
  return error instanceof IxError ? error.detail : null;
};

let server: Listener | null = null;
async function serve(handler: RequestListener): Promise<string> {
  server = await listen(handler);
  return `http://127.0.0.1:${server.port}`;
}
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => egress.close());

describe('http', () => {
  test('the file comes with the headers asked for', async () => {
    const base = await serve((request, response) => response.end(`${request.headers.authorization} ${request.url}`));
    const { bytes } = await fetchFile(ref(`${base}/a.pdf?token=t`, { headers: { Authorization: 'Bearer k' } }), never);
    expect(Buffer.from(bytes).toString()).toBe('Bearer k /a.pdf?token=t');
  });

  test.each<[string, string | undefined, string | null, string | null]>([
    ['/dir/Rechnung%204711.pdf?x=1', undefined, null, 'Rechnung 4711.pdf'],
    ['/', undefined, null, null],
    ['/bad%ff.pdf', undefined, null, 'bad%ff.pdf'],
    ['/d', 'attachment; filename="Beleg \\"1\\".pdf"', null, 'Beleg "1".pdf'],
    ['/d', 'inline; filename=beleg.pdf; size=3', null, 'beleg.pdf'],
    ['/d', "attachment; filename=x.pdf; filename*=UTF-8'de'%C3%84hre.pdf", null, 'Ähre.pdf'],
    ['/d', 'attachment; filename="../../etc/passwd"', null, 'passwd'],
    ['/d', 'attachment; filename="C:\\\\Temp\\\\beleg.pdf"', null, 'beleg.pdf'],
    ['/d', "attachment; filename*=UTF-8''a%E2%80%AEfdp.exe", null, 'afdp.exe'],
    ['/d', 'attachment; filename=".."', null, 'd'],
    ['/d', 'attachment; filename=x.pdf', 'mine.pdf', 'mine.pdf'],
  ])('the name of %s with %j, asked for as %j', async (path, disposition, displayName, name) => {
    const base = await serve((_, response) => {
      if (disposition !== undefined) response.setHeader('content-disposition', disposition);
      response.end();
    });
    expect((await fetchFile(ref(base + path, { display_name: displayName }), never)).displayName).toBe(name);
  });

  test.each([
    [404, 'answered 404'],
    [500, 'answered 500'],
    [302, 'answered 302; redirects are not followed'],
  ])('status %i', async (status, words) => {
    const base = await serve((_, response) => response.writeHead(status, { location: 'http://127.0.0.1/' }).end('secret page'));
    expect(await detailOf(fetchFile(ref(`${base}/a.pdf?sig=secret`), never))).toBe(`${base}/a.pdf: ${words}`);
  });

  test('too large names the limit that was hit', async () => {
    const base = await serve((_, response) => response.end(Buffer.alloc(1001)));
    expect(await detailOf(fetchFile(ref(base), never))).toBe(`${base}/: larger than 1000 bytes (IX_FILE_MAX_BYTES)`);
    expect(await detailOf(fetchFile(ref(base, { max_bytes: 2000 }), never))).toBe(`${base}/: larger than 1000 bytes (IX_FILE_MAX_BYTES)`);
    expect(await detailOf(fetchFile(ref(base, { max_bytes: 10 }), never))).toBe(`${base}/: larger than 10 bytes (max_bytes)`);
  });

  test('a server that stops in the middle of a file', async () => {
    const base = await serve((_, response) => response.write('half'));
    const impatient = createFileFetcher({ egress, fileRoots: [], maxBytes: 1000, timeoutSeconds: 0.2 });
    expect(await detailOf(impatient(ref(base), never))).toBe(`${base}/: no complete answer within 0.2 s`);
  });

  test('an address that is not public', async () => {
    expect(await detailOf(fetchFile(ref('http://127.0.0.2:1/x'), never))).toBe(
      'http://127.0.0.2:1/x: 127.0.0.2 is not a public address; add it to IX_EGRESS_ALLOW to reach it',
    );
  });

  test.each([
    ['http://user:secret@127.0.0.1:1/a?token=secret', {}],
    ['http://127.0.0.1:1/a?token=secret', { authorization: 'secret' }],
    ['http://127.0.0.1:1/a', { authorization: 'secret\nsecret' }],
    ['http://127.0.0.1:1/a', { 'bad name': 'secret' }],
    ['http://secret@[bad', {}],
    ['secret.pdf', {}],
  ])('nothing secret is told: %s', async (url, headers) => {
    expect(await detailOf(fetchFile(ref(url, { headers }), never))).not.toContain('secret');
  });

  test('cancelling ends it with the caller’s reason', async () => {
    const controller = new AbortController();
    const reason = new Error('deadline');
    const base = await serve(() => controller.abort(reason));
    await expect(fetchFile(ref(base), controller.signal)).rejects.toBe(reason);
  });

  test('other protocols', async () => {
    expect(await detailOf(fetchFile(ref('ftp://127.0.0.1/a'), never))).toBe('ftp: URLs are not fetched; http:, https: and file: are');
    expect(await detailOf(fetchFile(ref('data:,x'), never))).toBe('data: URLs are not fetched; http:, https: and file: are');
  });
});

describe('file', () => {
  beforeAll(() => {
    mkdirSync(join(inside, 'deep'), { recursive: true });
    mkdirSync(join(folder, 'inside-not'));
    writeFileSync(join(inside, 'deep', 'größe 1.txt'), 'content');
    writeFileSync(join(inside, 'large.txt'), Buffer.alloc(1001));
    writeFileSync(join(folder, 'outside.txt'), 'outside');
    writeFileSync(join(folder, 'inside-not', 'x.txt'), 'neighbour');
    symlinkSync(join(folder, 'outside.txt'), join(inside, 'link-out.txt'));
    symlinkSync(folder, join(inside, 'up'));
    symlinkSync(join(inside, 'deep'), join(inside, 'link-in'));
    execFileSync('mkfifo', [join(inside, 'pipe')]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const load = (path: string, more: Partial<FileRef> = {}) => fetchFile(ref(pathToFileURL(path).href, more), never);

  test('below a root, also by a link that stays below it', async () => {
    for (const path of ['deep/größe 1.txt', 'link-in/größe 1.txt']) {
      const { bytes, displayName } = await load(join(inside, path));
      expect([Buffer.from(bytes).toString(), displayName]).toEqual(['content', 'größe 1.txt']);
    }
  });

  test.each([
    ['outside', () => pathToFileURL(join(folder, 'outside.txt')).href],
    ['a folder whose name starts like the root’s', () => pathToFileURL(join(folder, 'inside-not', 'x.txt')).href],
    ['up by dots', () => `${pathToFileURL(inside).href}/deep/../../outside.txt`],
    ['up by dots, encoded', () => `${pathToFileURL(inside).href}/deep/%2e%2e/%2e%2e/outside.txt`],
    ['a link out', () => pathToFileURL(join(inside, 'link-out.txt')).href],
    ['a linked folder', () => pathToFileURL(join(inside, 'up', 'outside.txt')).href],
    ['a folder', () => pathToFileURL(join(inside, 'deep')).href],
    ['the root itself', () => pathToFileURL(inside).href],
    ['a pipe nobody writes to', () => pathToFileURL(join(inside, 'pipe')).href],
    ['what is not there', () => pathToFileURL(join(inside, 'nothing')).href],
    ['another host', () => pathToFileURL(join(inside, 'large.txt')).href.replace('file:///', 'file://host/')],
    ['a slash in disguise', () => `${pathToFileURL(inside).href}/deep%2fx`],
    ['a zero in the name', () => `${pathToFileURL(inside).href}/a%00b`],
  ])('%s is not read, and looks like what is not there', async (_, url) => {
    expect(await detailOf(fetchFile(ref(url()), never))).toMatch(
      /^file:\/\/\/.*: there is no such file below the folders of IX_FILE_ROOTS$/,
    );
  });

  test('without roots nothing is read', async () => {
    const closed = createFileFetcher({ egress, fileRoots: [], maxBytes: 1000, timeoutSeconds: 30 });
    expect(await detailOf(closed(ref(pathToFileURL(join(inside, 'deep', 'größe 1.txt')).href), never))).toMatch(/IX_FILE_ROOTS$/);
  });

  test('too large', async () => {
    expect(await detailOf(load(join(inside, 'large.txt')))).toMatch(/: larger than 1000 bytes \(IX_FILE_MAX_BYTES\)$/);
    expect(await detailOf(load(join(inside, 'large.txt'), { max_bytes: 7 }))).toMatch(/: larger than 7 bytes \(max_bytes\)$/);
  });
});
