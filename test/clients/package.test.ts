/** ix/client as it is published: what package.json exports, in Node and in a browser. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../http/api.ts';
import { launch } from '../ui/browser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const run = promisify(execFile);

/** Of a program that has ix installed. */
let folder: string;
let dist: string;
let api: Api;
let address: string;
let close: () => void;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-installed-'));
  const installed = join(folder, 'node_modules/ix');
  dist = join(installed, 'dist/src/client');
  await mkdir(installed, { recursive: true });
  await copyFile(join(ROOT, 'package.json'), join(installed, 'package.json'));
  await run(process.execPath, [TSC, '--project', join(ROOT, 'packaging/tsconfig.client.json'), '--outDir', join(installed, 'dist')]);
  api = await Api.open();
  const app = new Hono();
  app.get('/page', (c) => c.html('<!doctype html><title>a page</title>'));
  app.get('/client/:name', async (c) =>
    c.body(await readFile(join(dist, c.req.param('name')), 'utf8'), 200, { 'Content-Type': 'text/javascript' }),
  );
  app.route('/', api.app);
  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('no port');
  address = `http://127.0.0.1:${at.port}`;
  close = () => server.close();
});
afterAll(async () => {
  close();
  await rm(folder, { recursive: true });
  await api.close();
});

test('imports nothing but itself', async () => {
  const files = (await readdir(dist)).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(files.map((name) => readFile(join(dist, name), 'utf8')));
  const imported = texts.flatMap((text) =>
    Array.from(text.matchAll(/\bfrom '([^']+)'|import\('([^']+)'\)/g), ([, one, other]) => one ?? other),
  );
  expect(files.length).toBeGreaterThan(5);
  expect(imported.filter((name) => name?.startsWith('./') !== true)).toEqual([]);
});

test('in Node, by its name, with its types', async () => {
  const program = `import { type Job, IxClient, type Submission } from 'ix/client';
    const ix = new IxClient(${JSON.stringify(address)});
    const submission: Submission = { use_case: 'invoice', context: { texts: ['x'] }, request_id: undefined };
    const { job, created } = await ix.submit(submission);
    const found: Job = await ix.job(job.job_id);
    // @ts-expect-error: there is no such status
    if (found.status === 'gone') throw new Error();
    console.log(created, found.status);`;
  await writeFile(join(folder, 'program.mts'), program);
  const options = '--strict --exactOptionalPropertyTypes --noEmit --target es2022 --lib es2022,dom --module nodenext --types';
  const { stdout: faults } = await run(process.execPath, [TSC, ...options.split(' '), '', 'program.mts'], { cwd: folder }).catch(
    (error) => error,
  );
  expect(faults).toBe('');
  const { stdout } = await run(process.execPath, ['program.mts'], { cwd: folder });
  expect(stdout).toBe('true pending\n');
});

test('in a browser: submits a file, and watches the job to its end', async () => {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${address}/page`);
    await page.exposeFunction('endAll', async () => void (await api.endAll()));
    // As text, for the browser alone.
    const told = await page.evaluate(`(async () => {
      const { IxClient, verifyCallback } = await import('/client/index.js');
      const ix = new IxClient('');
      const told = [];
      const files = [{ name: 'a.txt', content: new Blob(['Invoice 4711']) }];
      const { job } = await ix.submit({ use_case: 'invoice' }, { files, onProgress: ({ sent, total }) => told.push([sent, total]) });
      for await (const event of ix.events(job.job_id)) {
        told.push(event.job.status);
        if (event.job.status === 'pending') await endAll();
      }
      await verifyCallback('whsec_AAAA', {}, '').catch((error) => told.push(error.reason));
      return told;
    })()`);
    expect(told).toEqual([[0, 12], [12, 12], 'pending', 'done', 'missing']);
  } finally {
    await browser.close();
  }
});
