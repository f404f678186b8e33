/** Pages and texts that do not run from left to right and from top to bottom. */
import { expect, test } from 'vitest';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { segmentsOf } from '../../src/pipeline/reading/reading.ts';
import { createPageRenderer } from '../../src/pipeline/reading/render.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { extract, useCaseOf } from '../rules/support.ts';
import { rawPdf } from './raw-pdf.ts';

const lines = ['Invoice number 2026-0815', 'Invoice date 3 April 2026', 'Total amount 1.190,00 EUR'];

/** The lines of an upright page of 595 × 842, the page then turned clockwise without saying so. */
const turnedPage = (turn: 90 | 180 | 270) => {
  const matrix = { 90: '0 -1 1 0 0 595', 180: '-1 0 0 -1 595 842', 270: '0 1 -1 0 842 0' }[turn];
  const texts = lines.map((text, row) => `BT /F1 12 Tf 72 ${700 - 20 * row} Td (${text}) Tj ET`).join('\n');
  return rawPdf([{ content: `q ${matrix} cm ${texts} Q`, mediaBox: turn === 180 ? [0, 0, 595, 842] : [0, 0, 842, 595] }]);
};

test.each([90, 180, 270] as const)('a page turned by %i° without /Rotate is turned back, on its image too', async (turn) => {
  const bytes = turnedPage(turn);
  const { pages } = await readPdf(bytes, { maxPages: 1 });
  expect(pages[0]).toMatchObject({ width: 595, height: 842, rotation: (360 - turn) % 360 });
  expect(pages[0]?.lines.map(({ text }) => text)).toEqual(lines);
  expect(pages[0]?.lines.map(({ bounding_box: [x, , , , , , , bottom] }) => [Math.round(x ?? 0), Math.round(bottom ?? 0)])).toEqual([
    [72, 145],
    [72, 165],
    [72, 185],
  ]);
  const renderer = createPageRenderer({
    threads: new ThreadPool({ threads: 1, kept: 0, maxHeapMb: 128 }),
    cacheBytes: 0,
    timeoutSeconds: 50,
  });
  try {
    expect(await renderer.render('turned', async () => bytes, 1, null)).toMatchObject({ width: 595, height: 842 });
  } finally {
    await renderer.close();
  }
});

/** A page as a scanner's software leaves it: off by some degrees clockwise, around its middle. */
const skewed = (degrees: number, drawn: string) => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return `q 1 0 0 1 297 421 cm ${cos} ${-sin} ${sin} ${cos} 0 0 cm 1 0 0 1 -297 -421 cm ${drawn} Q`;
};
const cells = [
  ['Invoice number', '2026-0815'],
  ['Net amount', '1.000,00'],
  ['VAT 19 %', '190,00'],
  ['Total amount', '1.190,00'],
  ['Customer number', '4711'],
].flatMap(([label, value], row) => [
  { text: label, x: 60, y: 700 - 16 * row },
  { text: value, x: 480, y: 700 - 16 * row },
]);
const sheet = cells.map(({ text, x, y }) => `BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET`).join('\n');

test.each([-5, -3, -1, -0.3, 0.3, 0.7, 1, 2.5, 5])('a page askew by %d° has its rows, and its boxes where they lie', async (degrees) => {
  const { pages } = await readPdf(rawPdf([{ content: skewed(degrees, sheet) }]), { maxPages: 1 });
  const reading = { pages, unread: [] };
  expect(segmentsOf(reading).map(({ line }) => line.text)).toEqual(cells.map(({ text }) => text));
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [x, y] = [480 - 297, 421 - 652];
  const [left = 0, , , , , , , foot = 0] = pages[0]?.lines.find(({ text }) => text === '1.190,00')?.bounding_box ?? [];
  expect(Math.hypot(left - (297 + x * cos - y * sin), foot - (421 + x * sin + y * cos))).toBeLessThan(3);
  const { result } = await extract(
    reading,
    useCaseOf(
      { name: 'invoice_number', type: 'string', labels: ['Invoice number'] },
      { name: 'net', type: 'decimal', labels: ['Net amount'] },
      { name: 'gross', type: 'decimal', labels: ['Total amount'] },
    ),
  );
  expect(result).toEqual({ invoice_number: '2026-0815', net: '1000.00', gross: '1190.00' });
});

test('a note across a straight page moves nothing', async () => {
  const note = 'q 0.998 0.07 -0.07 0.998 100 300 cm BT /F1 10 Tf (a note, written across) Tj ET Q';
  const { pages } = await readPdf(rawPdf([{ content: `${sheet} ${note}` }]), { maxPages: 1 });
  const segments = segmentsOf({ pages, unread: [] });
  expect(segments.map(({ line }) => line)).toEqual(pages[0]?.lines);
  expect(segments.at(-1)?.line.text).toBe('a note, written across');
});

/** Courier with the letters of shalom at a to d, as a font without the script would have it: drawn from left to right. */
const hebrew = {
  font: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding /ToUnicode @map >>',
  map: [
    '',
    `begincmap 1 begincodespacerange <00> <FF> endcodespacerange 4 beginbfchar <61> <05E9> <62> <05DC> <63> <05D5> <64> <05DD> endbfchar
     2 beginbfrange <30> <39> <0030> <41> <5A> <0041> endbfrange endcmap`,
  ] as const,
};

test.each([
  ['one word', 'dcba', 'שלום'],
  ['two words', 'ba dcba', 'שלום של'],
  ['a number after the word', '1250 dcba', 'שלום 1250'],
  ['a word in Latin text', 'NAME dcba OK', 'NAME שלום OK'],
  ['two words in Latin text', 'THE NAME ba dcba OK', 'THE NAME שלום של OK'],
])('right to left in reading order: %s', async (_, drawn, text) => {
  const content = `BT /F3 12 Tf 72 700 Td (${drawn}) Tj ET`;
  const { pages } = await readPdf(rawPdf([{ content }], { fonts: '/F3 @font', objects: hebrew }), { maxPages: 1 });
  expect(pages[0]?.lines.map((line) => line.text)).toEqual([text]);
});
