/** What an ix that is gone has left on its folder: what lives is never pushed aside, what is dead never in the way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findBinaries } from '../../src/database/binaries.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../src/database/embedded.ts';
import { clearLeftover } from '../../src/database/leftover.ts';
import { ServerPrograms } from '../../src/database/server-programs.ts';
import { serverUser } from '../../src/database/server-user.ts';
import { freePort } from '../cli/command.ts';
import { alive, until } from '../lifecycle/ix.ts';
import { ELSEWHERE } from '../support/namespaces.ts';

const log = pino({ level: 'silent' });
/** Each test leaves it at rest. */
let parent: string;
let dataDir: string;
let cluster: string;
let pidFile: string;
let programs: ServerPrograms;

const start = (): Promise<EmbeddedDatabase> => startEmbedded({ dataDir, log, settings: { fsync: 'off' } });

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ix-leftover-'));
  await chmod(parent, 0o711);
  dataDir = join(parent, 'data');
  cluster = join(dataDir, 'postgres');
  pidFile = join(cluster, 'postmaster.pid');
  await (await start()).stop();
});
beforeEach(async () => {
  programs = await ServerPrograms.open(dataDir, null);
});
afterEach(() => programs.close());
afterAll(() => rm(parent, { recursive: true, force: true }));

const readPid = async (): Promise<string> => readFile(pidFile, 'utf8');

/** As a server writes it. */
const writePid = (pid: number): Promise<void> => writeFile(pidFile, `${pid}\n${cluster}\n1\n5432\n\n127.0.0.1\n\nready   \n`);

async function gone(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

test('a server that still runs is stopped, with all its processes', async () => {
  const server = await start();
  expect(await clearLeftover(cluster, programs)).toBe(server.pid);
  expect(programs.anyAlive()).toBe(false);
  await server.exited;
  await server.stop();
});

test('a server whose process is out of sight is left alone, and so is its pid file; the start is refused until it has ended', async () => {
  await writePid(2 ** 22 - 1);
  const before = await readPid();
  const [program = 'sleep', ...args] = [...ELSEWHERE, 'sleep', '60'];
  const server = programs.launch(program, args, cluster, ['ignore', 'ignore', 'ignore']);
  await expect(clearLeftover(cluster, programs, 100)).rejects.toThrow(/still runs on .* cannot be seen from here.*process 4194303/);
  expect(await readPid()).toBe(before);
  await gone(server);
  // What it started in its own namespace ends a moment later.
  await expect.poll(() => programs.anyAlive(), { timeout: 30_000 }).toBe(false);
  await (await start()).stop();
});

describe('a pid file without its server is removed', () => {
  test.each([
    ['whose process is gone', 2 ** 22 - 1],
    ['whose pid is another program', process.pid],
    ['of single-user mode', -process.pid],
  ])('%s', async (_, pid) => {
    await writePid(pid);
    expect(await clearLeftover(cluster, programs)).toBe(null);
    await expect(readPid()).rejects.toThrow('ENOENT');
  });
});

test('a server that somebody has started by hand goes on, and ix does not start beside it', async () => {
  const user = await serverUser(cluster);
  const { postgres } = await findBinaries(user);
  const settings = ['-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1', '-c', `port=${await freePort()}`];
  const server = spawn(postgres, ['-D', cluster, ...settings], {
    cwd: cluster,
    env: {},
    stdio: 'ignore',
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
  });
  await until(async () => server.exitCode !== null || (await readPid().catch(() => '')).includes('ready'));
  await expect(start()).rejects.toThrow(`Is another postmaster (PID ${server.pid}) running`);
  expect(await readPid()).toContain(String(server.pid));
  expect(await alive(server.pid ?? 0)).toBe(true);
  server.kill('SIGINT');
  await once(server, 'exit');
});
