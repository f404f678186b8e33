import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PageSchema } from '../../src/contracts/response.ts';
import { readText } from '../../src/pipeline/reading/text.ts';

const linesOf = (text: string): string[][] => readText(text).map((page) => page.lines.map((line) => line.text));

describe('a text as pages', () => {
  test('has no size and no place', () => {
    const [page] = readText('Rechnung 4711\n\n  Summe   12,00');
    expect(page).toMatchObject({ page_no: 1, file_index: 0, width: 0, height: 0, unit: 'none', rotation: 0 });
    expect(page?.lines.map((line) => line.words.map((word) => word.text))).toEqual([['Rechnung', '4711'], [], ['Summe', '12,00']]);
    expect(new Set(page?.lines.flatMap((line) => [...line.bounding_box, ...line.words.flatMap((word) => word.bounding_box)]))).toEqual(
      new Set([0]),
    );
  });

  test('columns, leading blanks and tabs stay; blanks at the end go', () => {
    expect(linesOf('  Pos   Text\tPreis  \n\t1     Apfel\t0,50')).toEqual([['  Pos   Text\tPreis', '\t1     Apfel\t0,50']]);
  });

  test('any line break is one', () => {
    expect(linesOf('a\r\nb\rc\nd\u2028e\u0085f')).toEqual([['a', 'b', 'c', 'd', 'e', 'f']]);
  });

  test('a form feed starts a page, or ends the last', () => {
    expect(linesOf('one\f\ftwo\n\f\n')).toEqual([['one'], [], ['two']]);
    expect(readText('one\ftwo').map((page) => page.page_no)).toEqual([1, 2]);
  });

  test('no-break spaces are blanks; marks, zeros and zero-width characters vanish', () => {
    expect(linesOf('\ufeff1\u00a0234,50\u202f€ \u0000a\u200bb')).toEqual([['1 234,50 € ab']]);
  });

  test('an empty text is one page without lines', () => {
    expect(linesOf('')).toEqual([[]]);
    expect(linesOf(' \n\n')).toEqual([[]]);
  });

  test('every text makes pages that keep the contract, with each word in its line in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const page of readText(text)) {
          PageSchema.parse(page);
          for (const line of page.lines) {
            let at = 0;
            for (const word of line.words) {
              at = line.text.indexOf(word.text, at);
              expect(at).toBeGreaterThanOrEqual(0);
              at += word.text.length;
            }
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
