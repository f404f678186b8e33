/** Clients that others generate from /openapi.json: they compile under strict rules, and work. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Listening, listen } from '../../src/http/server.ts';
import { Api } from '../http/api.ts';
import { heyApi, openapiTypescript } from './generators/generate.ts';

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

let api: Api;
let server: Listening;
let folder: string;
let document: string;

beforeAll(async () => {
  api = await Api.open();
  server = await listen(api.app, { host: '127.0.0.1', port: 0 });
  folder = await mkdtemp(join(tmpdir(), 'ix-generated-'));
  document = join(folder, 'openapi.json');
  await writeFile(document, await (await fetch(`${server.address}/openapi.json`)).text());
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await server.close();
  await api.close();
});

const StdoutSchema = z.object({ stdout: z.string() });

interface Program {
  use(address: string, end: () => Promise<unknown>): Promise<unknown>;
}

/** Compiles a program beside what was generated, and runs it: `use(address, end)`, where `end` does a worker's work. */
async function compiled(name: string, program: string): Promise<unknown> {
  const file = join(folder, name);
  await writeFile(file, program);
  const options =
    '--ignoreConfig --strict --noEmit --target es2022 --lib es2022,dom,dom.iterable --module esnext --moduleResolution bundler';
  await promisify(execFile)(process.execPath, [TSC, ...options.split(' '), file]).catch((error: unknown) => {
    throw new Error(StdoutSchema.parse(error).stdout);
  });
  const { use }: Program = await import(pathToFileURL(file).href);
  return use(server.address, () => api.endAll({ warning: ['read'] }));
}

test('openapi-typescript, with its defaults', async () => {
  await openapiTypescript(pathToFileURL(document), join(folder, 'types.d.ts'));
  const answer = await compiled(
    'with-types.ts',
    `import type { components, paths } from './types';

    type Submission = paths['/jobs']['post']['requestBody']['content']['application/json'];
    type Job = paths['/jobs']['post']['responses']['201']['content']['application/json'];
    type Span = components['schemas']['Source']['char_span'];
    export const span: Span = [0, 4];

    export async function use(address: string, end: () => Promise<unknown>) {
      const submission: Submission = { use_case: 'invoice', context: { texts: ['Invoice 4711'] }, options: { ocr: { use_ocr: false } } };
      const headers = { 'Content-Type': 'application/json' };
      const submitted: Job = await (await fetch(address + '/jobs', { method: 'POST', headers, body: JSON.stringify(submission) })).json();
      await end();
      const path: keyof paths = '/jobs/{job_id}';
      const job: Job = await (await fetch(address + path.replace('{job_id}', submitted.job_id))).json();
      return [submitted.status, job.status, job.response?.warning, job.request.use_case, job.response?.ix_result?.result['x']];
    }`,
  );
  expect(answer).toEqual(['pending', 'done', ['read'], 'invoice', undefined]);
});

test('@hey-api/openapi-ts, with its defaults', async () => {
  await heyApi(document, join(folder, 'client'));
  const answer = await compiled(
    'with-client.ts',
    `import { getJob, submitJob, type SubmitJobData } from './client';
    import { client } from './client/client.gen';

    const body: SubmitJobData['body'] = { context: { texts: ['Invoice 4711'] } };

    export async function use(address: string, end: () => Promise<unknown>) {
      client.setConfig({ baseUrl: address });
      const submitted = await submitJob({ body, headers: { 'Idempotency-Key': 'generated' } });
      await end();
      const job_id = submitted.data?.job_id ?? '';
      const { data } = await getJob({ path: { job_id }, headers: { Prefer: 'wait=5' } });
      const refused = await submitJob({ body: { context: { texts: ['y'] }, priority: 1000 } });
      return [submitted.data?.request_id, data?.status, data?.response?.warning[0], refused.error?.status];
    }`,
  );
  expect(answer).toEqual(['generated', 'done', 'read', 422]);
});
