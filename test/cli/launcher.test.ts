/** The launcher on a Node too old for TypeScript: it hands over to the project's own and stands in for it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { run, type Started, start } from './command.ts';

/** Says it is Node 20, and cannot read TypeScript either. */
const OLD_NODE = [
  '--no-strip-types',
  '--import',
  `data:text/javascript,${encodeURIComponent("Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } })")}`,
];

test('arguments and output pass through', async () => {
  expect(await run(['--version'], { nodeOptions: OLD_NODE })).toEqual({
    code: 0,
    signal: null,
    stdout: `${packageJson.version}\n`,
    stderr: '',
  });
});

test('the exit code is the command’s', async () => {
  const { code, stderr } = await run(['extract', 'no-such-file.pdf', '--use-case', 'invoice'], { nodeOptions: OLD_NODE });
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'ix: no-such-file.pdf: no such file\n' });
});

test('without the project’s own Node it says what to do', async () => {
  const hidden = `data:text/javascript,${encodeURIComponent(
    "import { Module } from 'node:module'; Module._resolveFilename = () => { throw new Error('not installed') }",
  )}`;
  const { code, stderr } = await run(['--version'], { nodeOptions: [...OLD_NODE, '--import', hidden] });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^ix: needs Node 24 or later, this is 20\.0\.0, .*npm ci\n$/);
});

let database: TestDatabase;
let api: Started;
let address: string;

async function startApi(nodeOptions = OLD_NODE): Promise<void> {
  api = start(['api'], { nodeOptions, env: { IX_DATABASE_URL: database.url, IX_PORT: '0', IX_LOG_LEVEL: 'info' } });
  address = await api.firstLine();
}

beforeEach(async () => {
  database = await createDatabase();
});

afterEach(async () => {
  await database.drop();
});

/** Of what is logged: the last line of a graceful stop. */
const STOPPING = '"msg":"ix is stopping"';

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s reaches the command, which stops gracefully', async (signal) => {
  await startApi();
  api.child.kill(signal);
  const { code, signal: by, stderr } = await api.ended;
  expect({ code, by }).toEqual({ code: 0, by: null });
  expect(stderr).toContain(STOPPING);
  await expect(fetch(`${address}/livez`)).rejects.toThrow();
});

test('a terminal that closes tells the leader of the session alone: it is passed on', async () => {
  const onTerminal =
    "import tty from 'node:tty'; import { syncBuiltinESMExports } from 'node:module'; tty.isatty = () => true; syncBuiltinESMExports();";
  await startApi([...OLD_NODE, '--import', `data:text/javascript,${encodeURIComponent(onTerminal)}`]);
  api.child.kill('SIGHUP');
  expect(await api.ended).toMatchObject({ code: 0, signal: null });
});

test('killed outright, it takes the command with it, which stops gracefully', async () => {
  await startApi();
  api.child.kill('SIGKILL');
  // The command holds the other end of the output: it closes when both are gone.
  const { signal, stderr } = await api.ended;
  expect(signal).toBe('SIGKILL');
  expect(stderr).toContain(STOPPING);
  await expect(fetch(`${address}/livez`)).rejects.toThrow();
});
