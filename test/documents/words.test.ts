import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { type Drawing, drawPdf, width12, write } from './drawn-pdf.ts';
import { rawPdf } from './raw-pdf.ts';

const linesOf = async (bytes: Buffer): Promise<string[]> =>
  (await readPdf(bytes, { maxPages: 10 })).pages.flatMap((page) => page.lines.map((line) => line.text));
const linesOfContent = (content: string, encoding?: string): Promise<string[]> =>
  linesOf(rawPdf([{ content }], encoding === undefined ? {} : { encoding }));

const writeAll = (doc: Drawing, texts: readonly (readonly [text: string, x: number, y: number])[]): void => {
  for (const [text, x, y] of texts) write(doc, text, x, y);
};

describe('what is one line', () => {
  test('a wide gap parts columns, a blank does not', async () => {
    const lines = await linesOf(
      await drawPdf([
        (doc) => {
          write(doc, 'Muster GmbH', 50, 50);
          write(doc, 'Rechnungsdatum', 350, 50);
          write(doc, '05.03.2024', 480, 50);
          write(doc, 'Musterweg 1', 50, 64);
          write(doc, 'Fällig am', 350, 64);
          write(doc, '04.04.2024', 480, 64);
        },
      ]),
    );
    expect(lines).toEqual(['Muster GmbH', 'Rechnungsdatum', '05.03.2024', 'Musterweg 1', 'Fällig am', '04.04.2024']);
  });

  test('the cells of a table row share a baseline, each with its box', async () => {
    const cells = [
      ['2', 60],
      ['Trennblätter A4', 100],
      ['20 Stk.', 300],
      ['198,00', 420],
    ] as const;
    const bytes = await drawPdf([
      (doc) =>
        writeAll(
          doc,
          cells.map(([text, x]) => [text, x, 200]),
        ),
    ]);
    const { pages } = await readPdf(bytes, { maxPages: 1 });
    const lines = pages[0]?.lines ?? [];
    expect(lines.map((line) => line.text)).toEqual(cells.map(([text]) => text));
    expect(lines.map((line) => line.bounding_box[0])).toEqual(cells.map(([, x]) => expect.closeTo(x, 0)));
    expect(new Set(lines.map((line) => line.bounding_box[5])).size).toBe(1);
  });

  test('a colon set apart stays with its label', async () => {
    const lines = await linesOf(
      await drawPdf([
        (doc) => {
          write(doc, 'USt-IdNr', 50, 50);
          write(doc, ': DE123456789', 150, 50);
        },
      ]),
    );
    expect(lines).toEqual(['USt-IdNr : DE123456789']);
  });

  test('sizes may differ on one baseline', async () => {
    const content = 'BT /F1 8 Tf 50 700 Td (Summe:) Tj /F1 14 Tf 32 0 Td (99,50) Tj ET';
    expect(await linesOfContent(content)).toEqual(['Summe: 99,50']);
  });

  test('lines set tightly stay apart', async () => {
    const content = 'BT /F1 10 Tf 9 TL 50 700 Td (first line) Tj T* (second line) Tj T* (third line) Tj ET';
    expect(await linesOfContent(content)).toEqual(['first line', 'second line', 'third line']);
  });

  test('a monospaced text keeps its words together and its columns apart', async () => {
    const content = 'BT /F2 10 Tf 50 700 Td (Total amount   1.234,56  EUR) Tj ET';
    expect(await linesOfContent(content)).toEqual(['Total amount', '1.234,56', 'EUR']);
  });

  test('the order of drawing does not matter', async () => {
    const texts = [
      ['IBAN', 50, 100],
      ['DE02120300000000202051', 50 + width12('IBAN '), 100],
      ['Betrag', 50, 120],
      ['12,00 EUR', 300, 120],
      ['links', 50, 140],
      ['rechts', 400, 139.5],
    ] as const;
    const expected = ['IBAN DE02120300000000202051', 'Betrag', '12,00 EUR', 'links', 'rechts'];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...texts], { minLength: texts.length }), async (order) => {
        expect(await linesOf(await drawPdf([(doc) => writeAll(doc, order)]))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is one word', () => {
  test('letters placed one by one, in any order, without a blank drawn', async () => {
    const letters = [...'Kontoauszug 2024'].map((letter, index, all) => [letter, 60 + width12(all.slice(0, index).join('')), 80] as const);
    const drawn = letters.filter(([letter]) => letter !== ' ').reverse();
    const bytes = await drawPdf([(doc) => writeAll(doc, drawn)]);
    expect(await linesOf(bytes)).toEqual(['Kontoauszug 2024']);
  });

  test('kerning moves letters, not words', async () => {
    expect(await linesOfContent('BT /F1 12 Tf 50 700 Td [(T) 120 (otal) -280 (V) 90 (A) 90 (T)] TJ ET')).toEqual(['Total VAT']);
  });

  test.each([
    ['letter-spaced', 'BT /F1 12 Tf 6 Tc 50 700 Td (RECHNUNG) Tj ET', ['RECHNUNG']],
    ['letter-spaced words', 'BT /F1 12 Tf 3 Tc 50 700 Td (Rechnung Nummer 4711) Tj ET', ['Rechnung Nummer 4711']],
    ['letter-spaced words parted by a gap alone', 'BT /F1 12 Tf 3 Tc 50 700 Td [(Rechnung) -600 (Nummer)] TJ ET', ['Rechnung Nummer']],
    ['figures in boxes', 'BT /F1 12 Tf 50 700 Td [(1) -900 (2) -900 (3) -900 (4) -900 (5)] TJ ET', ['12345']],
    ['three figures apart', 'BT /F1 12 Tf 50 700 Td [(1) -900 (2) -900 (3)] TJ ET', ['1 2 3']],
    ['a table row drawn at once', 'BT /F1 12 Tf 50 700 Td [(A) -900 (B) -900 (C) -900 (D) -900 (12)] TJ ET', ['A B C D 12']],
  ])('%s', async (_, content, lines) => {
    expect(await linesOfContent(content)).toEqual(lines);
  });

  test('raised and lowered small letters stay with their word', async () => {
    const content = 'BT /F1 12 Tf 50 700 Td (120 m) Tj /F1 7 Tf 5 Ts (2) Tj /F1 12 Tf 0 Ts ( CO) Tj /F1 7 Tf -2 Ts (2) Tj ET';
    expect(await linesOfContent(content)).toEqual(['120 m2 CO2']);
  });

  test('text printed twice to look bold is read once', async () => {
    const content = 'BT /F1 12 Tf 50 700 Td (Gesamt 12,50) Tj ET BT /F1 12 Tf 50.4 700 Td (Gesamt 12,50) Tj ET';
    expect(await linesOfContent(content)).toEqual(['Gesamt 12,50']);
  });

  test('also when each letter is placed for itself', async () => {
    const letter = (text: string, x: number) => `BT /F1 12 Tf ${x} 700 Td (${text}) Tj ET`;
    const at = [...'Summe'].map((text, index, all) => letter(text, 50 + width12(all.slice(0, index).join(''))));
    const again = [...'Summe'].map((text, index, all) => letter(text, 50.3 + width12(all.slice(0, index).join(''))));
    expect(await linesOfContent([...at, ...again].join('\n'))).toEqual(['Summe']);
  });

  test('doubled letters are not taken for text printed twice', async () => {
    expect(await linesOfContent('BT /F1 12 Tf 50 700 Td (Illness 1111,00) Tj ET')).toEqual(['Illness 1111,00']);
  });

  test('trailing blanks that reach under the next column break nothing', async () => {
    const content = 'BT /F1 12 Tf 50 700 Td (Total                  ) Tj ET BT /F1 12 Tf 100 700 Td (12.345,00) Tj ET';
    expect(await linesOfContent(content)).toEqual(['Total', '12.345,00']);
  });

  test('two texts that overlap are not mixed letter by letter', async () => {
    const content = 'BT /F1 12 Tf 50 700 Td (BEZAHLT) Tj ET BT /F1 12 Tf 60 700 Td (quittiert) Tj ET';
    expect(await linesOfContent(content)).toEqual(['BEZAHLT quittiert']);
  });
});

describe('what is read', () => {
  /** Codes 1–7 of the fonts as these glyphs. */
  const odd = '<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl /ffi /sfthyphen /uni00A0 /uni200B /Euro] >>';

  test('ligatures are spelled out, drawn soft hyphens are hyphens, no-break spaces are blanks', async () => {
    expect(await linesOfContent('BT /F1 12 Tf 50 700 Td (\\001nal o\\003ce A\\0044 1\\005000 \\0075) Tj ET', odd)).toEqual([
      'final office A-4 1 000 €5',
    ]);
  });

  test('a hyphen at a line’s end stays', async () => {
    expect(await linesOfContent('BT /F1 12 Tf 14 TL 50 700 Td (Rechnungs-) Tj T* (nummer) Tj ET')).toEqual(['Rechnungs-', 'nummer']);
  });

  test('a page inside another form is where it is drawn', async () => {
    const forms = { X1: { content: 'BT /F1 12 Tf 10 10 Td (inner) Tj ET' } };
    const { pages } = await readPdf(rawPdf([{ content: 'q 2 0 0 2 100 400 cm /X1 Do Q', forms }]), { maxPages: 1 });
    const [line] = pages[0]?.lines ?? [];
    expect(line).toMatchObject({ text: 'inner' });
    expect(line?.bounding_box.slice(0, 2)).toEqual([expect.closeTo(120, 0), expect.closeTo(842 - 420 - 0.72 * 24, 0)]);
  });

  test('what is laid over the page is read where it shows; what is hidden is not', async () => {
    const forms = { X1: { content: 'BT /F1 12 Tf 10 10 Td (filled in) Tj ET' }, X2: { content: 'BT /F1 12 Tf 10 10 Td (hidden) Tj ET' } };
    const annotations = [
      { form: 'X1', rect: [100, 400, 1100, 1400] },
      { form: 'X2', rect: [100, 300, 1100, 1300], entries: '/F 2' },
    ];
    const bytes = rawPdf([{ content: 'BT /F1 12 Tf 50 700 Td (printed) Tj ET', forms, annotations }]);
    const { pages } = await readPdf(bytes, { maxPages: 1 });
    expect(pages[0]?.lines.map((line) => [line.text, line.bounding_box[0], line.bounding_box[7]])).toEqual([
      ['printed', expect.closeTo(50, 0), expect.closeTo(842 - 700 + 0.21 * 12, 0)],
      ['filled in', expect.closeTo(110, 0), expect.closeTo(842 - 410 + 0.21 * 12, 0)],
    ]);
  });

  test('text of no size and text beside the page are not', async () => {
    const content = 'BT /F1 0.01 Tf 50 700 Td (tiny) Tj ET BT /F1 12 Tf 700 700 Td (beside) Tj ET BT /F1 12 Tf 50 650 Td (seen) Tj ET';
    expect(await linesOfContent(content)).toEqual(['seen']);
  });

  test('sideways text comes after the upright text, in its own order', async () => {
    const content = `BT /F1 10 Tf 0 1 -1 0 20 300 Tm (margin note) Tj 0 1 -1 0 32 300 Tm (its second line) Tj ET
      BT /F1 10 Tf 50 700 Td (body) Tj ET`;
    expect(await linesOfContent(content)).toEqual(['body', 'margin note', 'its second line']);
  });
});
