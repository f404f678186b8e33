import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PageSchema } from '../../src/contracts/response.ts';
import { segmentsOf, spanAsSent } from '../../src/pipeline/reading/reading.ts';
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

  test('lines are as they were sent, but for what no answer could hold', () => {
    const line = '\ufeff1\u00a0234,50\u202f€ a\u200bb u\u0308';
    expect(linesOf(`${line}\u0000\ud800`)).toEqual([[`${line}\ufffd\ufffd`]]);
  });

  test.each([
    ['no-break spaces are blanks', '1\u00a0234,50\u202f€', '1 234,50 €'],
    ['byte order marks and zero-width blanks vanish', '\ufeffTotal\u200b: 12\u2060,50', 'Total: 12,50'],
    ['so do marks of direction', '\u200e12,50\u202c\u2069 €', '12,50 €'],
    ['soft hyphens inside words', 'Rech\u00adnungs\u00adbetrag', 'Rechnungsbetrag'],
    ['which show at the end of a line', 'Rechnungs\u00ad', 'Rechnungs-'],
    ['joiners are part of words', 'می\u200cشود 👩\u200d🔧', 'می\u200cشود 👩\u200d🔧'],
    ['a letter and its marks are one', 'Ho\u0308he U\u0308ber s\u0323\u0307', 'Höhe Über \u1e69'],
    ['syllables of Hangul', '\u1112\u1161\u11ab\u1100\u1173\u11af 12', '한글 12'],
    ['pairs of surrogates stay', '😀 1\u00a0𝟐', '😀 1 𝟐'],
  ])('as it is read: %s', (_, sent, read) => {
    const [segment] = segmentsOf({ pages: readText(sent), unread: [] });
    expect(segment?.line.text).toBe(read);
    expect(segment?.line.words.map(({ text }) => text)).toEqual(read.split(' '));
    expect(segment?.line.words.map(({ char_span: [start, end] }) => read.slice(start, end))).toEqual(read.split(' '));
  });

  test('every place in a line as it is read knows its place in the line as sent', () => {
    const parts = ['u\u0308', 'ü', '\u200b', '\u00ad', '\u00a0', ' ', '😀', 'x', '12', ',', '\u1112\u1161', '\u0301', '\u2028'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts)), (sent) => {
        for (const segment of segmentsOf({ pages: readText(sent.join('')), unread: [] })) {
          const { text } = segment.line;
          let at = 0;
          for (let unit = 0; unit < text.length; unit++) {
            const [start, end] = spanAsSent(segment, unit, unit + 1);
            expect(start).toBeGreaterThanOrEqual(at);
            expect(segment.sent.text.slice(start, end).normalize('NFC').replace('\u00a0', ' ').replace('\u00ad', '-')).toContain(
              text[unit],
            );
            at = start;
          }
        }
      }),
    );
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
