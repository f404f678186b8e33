/** Suite `pdfs`: PDF jobs over HTTP, from submit to result, beside what PDFium alone takes for the same pages on all cores. */
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FormData, Pool } from 'undici';
import { z } from 'zod';
import { ResponseIXSchema } from '../src/contracts/response.ts';
import type { BareWork } from './bare-pdfium.ts';
import { createDatabase, dropDatabase } from './database.ts';
import { startProcess } from './ix-process.ts';
import { alternate, figuresOf } from './measure.ts';
import { millisecondsByThread } from './processor.ts';
import type { Suite } from './suite.ts';
import { ratioAtLeast, row } from './table.ts';

const DATABASE = 'ix_bench_pdfs';
const CONNECTIONS = 8;
/** Documents of one figure: some seconds. */
const DOCUMENTS = 400;
/** Source: the project's requirements. */
const LEAST = 0.45;
const SAMPLES = join(import.meta.dirname, '../samples');
const JobSchema = z.object({ status: z.string(), response: ResponseIXSchema });

export const pdfs: Suite = async ({ server, rounds, quick, documentsDir, say }) => {
  const folder = documentsDir ?? SAMPLES;
  const names = (await readdir(folder)).filter((name) => name.endsWith('.pdf')).sort();
  const documents = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
  const count = quick ? DOCUMENTS / 4 : DOCUMENTS;
  const url = await createDatabase(server, DATABASE);
  const ix = startProcess('up', url);
  const pool = new Pool(await ix.address(), { connections: CONNECTIONS });
  const bare = await openBare(documents.map(({ bytes }) => bytes));
  const seconds = new Map<string, number>();
  let pages = 0;

  const extract = async (which: number) => {
    const { name, bytes } = documents[which % documents.length] ?? { name: '', bytes: Buffer.alloc(0) };
    const body = new FormData();
    body.append(
      'request',
      JSON.stringify({ use_case: 'invoice', ix_client_id: `client-${which % CONNECTIONS}`, options: { ocr: { use_ocr: false } } }),
    );
    body.append('files', new Blob([bytes], { type: 'application/pdf' }), name);
    const answer = await pool.request({ path: '/jobs', method: 'POST', headers: { prefer: 'wait=30' }, body });
    const { status, response } = JobSchema.parse(await answer.body.json());
    if (status !== 'done') throw new Error(`the job of ${name} is ${status}: ${response.error}`);
    for (const { step, elapsed_seconds } of response.metadata.timings) seconds.set(step, (seconds.get(step) ?? 0) + elapsed_seconds);
  };
  const sides = { ix: extract, bare: bare.open };
  try {
    const pagesOf = await Promise.all(documents.map((_, which) => bare.open(which)));
    const pagesIn = Array.from({ length: count }, (_, which) => pagesOf[which % documents.length] ?? 0).reduce((sum, n) => sum + n, 0);
    for (const side of [extract, bare.open]) await inLanes(count, CONNECTIONS, side);
    seconds.clear();
    const before = await millisecondsByThread(ix.pid);
    const figures = await alternate(rounds, ['ix', 'bare'], async (side, round) => {
      say(`  ${count} documents, round ${round + 1}: ${side}`);
      if (side === 'ix') pages += pagesIn;
      const start = performance.now();
      await inLanes(count, side === 'ix' ? CONNECTIONS : availableParallelism(), sides[side]);
      return (1000 * pagesIn) / (performance.now() - start);
    });
    const spent = await millisecondsByThread(ix.pid);
    const aPage = (ms: number) => `${(ms / pages).toFixed(2)} ms`;
    return {
      rows: [
        row({
          what: `PDF jobs over HTTP, ${CONNECTIONS} connections, submit → result`,
          beside: `PDFium alone, pages and their text opened, ${availableParallelism()} threads`,
          unit: 'pages/s',
          ours: figuresOf(figures, 'ix'),
          theirs: figuresOf(figures, 'bare'),
          required: ratioAtLeast(LEAST),
        }),
      ],
      notes: [
        `${(pagesIn / count).toFixed(2)} pages a document; a page takes, by step: ${[...seconds].map(([step, s]) => `${step} ${aPage(s * 1000)}`).join(', ')}`,
        `processor time of ix a page, by thread: ${[...spent].map(([name, ms]) => `${name} ${aPage(ms - (before.get(name) ?? 0))}`).join(', ')}`,
      ],
      failed: false,
    };
  } finally {
    await Promise.all([bare.close(), pool.close()]);
    ix.kill('SIGTERM');
    await ix.ended();
    await dropDatabase(server, DATABASE);
  }
};

async function inLanes(count: number, width: number, work: (which: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** PDFium in a thread for each core. */
async function openBare(bytes: readonly Uint8Array[]) {
  const work: BareWork = { pdfs: bytes };
  const all = Array.from(
    { length: availableParallelism() },
    () => new Worker(new URL('./bare-pdfium.ts', import.meta.url), { workerData: work }),
  );
  await Promise.all(all.map((worker) => once(worker, 'online')));
  const free = [...all];
  const waiting: ((worker: Worker) => void)[] = [];
  return {
    /** @returns pages of the document. */
    async open(which: number): Promise<number> {
      const worker = free.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
      const answer = once(worker, 'message');
      worker.postMessage(which % bytes.length);
      const [pages] = await answer;
      const next = waiting.shift();
      if (next === undefined) free.push(worker);
      else next(worker);
      return Number(pages);
    },
    close: () => Promise.all(all.map((worker) => worker.terminate())),
  };
}
