/** Which PostgreSQL the tests get: the one that is given, else one in a container where an engine answers, else the embedded one. */
import { once } from 'node:events';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { containerServer } from './container.ts';
import { openScriptedEngine, type ScriptedContainer, type ScriptedEngine } from './scripted-engine.ts';
import type { PostgresServer } from './server.ts';
import { startServer } from './start.ts';

const IMAGE = 'registry.example/team/postgres:18';

let folder: string;
let silent: Server;
let engine: ScriptedEngine;
/** Taken in place of an engine that hangs; after that it is what the scripted engine has in its container. */
let embedded: PostgresServer;
let started: ScriptedContainer[];
let warned: MockInstance<typeof console.warn>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-engines-'));
  silent = await listen('silent');
  const closing = await listen('closing');
  await rename(socket('closing'), socket('dead'));
  closing.close();
  engine = await openScriptedEngine({ socket: socket('scripted'), image: IMAGE, containerPort: 5432, start: startInContainer });
});

afterAll(async () => {
  await embedded.stop();
  await engine.close();
  silent.close();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  started = [];
  warned = vi.spyOn(console, 'warn').mockReturnValue();
  vi.stubEnv('IX_TEST_DATABASE_URL', '');
  vi.stubEnv('IX_TEST_POSTGRES_IMAGE', IMAGE);
  // What testcontainers would look for on this machine: its settings and Docker's, its reaper, a network to be reached by.
  vi.stubEnv('HOME', folder);
  vi.stubEnv('DOCKER_AUTH_CONFIG', '{}');
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', 'true');
  vi.stubEnv('TESTCONTAINERS_HOST_OVERRIDE', '127.0.0.1');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test('the embedded server, where the engine hangs', async () => {
  vi.stubEnv('DOCKER_HOST', address('silent'));
  embedded = await startServer();
  await expect(select(embedded.url, 'SELECT 1')).resolves.toEqual(['1']);
  expect(warned.mock.calls).toEqual([[expect.stringMatching(/^The container engine at DOCKER_HOST=.*silent does not answer/)]]);
});

test.each(['none', 'dead', 'silent'])('no container, after a short look: %s', async (name) => {
  vi.stubEnv('DOCKER_HOST', address(name));
  const began = performance.now();
  await expect(containerServer()).resolves.toBeNull();
  expect(performance.now() - began).toBeLessThan(3000);
  expect(warned).toHaveBeenCalledOnce();
});

test.each(['nonsense', 'ssh://host.example', 'unix://'])('no container by an address of another form: %s', async (where) => {
  vi.stubEnv('DOCKER_HOST', where);
  await expect(containerServer()).resolves.toBeNull();
});

test('a container where an engine answers: of the image that is asked for, with the settings, gone at the end', async () => {
  vi.stubEnv('DOCKER_HOST', address('scripted'));
  const server = await startServer();

  expect(started).toEqual([expect.objectContaining({ Image: IMAGE })]);
  const settings = (started[0]?.Cmd ?? []).filter((argument) => argument.includes('=')).map((argument) => argument.split('='));
  expect(Object.fromEntries(settings)).toMatchObject({ fsync: 'off', jit: 'off', max_connections: '500' });
  // The embedded server has these settings, too.
  for (const [name, value] of settings) await expect(select(server.url, `SHOW ${name}`)).resolves.toEqual([value]);

  expect(engine.calls).toContain('POST /images/create');
  expect(engine.calls).not.toContain('DELETE /containers/scripted');
  await server.stop();
  expect(engine.calls.slice(-2)).toEqual(['POST /containers/scripted/stop', 'DELETE /containers/scripted']);
  expect(warned).not.toHaveBeenCalled();
});

test('no container where the engine cannot get the image', async () => {
  vi.stubEnv('DOCKER_HOST', address('scripted'));
  vi.stubEnv('IX_TEST_POSTGRES_IMAGE', 'registry.example/team/missing:1');
  await expect(containerServer()).resolves.toBeNull();
  expect(started).toEqual([]);
  expect(warned.mock.calls).toEqual([[expect.stringMatching(/cannot start registry.example\/team\/missing:1/)]]);
});

test('what is given comes before any engine', async () => {
  vi.stubEnv('DOCKER_HOST', address('scripted'));
  vi.stubEnv('IX_TEST_DATABASE_URL', 'postgres://given.example/ix');
  const before = engine.calls.length;
  await expect(startServer()).resolves.toMatchObject({ url: 'postgres://given.example/ix' });
  expect(engine.calls).toHaveLength(before);
});

const socket = (name: string): string => join(folder, name);
const address = (name: string): string => `unix://${socket(name)}`;

/** Takes connections and never says a word. */
async function listen(name: string): Promise<Server> {
  const server = createServer(() => {}).listen(socket(name));
  await once(server, 'listening');
  return server;
}

/** The embedded server takes the password that the image is told. */
async function startInContainer(container: ScriptedContainer): Promise<number> {
  started.push(container);
  const env = Object.fromEntries(container.Env.map((entry) => entry.split('=', 2)));
  expect(env).toMatchObject({ POSTGRES_USER: 'ix', POSTGRES_DB: 'ix' });
  await select(embedded.url, `ALTER ROLE ix PASSWORD ${pg.escapeLiteral(String(env.POSTGRES_PASSWORD))}`);
  return Number(new URL(embedded.url).port);
}

/** The first column. */
async function select(connectionString: string, statement: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<string[]>({ text: statement, rowMode: 'array' });
    return rows.map(([first]) => String(first));
  } finally {
    await client.end();
  }
}
