/** The pool of threads: fair by client, with limits, and what becomes of tasks whose thread ends. */
import { afterEach, expect, it } from 'vitest';
import { IxError } from '../../src/contracts/errors.ts';
import { ThreadPool, type ThreadPoolOptions } from '../../src/pipeline/threads/pool.ts';
import { rawPdf } from '../documents/raw-pdf.ts';
import { testPipeline } from './parts.ts';

const never = new AbortController().signal;
let pool: ThreadPool;
const open = (options: Partial<ThreadPoolOptions> = {}) => {
  pool = new ThreadPool({ threads: 1, kept: 1, maxHeapMb: 256, ...options });
  return pool;
};
afterEach(() => pool.close());

const PDF = rawPdf([{ content: 'BT /F1 12 Tf 72 700 Td (Code: AB-1234) Tj ET' }]);
const draw = (page: number, client: string, signal = never, onBegin = () => {}) =>
  pool.run('drawing', { bytes: PDF, page, dpi: 10, maxMb: 256 }, { client, signal, onBegin });

/** Each `a` more doubles the time: "slow" ends after a second or so, "endless" never. */
const hostile = (as: number) => ({
  use_case_inline: { name: 'hostile', fields: [{ name: 'code', type: 'string', labels: ['Code'], pattern: '(?:a+)+b' }] },
  context: { texts: [`Code: ${'a'.repeat(as)}1!`] },
});

it.each([1, 2])('with %i threads, 20 documents of one client hold up another’s by no more than one', async (threads) => {
  open({ threads });
  const begun: string[] = [];
  const run = (client: string) => draw(1, client, never, () => begun.push(client));
  await Promise.all([...Array.from({ length: 20 }, () => run('busy')), run('other'), run('other')]);
  // Those of `busy` that ran already, then the first of the other. How many follow on a second thread depends on which of them is quick.
  expect(begun.slice(0, threads + 1)).toEqual([...Array.from({ length: threads }, () => 'busy'), 'other']);
  if (threads === 1) expect(begun.slice(2, 4)).toEqual(['busy', 'other']);
});

it('an error comes home as what it was', async () => {
  open();
  await expect(
    pool.run('drawing', { bytes: Buffer.from('no PDF'), page: 1, dpi: 10, maxMb: 256 }, { client: 'a', signal: never }),
  ).rejects.toEqual(new IxError('IX_000_008', 'the PDF is damaged beyond repair'));
  expect(await draw(2, 'a')).toBeNull();
});

it('a thread that takes more memory than it may is the end of its task, not of the process or of the next task', async () => {
  open({ maxHeapMb: 64 });
  // A reading whose own limits are wider than its thread's.
  const pipeline = await testPipeline({
    threads: { maxHeapMb: 4096, run: (...of) => pool.run(...of), close: async () => {} },
    rules: null,
  });
  expect(await pipeline.run({ ...hostile(1), context: { texts: Array.from({ length: 2 }, () => 'a '.repeat(400_000)) } })).toMatchObject({
    code: 'IX_000_008',
    error: expect.stringContaining('the thread takes more than the 64 MiB it may use (IX_PIPELINE_THREAD_MB)'),
  });
  expect(await draw(1, 'a')).toMatchObject({ pages: 1 });
  await pipeline.close();
});

it('a step that takes more processor time than it may ends its job', async () => {
  const pipeline = await testPipeline({ threads: open({ processor: { taskSeconds: 100, noteSeconds: 1 } }), rules: null });
  const response = await pipeline.run(hostile(40));
  expect(response).toMatchObject({ code: 'IX_003_002', error: expect.stringContaining('1 s of processor time for one page or step') });
  expect(response.metadata.timings.map(({ step }) => step)).toEqual(['setup', 'read', 'extract']);
  await pipeline.close();
});

it('pages are told of while a document is read', async () => {
  const pipeline = await testPipeline({ threads: open(), rules: null });
  const told: unknown[] = [];
  const url = await pipeline.file('two.pdf', rawPdf(Array.from({ length: 2 }, () => ({ content: '' }))));
  await pipeline.run({ use_case: 'invoice', context: { files: [url, url] } }, { onProgress: (progress) => told.push(progress) });
  expect(told).toMatchObject([
    { step: 'setup' },
    { step: 'read' },
    { page: 1, pages: 2 },
    { page: 2, pages: 2 },
    { page: 3, pages: 4 },
    { page: 4, pages: 4 },
  ]);
  await pipeline.close();
});

it('what waits is told when the pool is closed', async () => {
  open();
  const outcomes = Promise.allSettled([draw(1, 'a'), draw(1, 'a'), draw(1, 'b')]);
  await pool.close();
  for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { message: 'was stopped' } });
  await expect(draw(1, 'a')).rejects.toThrow('was stopped');
});
