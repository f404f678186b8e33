/** How many words of a page are found, and how well their boxes lie on where they were drawn, kind of page by kind of page. */
import { expect, test } from 'vitest';
import type { Word } from '../../src/contracts/response.ts';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { LINE_12, width12 } from './drawn-pdf.ts';
import { type RawOptions, type RawPage, rawPdf } from './raw-pdf.ts';

const words = ['Invoice', '2026-0815', 'Total', '1.190,00', 'Customer', 'Northwind', 'Delivery', 'Reference'];
const places = words.map((text, index) => ({ text, x: 72 + 150 * (index % 3), y: 700 - 60 * Math.floor(index / 3) }));
const drawn = places.map(({ text, x, y }) => `BT /F1 12 Tf ${x} ${y} Td (${text}) Tj ET`).join('\n');
const stamp = {
  forms: { X1: { content: 'BT /F1 12 Tf 10 10 Td (stamp) Tj ET' } },
  annotations: [{ form: 'X1', rect: [60, 60, 1060, 1060] }],
};

/** Intersection over union with the upright box that the word was drawn in. */
function overlap({ bounding_box: b }: Word, { text, x, y }: (typeof places)[number]): number {
  const [left, top, right, bottom] = [x, 842 - y - 0.718 * 12, x + width12(text), 842 - y - 0.718 * 12 + LINE_12];
  const [l = 0, t = 0, r = 0, , , u = 0] = b;
  const both = Math.max(0, Math.min(right, r) - Math.max(left, l)) * Math.max(0, Math.min(bottom, u) - Math.max(top, t));
  return both / ((right - left) * (bottom - top) + (r - l) * (u - t) - both);
}

test.each<[string, RawPage, RawOptions]>([
  ['plain', { content: drawn }, {}],
  ['hidden text beside it', { content: `${drawn} 1 g ${drawn.replaceAll(' 7', ' 1')}` }, {}],
  ['boxes over and under it', { content: `0.9 g 50 50 500 760 re f 0 g ${drawn} 0 G 60 60 480 740 re S` }, {}],
  ['an inherited box, and a stamp', { content: drawn, mediaBox: null, ...stamp }, { tree: '/MediaBox [0 0 595 842]' }],
  ['upside down', { content: `q -1 0 0 -1 595 842 cm ${drawn} Q` }, {}],
  ['sideways', { content: `q 0 -1 1 0 0 595 cm ${drawn} Q`, mediaBox: [0, 0, 842, 595] }, {}],
])('%s: all words, boxes on nine tenths', async (_, page, options) => {
  const { pages } = await readPdf(rawPdf([page], options), { maxPages: 1 });
  const read = pages.flatMap(({ lines }) => lines.flatMap((line) => line.words));
  const found = places.map((place) => Math.max(0, ...read.filter(({ text }) => text === place.text).map((word) => overlap(word, place))));
  expect(found.filter((part) => part > 0.9)).toHaveLength(places.length);
});
