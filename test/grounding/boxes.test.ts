/** Boxes: the words of a span, in 0–1 of the page, in the direction of the text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf } from '../../src/pipeline/grounding/boxes.ts';
import type { Span } from '../../src/pipeline/grounding/segments.ts';
import { segmentsOf } from '../../src/pipeline/reading/reading.ts';
import { box, lineAt, readingOfLines, readingOfTexts } from './readings.ts';

function spanOf(reading: ReturnType<typeof readingOfLines>, start: number, end: number, position = 0): Span {
  const segment = segmentsOf(reading)[position];
  if (segment === undefined) throw new Error('no such segment');
  return { segment, start, end };
}

describe('boxOf', () => {
  const words = [
    { text: 'Saldo', gap: 0 },
    { text: '1.234,56', gap: 5 },
    { text: 'EUR', gap: 5 },
  ];
  const reading = readingOfLines([lineAt(59.5, 84.2, 10, words)]);

  it('is the box of the one word the span lies in', () => {
    // The word starts 25 + 5 points right of the line and is 8 × 5 points wide.
    expect(boxOf(spanOf(reading, 6, 14))).toEqual([...[0.15042, 0.1, 0.21765, 0.1], ...[0.21765, 0.11188, 0.15042, 0.11188]]);
  });

  it('holds all words the span touches, also where it starts and ends within them', () => {
    const [left, top, right] = boxOf(spanOf(reading, 2, 9)) ?? [];
    expect([left, top, right]).toEqual([0.1, 0.1, 0.21765]);
  });

  it("is the line's box where no word is known", () => {
    const bare = readingOfLines([{ ...lineAt(59.5, 84.2, 10, words), words: [] }]);
    expect(boxOf(spanOf(bare, 6, 14))?.[0]).toBe(0.1);
  });

  it('is null on a page without a size', () => {
    expect(boxOf(spanOf(readingOfTexts('Saldo 1.234,56'), 6, 14))).toBeNull();
  });

  it('stays within the page where words stick out', () => {
    const out = readingOfLines([lineAt(-20, 838, 10, words)]);
    expect(boxOf(spanOf(out, 0, 5))).toEqual([0, 0.99525, 0.0084, 0.99525, 0.0084, 1, 0, 1]);
  });

  it('keeps the direction of upright text: its first corner is where the text begins', () => {
    // Reads upwards: the top left of the text is the lower left of the page.
    const upwards = (bottom: number, length: number) => [100, bottom, 100, bottom - length, 110, bottom - length, 110, bottom];
    const line = {
      text: 'Beleg 4711',
      bounding_box: upwards(500, 60),
      words: [
        { text: 'Beleg', bounding_box: upwards(500, 30), confidence: 1, char_span: [0, 5] as [number, number] },
        { text: '4711', bounding_box: upwards(465, 25), confidence: 1, char_span: [6, 10] as [number, number] },
      ],
    };
    const [x1, y1, x2, y2] = boxOf(spanOf(readingOfLines([line]), 0, 10)) ?? [];
    expect([x1, x2]).toEqual([100 / 595, 100 / 595].map((value) => Number(value.toFixed(5))));
    expect([y1, y2]).toEqual([500 / 842, 440 / 842].map((value) => Number(value.toFixed(5))));
  });

  it('lies in 0–1 and holds its words, whatever they are', () => {
    const word = fc.record({
      text: fc.stringMatching(/^[A-Za-z0-9.,]{1,8}$/),
      x: fc.double({ min: -100, max: 700, noNaN: true }),
      y: fc.double({ min: -100, max: 900, noNaN: true }),
      width: fc.double({ min: 0, max: 300, noNaN: true }),
      height: fc.double({ min: 0, max: 40, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (parts) => {
        const text = parts.map((part) => part.text).join(' ');
        let at = 0;
        const spans = parts.map(({ text: { length } }): [number, number] => {
          const start = at;
          at += length + 1;
          return [start, start + length];
        });
        const line = {
          text,
          bounding_box: box(0, 0, 595, 10),
          words: parts.map((part, i) => ({
            text: part.text,
            bounding_box: box(part.x, part.y, part.width, part.height),
            confidence: 1,
            char_span: spans[i] ?? [0, 0],
          })),
        };
        const corners = boxOf(spanOf(readingOfLines([line]), 0, text.length)) ?? [];
        expect(corners).toHaveLength(8);
        for (const value of corners) expect(value).toBeGreaterThanOrEqual(0);
        for (const value of corners) expect(value).toBeLessThanOrEqual(1);
        const [left = 0, top = 0, , , right = 0, bottom = 0] = corners;
        const within = (value: number, size: number) => Math.min(1, Math.max(0, value / size));
        for (const part of parts) {
          expect(left).toBeLessThanOrEqual(within(part.x, 595) + 1e-5);
          expect(right).toBeGreaterThanOrEqual(within(part.x + part.width, 595) - 1e-5);
          expect(top).toBeLessThanOrEqual(within(part.y, 842) + 1e-5);
          expect(bottom).toBeGreaterThanOrEqual(within(part.y + part.height, 842) - 1e-5);
        }
      }),
    );
  });
});

it('a page of pixels is a page with a size', () => {
  const page = {
    page_no: 1,
    file_index: 0,
    width: 100,
    height: 200,
    unit: 'pixel' as const,
    origin: 'pdf-text' as const,
    rotation: 0 as const,
    lines: [lineAt(10, 20, 10, [{ text: 'ab', gap: 0 }])],
  };
  expect(boxOf(spanOf({ pages: [page], unread: [] }, 0, 2))).toEqual([0.1, 0.1, 0.2, 0.1, 0.2, 0.15, 0.1, 0.15]);
});
