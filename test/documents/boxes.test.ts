import { describe, expect, test } from 'vitest';
import type { Line, Page } from '../../src/contracts/response.ts';
import { PageSchema } from '../../src/contracts/response.ts';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { A4, drawPdf, LINE_12, width12, write } from './drawn-pdf.ts';
import { rawPdf } from './raw-pdf.ts';

async function firstPage(bytes: Buffer): Promise<Page> {
  const { pages, unread } = await readPdf(bytes, { maxPages: 10 });
  expect(unread).toEqual([]);
  return PageSchema.parse(pages[0]);
}

function theLine(page: Page, text: string): Line {
  const found = page.lines.filter((line) => line.text === text);
  expect(found, `${JSON.stringify(text)} among ${JSON.stringify(page.lines.map((line) => line.text))}`).toHaveLength(1);
  return found[0] ?? expect.fail();
}

/** Corners of an upright rectangle, clockwise from the top left. */
const upright = (x: number, y: number, w: number, h: number): number[] => [x, y, x + w, y, x + w, y + h, x, y + h];

/** Within 1.5 points, corner by corner. */
function expectBox(actual: readonly number[], expected: readonly number[]): void {
  const off = expected.map((value, index) => Math.abs(value - (actual[index] ?? Number.NaN)));
  expect(Math.max(...off), `${actual.join(' ')} is not ${expected.map((value) => value.toFixed(2)).join(' ')}`).toBeLessThanOrEqual(1.5);
}

describe('where a text stands', () => {
  test('lines and words have the boxes they were drawn with', async () => {
    const page = await firstPage(
      await drawPdf([
        (doc) => {
          write(doc, 'Rechnung Nr. 4711', 72, 100);
          write(doc, 'Summe: 1.234,56', 300.5, 700.25);
        },
      ]),
    );
    expect(page).toMatchObject({ page_no: 1, file_index: 0, unit: 'point', rotation: 0 });
    expect([page.width, page.height]).toEqual([expect.closeTo(A4.width, 1), expect.closeTo(A4.height, 1)]);
    const line = theLine(page, 'Rechnung Nr. 4711');
    expectBox(line.bounding_box, upright(72, 100, width12('Rechnung Nr. 4711'), LINE_12));
    expect(line.words.map((word) => [word.text, word.confidence, word.char_span])).toEqual([
      ['Rechnung', 1, [0, 8]],
      ['Nr.', 1, [9, 12]],
      ['4711', 1, [13, 17]],
    ]);
    const starts = [0, width12('Rechnung '), width12('Rechnung Nr. ')];
    for (const [index, word] of line.words.entries()) {
      expectBox(word.bounding_box, upright(72 + (starts[index] ?? 0), 100, width12(word.text), LINE_12));
    }
    expectBox(theLine(page, 'Summe: 1.234,56').bounding_box, upright(300.5, 700.25, width12('Summe: 1.234,56'), LINE_12));
  });

  test('accents on capitals are inside the box', async () => {
    const page = await firstPage(await drawPdf([(doc) => write(doc, 'Ähren', 72, 100)]));
    const [, top] = theLine(page, 'Ähren').bounding_box;
    // The dots of Ä end 0.90 em above the baseline, 0.18 em above the ascender (Adobe font metrics).
    expect(top).toBeCloseTo(100 - 0.18 * 12, 0);
  });

  test.each([6, 9, 24, 48])('at %i points', async (size) => {
    const page = await firstPage(await drawPdf([(doc) => write(doc.fontSize(size), 'Hx', 50, 60)]));
    expectBox(theLine(page, 'Hx').bounding_box, upright(50, 60, (width12('Hx') * size) / 12, (LINE_12 * size) / 12));
  });

  /** A point of the page as drawn, on the page as displayed. */
  const turned = {
    90: (x: number, y: number) => [A4.height - y, x],
    180: (x: number, y: number) => [A4.width - x, A4.height - y],
    270: (x: number, y: number) => [y, A4.width - x],
  } as const;

  test.each([90, 180, 270] as const)('a page turned by %i° has its boxes as displayed, from the text’s own top left', async (rotation) => {
    const bytes = await drawPdf([
      (doc) => {
        Object.assign(doc.page.dictionary.data, { Rotate: rotation });
        write(doc, 'Gedreht', 72, 100);
      },
    ]);
    const page = await firstPage(bytes);
    expect(page.rotation).toBe(rotation);
    const [w, h] = rotation === 180 ? [A4.width, A4.height] : [A4.height, A4.width];
    expect([page.width, page.height]).toEqual([expect.closeTo(w, 1), expect.closeTo(h, 1)]);
    const [x2, y2] = [72 + width12('Gedreht'), 100 + LINE_12];
    const corners = [turned[rotation](72, 100), turned[rotation](x2, 100), turned[rotation](x2, y2), turned[rotation](72, y2)];
    const line = theLine(page, 'Gedreht');
    expectBox(line.bounding_box, corners.flat());
    expectBox(line.words[0]?.bounding_box ?? [], corners.flat());
  });

  test('a scanned-in landscape page, turned back for display, reads upright', async () => {
    const content = 'BT /F1 12 Tf 0 1 -1 0 200 100 Tm (Upright now) Tj ET';
    const page = await firstPage(rawPdf([{ content, entries: '/Rotate 90' }]));
    // Baseline: x of the page as displayed grows with y of the page as drawn.
    expectBox(theLine(page, 'Upright now').bounding_box, upright(100, 200 - 0.718 * 12, width12('Upright now'), LINE_12));
  });

  test('a crop box moves the origin, and what it cuts off is not read', async () => {
    const bytes = await drawPdf([
      (doc) => {
        Object.assign(doc.page.dictionary.data, { CropBox: [50, 100, 500, 800] });
        write(doc, 'inside', 72, 100);
        write(doc, 'outside', 510, 100);
        write(doc, 'below', 72, 760);
      },
    ]);
    const page = await firstPage(bytes);
    expect([page.width, page.height]).toEqual([450, 700]);
    expect(page.lines.map((line) => line.text)).toEqual(['inside']);
    expectBox(theLine(page, 'inside').bounding_box, upright(22, 100 - (A4.height - 800), width12('inside'), LINE_12));
  });

  test('a media box that starts elsewhere moves the origin too', async () => {
    const page = await firstPage(rawPdf([{ content: 'BT /F1 12 Tf 30 -50 Td (shifted) Tj ET', mediaBox: [-10, -100, 290, 200] }]));
    expect([page.width, page.height]).toEqual([300, 300]);
    expectBox(theLine(page, 'shifted').bounding_box, upright(40, 250 - 0.718 * 12, width12('shifted'), LINE_12));
  });

  test.each([
    [90, (w: number) => [0, 0, 0, w, -LINE_12, w, -LINE_12, 0]],
    [-90, (w: number) => [0, 0, 0, -w, LINE_12, -w, LINE_12, 0]],
    [180, (w: number) => [0, 0, -w, 0, -w, -LINE_12, 0, -LINE_12]],
  ])('text turned by %i° has its corners from its own top left', async (angle, corners) => {
    const text = 'Seitlich 42';
    const page = await firstPage(await drawPdf([(doc) => write(doc.rotate(angle, { origin: [300, 400] }), text, 300, 400)]));
    const line = theLine(page, text);
    expectBox(
      line.bounding_box,
      corners(width12(text)).map((value, index) => value + (index % 2 === 0 ? 300 : 400)),
    );
    expect(line.words.map((word) => word.text)).toEqual(['Seitlich', '42']);
  });

  test('an oblique stamp is one line in an oblique box', async () => {
    const page = await firstPage(await drawPdf([(doc) => write(doc.rotate(30, { origin: [200, 200] }), 'KOPIE DUPLIKAT', 200, 200)]));
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const w = width12('KOPIE DUPLIKAT');
    const at = (u: number, v: number) => [200 + u * c - v * s, 200 + u * s + v * c];
    expectBox(theLine(page, 'KOPIE DUPLIKAT').bounding_box, [at(0, 0), at(w, 0), at(w, LINE_12), at(0, LINE_12)].flat());
  });
});
