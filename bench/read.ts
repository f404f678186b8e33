/** Suite `read`: pages read from text layers beside PDFium alone, pages recognised beside Tesseract alone, memory over many scans, and documents of 1, 10 and 100 pages. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { loadConfig } from '../src/config.ts';
import { newIxId } from '../src/contracts/ids.ts';
import { RequestIXSchema } from '../src/contracts/request.ts';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import drawPage from '../src/pipeline/reading/draw-page.ts';
import type { BareWork } from './bare-pdfium.ts';
import type { BareRecognition } from './bare-tesseract.ts';
import { alternate, figuresOf } from './measure.ts';
import { openPipeline } from './pipeline.ts';
import type { Suite } from './suite.ts';
import { ratioAtLeast, row } from './table.ts';

const DPI = 200;
/** Pages of a document with a text layer, and how often it is read for one figure. */
const TEXT_PAGES = 2;
const TEXT_READS = 200;
/** Source: the project's requirements. */
const LEAST = { text: 0.6, ocr: 0.9 };

/** Pages. What others do on the machine shows in the first, hardly in the second. */
interface Rate {
  readonly bySecond: number;
  readonly byProcessorSecond: number;
}

export const read: Suite = async ({ rounds, quick, say }) => {
  const text = await readFile(new URL('../samples/invoice-de-two-pages.pdf', import.meta.url));
  const page = await drawPage({ bytes: text, page: 1, dpi: DPI, maxMb: 512 });
  if (page?.png == null) throw new Error('the sample has a page');
  const jpeg = await sharp(page.png).greyscale().withMetadata({ density: DPI }).jpeg({ quality: 80 }).toBuffer();
  const { data, info } = await sharp(jpeg).greyscale().toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const cores = availableParallelism();
  const sizes = quick ? [1, 10] : [1, 10, 100];
  const files = new Map<string, Uint8Array>([
    ['http://x/text', text],
    ['http://x/scan', jpeg],
  ]);
  for (const size of sizes) files.set(`http://x/${size}`, await scanOf(jpeg, size));

  const pipeline = await openPipeline(files, cores);
  const languages = loadConfig({}).IX_OCR_LANGUAGES;
  const recognition: BareRecognition = { pixels: { data, width: info.width, height: info.height }, dpi: DPI, languages };
  const pdfs: BareWork = { pdfs: [text] };
  const bareText = openBare('./bare-pdfium.ts', pdfs, cores);
  const bareOcr = openBare('./bare-tesseract.ts', recognition, cores);
  try {
    const rate = async (pages: number, width: number, work: () => Promise<unknown>): Promise<Rate> => {
      const [start, used] = [performance.now(), process.cpuUsage()];
      await Promise.all(Array.from({ length: width }, work));
      const { user, system } = process.cpuUsage(used);
      return { bySecond: pages / ((performance.now() - start) / 1000), byProcessorSecond: pages / ((user + system) / 1e6) };
    };
    const reads = quick ? TEXT_READS / 4 : TEXT_READS;
    const scans = quick ? 2 * cores : 8 * cores;
    const ways = {
      ixText: () => rate(reads * TEXT_PAGES, reads, () => run(pipeline, 'http://x/text')),
      bareText: () => rate(reads * TEXT_PAGES, cores, () => bareText.each(reads / cores)),
      ixOcr: () => rate(scans, scans, () => run(pipeline, 'http://x/scan')),
      bareOcr: () => rate(scans, cores, () => bareOcr.each(scans / cores)),
    };
    for (const way of Object.values(ways)) await way();
    const figures = await alternate(rounds, ['ixText', 'bareText', 'ixOcr', 'bareOcr'], async (way, round) => {
      say(`  round ${round + 1}: ${way}`);
      return ways[way]();
    });
    const notes: string[] = [];
    for (const size of sizes) {
      say(`  a scan of ${size} pages`);
      const { bySecond, byProcessorSecond } = await rate(size, 1, () => run(pipeline, `http://x/${size}`));
      notes.push(
        `a scan of ${size} pages: ${(1 / bySecond).toFixed(2)} s a page, ${(1 / byProcessorSecond).toFixed(2)} s of processor time`,
      );
    }
    const memory: number[] = [];
    for (let n = 0; n <= (quick ? 20 : 200); n++) {
      await run(pipeline, 'http://x/scan');
      if (n % (quick ? 5 : 50) === 0) memory.push(Math.round(process.memoryUsage().rss / 1e6));
    }
    notes.push(`resident over ${quick ? 20 : 200} scans, one after the other: ${memory.join(', ')} MB`);
    const threads = `${cores} threads`;
    const of = (way: keyof typeof ways, which: keyof Rate, seconds: number) =>
      figuresOf(figures, way).map((rates) => rates[which] * seconds);
    const rows = (['bySecond', 'byProcessorSecond'] as const).flatMap((which) => {
      const time = which === 'bySecond' ? '' : ', by processor time';
      return [
        row({
          what: `pages with a text layer, read${time}`,
          beside: `PDFium alone, ${threads}`,
          unit: 'pages/s',
          ours: of('ixText', which, 1),
          theirs: of('bareText', which, 1),
          required: ratioAtLeast(LEAST.text),
        }),
        row({
          what: `scans at ${DPI} dpi, read by OCR${time}`,
          beside: `Tesseract alone, ${threads}`,
          unit: 'pages/min',
          ours: of('ixOcr', which, 60),
          theirs: of('bareOcr', which, 60),
          required: ratioAtLeast(LEAST.ocr),
        }),
      ];
    });
    return { rows, notes, failed: false };
  } finally {
    await Promise.all([pipeline.close(), bareText.close(), bareOcr.close()]);
  }
};

async function run(pipeline: Pipeline, url: string): Promise<void> {
  const request = RequestIXSchema.parse({ context: { files: [url] }, options: { ocr: { ocr_only: true } } });
  const { error } = await pipeline.run(request, { jobId: null, ixId: newIxId(), signal: new AbortController().signal });
  if (error !== null) throw new Error(error);
}

async function scanOf(jpeg: Buffer, pages: number): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false });
  const chunks: Promise<Buffer[]> = doc.toArray();
  for (let page = 0; page < pages; page++) doc.addPage().image(jpeg, 0, 0, { fit: [595.28, 841.89] });
  doc.end();
  return Buffer.concat(await chunks);
}

/** Threads that each do their work over and over. */
function openBare(file: string, workerData: BareWork | BareRecognition, count: number) {
  const all = Array.from({ length: count }, () => new Worker(new URL(file, import.meta.url), { workerData }));
  const free = [...all];
  return {
    /** One thread, so many times. */
    async each(times: number): Promise<void> {
      const worker = free.pop();
      if (worker === undefined) throw new Error('all threads are at work');
      for (let n = 0; n < times; n++) {
        const answer = once(worker, 'message');
        worker.postMessage(0);
        await answer;
      }
      free.push(worker);
    },
    close: () => Promise.all(all.map((worker) => worker.terminate())),
  };
}
