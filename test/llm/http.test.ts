/** A really started ix with a model server: what submitters get by HTTP, each error code among it, and what health says. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { IX_ERRORS } from '../../src/contracts/errors.ts';
import { type Job, JobSchema } from '../../src/contracts/job.ts';
import { drawPdf, write } from '../documents/drawn-pdf.ts';
import { until } from '../lifecycle/ix.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { FAMILIES } from '../support/model-server/families.ts';
import { silence, status } from '../support/model-server/faults.ts';
import { right } from '../support/model-server/models.ts';
import { type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { request, TRUTH } from './stage.ts';

let database: TestDatabase;
let server: ModelServer;
let folder: string;
let api: RunningIx;
let worker: RunningIx;
const logged: string[] = [];
const provoked = new Set<string>();

/** The API alone at first: two jobs have to be in a state that no submitter can bring about before a worker sees them. */
beforeAll(async () => {
  [database, server, folder] = await Promise.all([
    createDatabase(),
    startModelServer(FAMILIES['llama.cpp'], right(TRUTH)),
    mkdtemp(join(tmpdir(), 'ix-llm-')),
  ]);
  const config = loadConfig({
    IX_DATABASE_URL: database.url,
    IX_PORT: '0',
    IX_FILE_ROOTS: folder,
    IX_PDF_MAX_PAGES: '1',
    // Longer than a thread takes to start on a machine that is busy.
    IX_PIPELINE_REQUEST_TIMEOUT_SECONDS: '10',
    IX_LEASE_SECONDS: '3',
    IX_LLM_BASE_URL: server.url,
    IX_LLM_API_KEY: 'sk-very-secret',
  });
  const log = pino({ level: 'info' }, { write: (line: string) => logged.push(line) });
  api = await startIx({ config, roles: { api: true, worker: false }, log });
  const [nobody, poison] = await Promise.all([submit(request('llm')), submit(request('llm'))]);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`UPDATE ix_jobs SET request = 'null' WHERE job_id = $1`, [nobody.job_id]);
  await client.query(
    `UPDATE ix_jobs SET status = 'running', worker_id = 'gone', attempts = 3, strikes = 2, started_at = now() - interval '1 hour',
       heartbeat_at = now() - interval '1 hour' WHERE job_id = $1`,
    [poison.job_id],
  );
  worker = await startIx({ config, roles: { api: false, worker: true }, log });
  await until(async () => (await ended(poison.job_id)) === 'IX_003_001');
  // A job without a request is nothing that the API could show.
  const code = async () => {
    const { rows } = await client.query<{ code: string | null }>(`SELECT response->>'code' AS code FROM ix_jobs WHERE job_id = $1`, [
      nobody.job_id,
    ]);
    return rows[0]?.code ?? null;
  };
  await until(async () => (await code()) !== null);
  provoked.add(String(await code()));
  await client.end();
});
afterAll(async () => {
  await worker?.stop();
  await api?.stop();
  await server?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function call(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const post = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
  return await fetch(`${api.address}${path}`, body === undefined ? { headers } : post);
}

async function submit(body: unknown, wait = 0): Promise<Job> {
  const response = await call('/jobs', body, { prefer: `wait=${wait}` });
  expect(response.status, await response.clone().text()).toBe(201);
  return JobSchema.parse(await response.json());
}

async function ended(jobId: string): Promise<string | null> {
  const job = JobSchema.parse(await (await call(`/jobs/${jobId}`, undefined, { prefer: 'wait=20' })).json());
  const code = job.response?.code ?? null;
  if (code !== null) provoked.add(code);
  return code;
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return pathToFileURL(join(folder, name)).href;
}
const page = (doc: Parameters<typeof write>[0]) => write(doc, 'Total 12.00', 50, 50);
const invoice = (context: object, more: object = {}) => ({ use_case: 'invoice', context, ...more });

describe('by HTTP', () => {
  it('a job is answered by the model, with tokens', async () => {
    const job = await submit(request('llm'), 20);
    expect(job.response?.ix_result).toMatchObject({
      result: { number: 'RE-2026-0815' },
      meta_data: { engine: 'llm', model_name: FAMILIES['llama.cpp'].model, token_usage: { completion_tokens: 10 } },
    });
  });

  it.each<[string, () => Promise<unknown> | unknown]>([
    ['IX_000_002', () => invoice({})],
    ['IX_000_004', () => invoice({ texts: ['Total 12.00'] }, { options: { ocr: { include_ocr_text: true } } })],
    ['IX_000_005', async () => invoice({ files: [await file('a.gz', Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]))] })],
    ['IX_000_006', async () => invoice({ files: [await file('two.pdf', await drawPdf([page, page]))] })],
    ['IX_000_007', () => invoice({ files: [pathToFileURL(join(folder, 'nowhere.pdf')).href] })],
    ['IX_000_008', async () => invoice({ files: [await file('broken.pdf', '%PDF-1.7\nnothing more')] })],
    ['IX_000_009', async () => invoice({ files: [await file('locked.pdf', await drawPdf([page], { userPassword: 'sesame' }))] })],
    ['IX_001_000', () => invoice({ texts: [' \n '] })],
    ['IX_001_001', () => ({ ...invoice({ texts: ['Total 12.00'] }), use_case: 'nope' })],
    [
      'IX_002_000',
      () => {
        server.fault(status(401, { error: { message: 'Invalid API Key' } }));
        return request('llm');
      },
    ],
    [
      'IX_002_001',
      () => {
        const nonsense = status(
          200,
          FAMILIES['llama.cpp'].completion({ content: 'Hm.', promptTokens: 1, completionTokens: 1, finish: 'stop' }),
        );
        server.fault(nonsense, nonsense);
        return request('llm');
      },
    ],
    [
      'IX_003_002',
      () => {
        server.fault(silence);
        return request('llm');
      },
    ],
    [
      'IX_003_003',
      () => {
        server.fault(silence);
        return { ...request('llm'), deadline_seconds: 1 };
      },
    ],
  ])('%s', async (code, body) => {
    const { job_id } = await submit(await body());
    expect(await ended(job_id)).toBe(code);
  });

  it('IX_003_000: cancel closes the connection to the model within a second', async () => {
    server.fault(silence);
    const [asked, left] = [server.events.asked(), server.events.left()];
    const { job_id } = await submit(request('llm'));
    await asked;
    const since = performance.now();
    await call(`/jobs/${job_id}/cancel`, {});
    await left;
    expect(performance.now() - since).toBeLessThan(1000);
    expect(await ended(job_id)).toBe('IX_003_000');
  });

  it('every code has been provoked', () => {
    expect([...provoked].sort()).toEqual(Object.keys(IX_ERRORS).sort());
  });
});

describe('health', () => {
  const llm = async () =>
    z.object({ llm: z.object({ ok: z.boolean(), state: z.string(), detail: z.string() }) }).parse(await (await call('/healthz')).json())
      .llm;

  it('says which model answers, and its window; the start has said it, too', async () => {
    expect(await llm()).toEqual({ ok: true, state: 'well', detail: `${FAMILIES['llama.cpp'].model}, window of 16384 tokens` });
    expect(logged.join('')).toContain('the model server answers');
  });

  it('is ill, and 503, when the server is gone; the key is shown nowhere', async () => {
    await server.close();
    expect(await llm()).toMatchObject({ ok: false, state: 'ill', detail: expect.stringMatching(/the model server cannot be reached/) });
    expect((await call('/healthz')).status).toBe(503);
    expect(logged.join('')).not.toContain('sk-very-secret');
    server = await startModelServer();
  });
});
