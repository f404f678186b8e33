/** Which letters a font shows: what it does not say is told and not guessed. */
import { expect, test } from 'vitest';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { rawPdf } from './raw-pdf.ts';

/** A font whose letters are called by names that say nothing; `more` may say it all the same. */
const font = (more = '') =>
  `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar 70 /Widths [${'600 '.repeat(70)}]
   /CharProcs << /g1 @glyph /g2 @glyph /g65 @glyph >> /Encoding << /Type /Encoding /Differences [1 /g1 /g2 65 /g65] >> /Resources << >> ${more} >>`;
const glyph = ['', '600 0 0 0 500 700 d1 0 0 500 700 re f'] as const;
const content = 'BT /F1 12 Tf 72 700 Td (printed) Tj ET BT /F3 12 Tf 72 650 Td (\\001\\002A) Tj ET';

test('letters that a font does not name are told, and not read: no code of its own is a letter or a hyphen', async () => {
  const { pages, unread } = await readPdf(rawPdf([{ content }], { fonts: '/F3 @font', objects: { glyph, font: font() } }), { maxPages: 1 });
  expect(pages[0]?.lines.map(({ text }) => text)).toEqual(['printed']);
  expect(unread).toEqual([
    { file_index: 0, page_no: 1, reason: 'page 1: the fonts of 3 characters do not say which letters they show; they were not read' },
  ]);
});

const mapped = (codes: readonly string[]) =>
  [
    '',
    `begincmap 1 begincodespacerange <00> <FF> endcodespacerange ${codes.length} beginbfchar ${codes.join(' ')} endbfchar endcmap`,
  ] as const;

test('a map to Unicode says them', async () => {
  const objects = { glyph, map: mapped(['<01> <0031>', '<02> <0032>', '<41> <0033>']), font: font('/ToUnicode @map') };
  const { pages, unread } = await readPdf(rawPdf([{ content }], { fonts: '/F3 @font', objects }), { maxPages: 1 });
  expect(pages[0]?.lines.map(({ text }) => text)).toEqual(['printed', '123']);
  expect(unread).toEqual([]);
});

test('a number that is no character is none, and ends nothing', async () => {
  const objects = { glyph, map: mapped(['<01> <0031>', '<02> <FFFFFFFF>', '<41> <0033>']), font: font('/ToUnicode @map') };
  const { pages } = await readPdf(rawPdf([{ content }], { fonts: '/F3 @font', objects }), { maxPages: 1 });
  expect(pages[0]?.lines[0]?.text).toBe('printed');
});

test.each([
  [0.001, 12],
  [0.0001, 120],
  [1, 0.012],
])('letters are as large as they are drawn, whatever the font’s own matrix of %d makes of size %d', async (scale, size) => {
  const unit = 12 / size / scale / 1000;
  const shape = `${600 * unit} 0 0 0 ${500 * unit} ${700 * unit} d1 0 0 ${500 * unit} ${700 * unit} re f`;
  const objects = {
    glyph: ['', shape] as const,
    map: mapped(['<41> <0041>', '<42> <0042>']),
    font: `<< /Type /Font /Subtype /Type3 /ToUnicode @map /FontBBox [0 0 ${1000 * unit} ${1000 * unit}] /FontMatrix [${scale} 0 0 ${scale} 0 0]
      /FirstChar 65 /LastChar 66 /Widths [${600 * unit} ${600 * unit}] /CharProcs << /A @glyph /B @glyph >>
      /Encoding << /Type /Encoding /Differences [65 /A /B] >> /Resources << >> >>`,
  };
  const drawn = ['ABAB', 'BABA'].map((text, row) => `BT /F3 ${size} Tf 72 ${700 - 20 * row} Td (${text}) Tj ET`).join(' ');
  const { pages } = await readPdf(rawPdf([{ content: drawn }], { fonts: '/F3 @font', objects }), { maxPages: 1 });
  expect(pages[0]?.lines.map(({ text }) => text)).toEqual(['ABAB', 'BABA']);
  const [x = 0, top = 0, right = 0, , , bottom = 0] = pages[0]?.lines[0]?.bounding_box ?? [];
  expect(x).toBeCloseTo(72, 0);
  expect(right).toBeGreaterThan(85);
  expect([top, bottom]).toEqual([expect.closeTo(842 - 709, -0.5), expect.closeTo(842 - 697, -0.5)]);
});

/** Courier whose letter `a` says other characters: UTF-16 in hexadecimal. */
async function wordsWith(says: string, drawn: string) {
  const objects = {
    map: ['', `begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <61> <${says}> endbfchar endcmap`] as const,
    font: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding /ToUnicode @map >>',
  };
  const { pages } = await readPdf(rawPdf([{ content: `BT /F3 12 Tf 72 700 Td ${drawn} TJ ET` }], { fonts: '/F3 @font', objects }), {
    maxPages: 1,
  });
  const [line] = pages[0]?.lines ?? [];
  return line?.words.map(({ text, char_span: [start, end] }) => [text, line.text.slice(start, end)]);
}

test.each([
  ['a mark after its letter', '0308', '[(U) 600 (aber 12)]', ['Über', '12']],
  ['a letter and a mark in one', '00550308', '[(aber 12)]', ['Über', '12']],
  ['a mark before its letter', '0308', '[(GR) -50 (a) 570 (O)]', ['GRÖ']],
  ['an accent of its own before its letter', '00A8', '[(GR) -50 (a) 570 (O)]', ['GRÖ']],
  ['an accent of its own over its letter', '00B4', '[(CAFE) 600 (a) ( 5)]', ['CAFÉ', '5']],
  ['an accent as an apostrophe', '00B4', '[(LaEAU)]', ['L´EAU']],
  ['a ligature', 'FB01', '[(OaCE 1)]', ['OfiCE', '1']],
  ['a ligature spelled out', '006600660069', '[(OaCE 1)]', ['OffiCE', '1']],
  ['a pair of surrogates', 'D835DC00', '[(XaY 1)]', ['X𝐀Y', '1']],
  ['half of a pair', 'D835', '[(XaY 1)]', ['X\ufffdY', '1']],
  ['a hyphen called soft', '00AD', '[(NaINV 1)]', ['N-INV', '1']],
])('%s', async (_, says, drawn, words) => {
  expect(await wordsWith(says, drawn)).toEqual(words.map((word) => [word, word]));
});

test.each([
  ['a ligature', '(Cod ) Tj @fi (llets 1) Tj', ['Cod', 'fillets', '1']],
  ['a word, between others', '(Mixed ) Tj @nuts (and 12) Tj', ['Mixed', 'nuts', 'and', '12']],
  ['two words', '(of ) Tj @a i (t) Tj', ['of', 'a', 'it']],
])('what a file says in place of what it draws stands where that is drawn: %s', async (_, said, words) => {
  const hex = (text: string): string => Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(4, '0')).join('');
  const drawn = said.replace(/@([a-z ]+) \(/, (__, text: string) => {
    const shown = text.includes(' ') || text.length === 2 ? 'M' : 'MMMM ';
    return `/Span << /ActualText <FEFF${hex(text)}> >> BDC (${shown}) Tj EMC (`;
  });
  const fonts = {
    fonts: '/F3 @font',
    objects: { font: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>' },
  };
  const { pages } = await readPdf(rawPdf([{ content: `BT /F3 12 Tf 72 700 Td ${drawn} ET` }], fonts), { maxPages: 1 });
  expect(pages[0]?.lines.flatMap((line) => line.words.map(({ text }) => text))).toEqual(words);
});
