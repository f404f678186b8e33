/** PDF pages whose text layer is not all: which ones wait for OCR, and what becomes of the page with what OCR has read. */
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Run } from '../../src/pipeline/reading/layout.ts';
import type { RecognisedPage } from '../../src/pipeline/reading/ocr/recognise-page.ts';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { type Drawing, drawPdf, write } from '../documents/drawn-pdf.ts';
import { rawPdf } from '../documents/raw-pdf.ts';

const gray = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#eee' } })
  .png()
  .toBuffer();
const scan = (doc: Drawing) => doc.image(gray, 0, 0, { width: 595.28, height: 841.89 });

/** As Tesseract would: a word of 12 points at its left end and its baseline. */
const word = (text: string, x: number, baseline: number, confidence = 0.9): Run => ({
  text,
  u0: x,
  u1: x + 6 * text.length,
  baseline,
  top: baseline - 9,
  bottom: baseline + 3,
  em: 12,
  endsWord: true,
  confidence,
});
const pageOf = (...words: Run[]): RecognisedPage => ({ turn: 0, angle: 0, width: 595.28, height: 841.89, words, meanConfidence: 90 });
const read = (bytes: Uint8Array, page?: RecognisedPage | { failed: string }) =>
  readPdf(bytes, { maxPages: 10, recognised: new Map(page === undefined ? [] : [[1, page]]) });
const texts = ({ pages }: Awaited<ReturnType<typeof readPdf>>) => pages[0]?.lines.map(({ text }) => text);

/** A text layer as scanners leave it: over the picture, and painted by nothing. */
const layer = (text: string) =>
  rawPdf(
    [
      {
        content: `q 595 0 0 842 0 0 cm /P Do Q BT 3 Tr /F1 12 Tf 60 742 Td (${text}) Tj ET`,
        resources: '/XObject << /P @picture >>',
      },
    ],
    { objects: { picture: ['/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8', '\xee'] } },
  );

test('a text layer that is whole waits for nothing', async () => {
  const bytes = await drawPdf([(doc) => write(doc, 'Invoice 4711', 60, 60)]);
  expect(await read(bytes)).toMatchObject({ wanted: [], pages: [{ origin: 'pdf-text' }] });
});

test('a page without text waits, may be turned, and says that OCR read it; without OCR it is told that it was not read', async () => {
  const bytes = await drawPdf([scan]);
  expect(await read(bytes)).toMatchObject({ wanted: [{ page_no: 1, straighten: true }], unread: [] });
  const done = await read(bytes, { ...pageOf(word('Invoice', 60, 80), word('4711', 110, 80, 0.5)), turn: 90, angle: 1.5 });
  expect(done).toMatchObject({
    wanted: [],
    unread: [],
    notes: ['page 1: there is no text layer; it was read by OCR'],
    straightened: [{ page_no: 1, turn: 90, angle: 1.5 }],
    pages: [{ origin: 'ocr', rotation: 90, lines: [{ text: 'Invoice 4711', words: [{ confidence: 0.9 }, { confidence: 0.5 }] }] }],
  });
  const { unread } = await readPdf(bytes, { maxPages: 10 });
  expect(unread).toMatchObject([{ reason: 'page 1 has no text; it looks like a scan and was not read' }]);
});

test('what OCR could not do is told, and is not asked again', async () => {
  const { wanted, unread } = await read(await drawPdf([scan]), { failed: 'the thread took more than 60 s' });
  expect(wanted).toEqual([]);
  expect(unread).toMatchObject([{ reason: 'page 1 has no text; it looks like a scan and was not read: the thread took more than 60 s' }]);
});

test('a picture in a page of text is read too: what stands in it is added, what the text says already is not', async () => {
  const bytes = await drawPdf([
    (doc) => {
      write(doc, 'Invoice 4711', 60, 60);
      doc.image(gray, 60, 300, { width: 400, height: 300 });
    },
  ]);
  expect(await read(bytes)).toMatchObject({ wanted: [{ page_no: 1, straighten: false }] });
  const done = await read(bytes, pageOf(word('Invoice', 60, 70), word('Total', 100, 400), word('outside', 60, 700)));
  expect(texts(done)).toEqual(['Invoice 4711', 'Total']);
  expect(done).toMatchObject({ notes: ['page 1: what its pictures say was read by OCR'], pages: [{ origin: 'pdf-text+ocr' }] });
});

test('a logo is no reason', async () => {
  const bytes = await drawPdf([
    (doc) => {
      write(doc, 'Invoice 4711', 60, 60);
      doc.image(gray, 400, 40, { width: 100, height: 60 });
    },
  ]);
  expect((await read(bytes)).wanted).toEqual([]);
});

test('letters that their font does not name are read from the picture', async () => {
  const glyph = ['', '600 0 0 0 500 700 d1 0 0 500 700 re f'] as const;
  const font = `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar 1
    /Widths [600] /CharProcs << /g1 @glyph >> /Encoding << /Type /Encoding /Differences [1 /g1] >> /Resources << >> >>`;
  const content = 'BT /F1 12 Tf 60 742 Td (Total) Tj /F3 12 Tf 36 0 Td (\\001\\001) Tj ET';
  const bytes = rawPdf([{ content }], { fonts: '/F3 @font', objects: { glyph, font } });
  expect(await read(bytes)).toMatchObject({ wanted: [{ page_no: 1, straighten: false }] });
  const done = await read(bytes, pageOf(word('Total', 60, 100), word('119,00', 96, 100)));
  expect(texts(done)).toEqual(['Total 119,00']);
  expect(done).toMatchObject({ unread: [], notes: ['page 1: its fonts do not say which letters they show; it was read by OCR'] });
});

test('a text layer that nobody sees stands where its picture says the same, and falls where it does not', async () => {
  const bytes = layer('Invoice number 4711');
  expect(await read(bytes)).toMatchObject({ wanted: [{ page_no: 1, straighten: false }] });
  const same = await read(bytes, pageOf(word('Invoice', 60, 100), word('number', 104, 100), word('47l1', 150, 100, 0.6)));
  expect(texts(same)).toEqual(['Invoice number 4711']);
  expect(same.notes).toEqual([]);
  const other = await read(bytes, pageOf(word('Receipt', 60, 100), word('from', 110, 100), word('April', 138, 100)));
  expect(texts(other)).toEqual(['Receipt from April']);
  expect(other.notes).toEqual(['page 1: its text layer does not say what its picture shows; the picture was read by OCR']);
});
