/** Scans through the whole pipeline: straight, turned and askew, as pictures and as PDFs. The whole table: `npm run scans`. */
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Progress } from '../../src/pipeline/pipeline.ts';
import { mailOf } from '../documents/formats.ts';
import type { TestPipeline } from '../pipeline/parts.ts';
import { PICTURES, sampleBytes } from './pictures.ts';
import { ocrPipeline, scoreOf, scoreResponse } from './scores.ts';

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await ocrPipeline();
});
afterAll(() => pipeline.close());

/** A picture of a page of a sample. */
async function picture(kind: string, sample: string, page = 1): Promise<Buffer> {
  const bytes = await PICTURES[kind]?.(sample, page);
  if (bytes == null) throw new Error(`${sample} has no page ${page}`);
  return bytes;
}

/** A scanner's PDF: nothing but the pictures. */
async function pdfOf(pictures: readonly Buffer[]): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false });
  const chunks: Promise<Buffer[]> = doc.toArray();
  for (const bytes of pictures) doc.addPage().image(bytes, 0, 0, { fit: [595.28, 841.89] });
  doc.end();
  return Buffer.concat(await chunks);
}

/** What is right of the receipt, of which nothing may be wrong. */
function rightOfReceipt(response: Parameters<typeof scoreResponse>[1]): number {
  const { right, wrong } = scoreResponse('receipt-us', response);
  expect(wrong).toEqual([]);
  return right;
}

test('a picture that is askew gives its fields, those of a block that Tesseract passes over too', async () => {
  const { right, missed, wrong } = await scoreOf(pipeline, 'receipt-de', '1.5°');
  expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
  expect(right).toBe(7);
}, 120_000);

test('a scanned PDF that is attached to a mail gives its fields, too', async () => {
  const scan = await pdfOf([await picture('200 dpi', 'receipt-us')]);
  const mail = mailOf('<p>See the attachment.</p>', scan, 'scan', 'application/octet-stream');
  const url = await pipeline.file('mail.eml', Buffer.from(mail));
  const response = await pipeline.run({ use_case: 'receipt', context: { files: [url] } });
  expect(rightOfReceipt(response)).toBeGreaterThanOrEqual(7);
});

test('a scanned PDF gives the fields of its pages, says that OCR read them, and tells of each page as it goes by', async () => {
  const page = await picture('200 dpi', 'receipt-us');
  const url = await pipeline.file('scan.pdf', await pdfOf([page, page]));
  const told: Progress[] = [];
  const request = { use_case: 'receipt', context: { files: [url] }, options: { ocr: { include_geometries: true } } };
  const response = await pipeline.run(request, { onProgress: (progress) => told.push(progress) });
  expect(response.error).toBeNull();
  expect(response.warning[0]).toBe('file 0 "scan.pdf": pages 1–2: there is no text layer; it was read by OCR');
  expect(response.ocr_result?.meta_data).toEqual({ engines: ['ocr'], page_count: 2 });
  expect(told.filter(({ step }) => step === 'ocr')).toEqual([
    { step: 'ocr' },
    { step: 'ocr', page: 1, pages: 2 },
    { step: 'ocr', page: 2, pages: 2 },
  ]);
  expect(response.metadata.timings.map(({ step }) => step)).toEqual(['setup', 'read', 'ocr', 'extract', 'ground', 'respond']);
  expect(rightOfReceipt(response)).toBeGreaterThanOrEqual(7);
}, 120_000);

test('a page that lies on its side and askew is turned and straightened: its fields are right, and boxes are on the page so made', async () => {
  const upright = sharp(await picture('200 dpi', 'receipt-us'));
  const askew = await sharp(await upright.rotate(2, { background: '#fff' }).png().toBuffer())
    .rotate(90)
    .png()
    .toBuffer();
  const url = await pipeline.file('askew.png', askew);
  const response = await pipeline.run({
    use_case: 'receipt',
    context: { files: [url] },
    options: { ocr: { include_geometries: true } },
  });
  expect(rightOfReceipt(response)).toBeGreaterThanOrEqual(7);
  const { metadata, provenance, ocr_result } = response;
  expect(metadata.straightened).toMatchObject([{ file_index: 0, page_no: 1, turn: 270, angle: expect.closeTo(-2, 0) }]);
  const [page] = ocr_result?.result.pages ?? [];
  expect(page).toMatchObject({ unit: 'pixel', origin: 'ocr', rotation: 270 });
  // The total stands near the end of the receipt, at its right.
  const [x = 0, y = 0] = provenance?.fields['result.total']?.sources[0]?.bounding_box ?? [];
  expect(x).toBeGreaterThan(0.5);
  expect(y).toBeGreaterThan(0.5);
}, 120_000);

test('a run that is cancelled in the middle of a page ends within a second', async () => {
  const url = await pipeline.file('cancel.png', await picture('200 dpi', 'invoice-de'));
  const abort = new AbortController();
  let cancelled = 0;
  const onProgress = ({ step, page }: Progress) => {
    if (step !== 'ocr' || page !== undefined) return;
    cancelled = performance.now();
    abort.abort(new Error('enough'));
  };
  const { code } = await pipeline.run({ use_case: 'invoice', context: { files: [url] } }, { signal: abort.signal, onProgress });
  expect(code).toBe('IX_002_000');
  expect(performance.now() - cancelled).toBeLessThan(1000);
}, 60_000);

test('two scans whose pages fill all threads of OCR hold up another client’s text PDF by no more than the pages in hand', async () => {
  const scan = await pdfOf(Array(2).fill(await picture('200 dpi', 'receipt-us')));
  const urls = await Promise.all(['a', 'b'].map((name) => pipeline.file(`${name}.pdf`, scan)));
  const text = await pipeline.file('other.pdf', sampleBytes('statement-de'));
  const begun = Promise.withResolvers<void>();
  let pages = 0;
  const onProgress = ({ step, page }: Progress) => {
    if (step !== 'ocr') return;
    if (page !== undefined) pages++;
    begun.resolve();
  };
  const scans = pipeline.run({ use_case: 'receipt', ix_client_id: 'a', context: { files: urls } }, { onProgress });
  await begun.promise;
  const { error } = await pipeline.run({ use_case: 'bank_statement_header', ix_client_id: 'b', context: { files: [text] } });
  expect(error).toBeNull();
  // A page for each of the two threads at most: those that they had begun.
  expect(pages).toBeLessThanOrEqual(2);
  expect((await scans).error).toBeNull();
  expect(pages).toBe(4);
}, 120_000);

test('without OCR a picture is told to be unread', async () => {
  const url = await pipeline.file('unread.png', await picture('100 dpi', 'receipt-us'));
  const response = await pipeline.run({ use_case: 'receipt', context: { files: [url] }, options: { ocr: { use_ocr: false } } });
  expect(response.code).toBe('IX_001_000');
  expect(response.warning).toEqual(['file 0 "unread.png": page 1 is a picture and was not read: OCR is switched off']);
});

test('the samples have text layers: none of them waits for OCR', async () => {
  const url = await pipeline.file('text.pdf', sampleBytes('statement-de'));
  const { metadata } = await pipeline.run({ use_case: 'bank_statement_header', context: { files: [url] } });
  expect(metadata.timings.map(({ step }) => step)).not.toContain('ocr');
});
