/** ix/client as it is published: what package.json exports, in Node and in a browser. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../http/api.ts';
import { launch } from '../ui/browser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = new URL('../../dist/client/', import.meta.url);
const run = promisify(execFile);

let api: Api;
let address: string;
let close: () => void;

beforeAll(async () => {
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.client.json'], { cwd: ROOT });
  api = await Api.open();
  const app = new Hono();
  app.get('/page', (c) => c.html('<!doctype html><title>a page</title>'));
  app.get('/client/:name', async (c) =>
    c.body(await readFile(new URL(c.req.param('name'), DIST), 'utf8'), 200, { 'Content-Type': 'text/javascript' }),
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
  await api.close();
});

test('imports nothing but itself', async () => {
  const files = (await readdir(DIST)).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, DIST), 'utf8')));
  const imported = texts.flatMap((text) =>
    Array.from(text.matchAll(/\bfrom '([^']+)'|import\('([^']+)'\)/g), ([, one, other]) => one ?? other),
  );
  expect(files.length).toBeGreaterThan(5);
  expect(imported.filter((name) => name?.startsWith('./') !== true)).toEqual([]);
});

test('in Node, by its name', async () => {
  const program = `import { IxClient } from 'ix/client';
    const ix = new IxClient(${JSON.stringify(address)});
    const { job, created } = await ix.submit({ use_case: 'invoice', context: { texts: ['x'] } });
    console.log(created, (await ix.job(job.job_id)).status);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: ROOT });
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
