/** Whatever becomes of what ix was started from: it serves as long as it may, and ends in good order, its server with it. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { freePort, portOf, run } from '../cli/command.ts';
import { alive, Ix, serverPid, until } from './ix.ts';

const started: Ix[] = [];
/** One folder for all tests, which come one after the other. */
let parent: string;
let dataDir: string;
let port: number;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ix-ends-'));
  dataDir = join(parent, 'data');
});
beforeEach(async () => {
  port = await freePort();
});
afterEach(async () => {
  for (const ix of started.splice(0)) await ix.clear();
});
afterAll(() => rm(parent, { recursive: true, force: true }));

function up(settings: Record<string, string> = {}, command?: readonly [string, ...string[]]): Ix {
  const ix = new Ix(command === undefined ? ['up'] : [], { IX_DATA_DIR: dataDir, IX_PORT: String(port), ...settings }, command);
  started.push(ix);
  return ix;
}

const ready = (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Nothing is left of it, and PostgreSQL was not cut off. */
async function restsInOrder(server: number): Promise<void> {
  await until(async () => !(await alive(server)));
  expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toMatch(
    /received fast shutdown request\n[\s\S]*database system is shut down\n$/,
  );
  await expect(serverPid(dataDir)).rejects.toThrow('ENOENT');
}

test('a proxy that Node is told of is used neither for itself, nor for files, nor by a command on the same machine', async () => {
  const files = createServer((_, response) => response.setHeader('Content-Type', 'text/plain').end('Invoice no. 4711')).listen(
    0,
    '127.0.0.1',
  );
  await once(files, 'listening');
  const proxied = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' };
  const ix = up({ ...proxied, IX_EGRESS_ALLOW: '127.0.0.1/32' });
  const address = await ix.address();
  const args = ['submit', `http://127.0.0.1:${portOf(files)}/4711.txt`, '-u', 'invoice', '--wait', '60', '--url', address];
  expect(await run(args, { env: proxied })).toMatchObject({ code: 0, stdout: expect.stringMatching(/\tdone\n$/) });
  files.close();

  const server = await serverPid(dataDir);
  ix.kill('SIGTERM');
  expect(await ix.ended()).toBe(0);
  await restsInOrder(server);
});

test('nobody reads what it says, from its first line on: it serves; SIGHUP ends it in good order', async () => {
  const ix = up();
  ix.stopReading();
  await until(ready);
  const server = await serverPid(dataDir);
  ix.kill('SIGHUP');
  // A terminal that closes and its shell may both tell.
  ix.kill('SIGHUP');
  expect(await ix.ended()).toBe(0);
  await restsInOrder(server);
});

test('npm, which started it, is killed: it ends in good order', async () => {
  const npm = up({}, ['npm', 'start']);
  await until(ready);
  const server = await serverPid(dataDir);
  npm.kill('SIGKILL');
  // Its output is closed when both are gone.
  expect(await npm.ended()).toBe('SIGKILL');
  await restsInOrder(server);
});
