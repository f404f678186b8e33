/** Chinese, Japanese and Korean text in columns. */
import { expect, test } from 'vitest';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { CjkFont } from './cjk-pdf.ts';

const columns = ['請求書番号１２３', '合計金額壱万円', '令和六年'];
const linesOf = async (bytes: Buffer): Promise<string[]> =>
  (await readPdf(bytes, { maxPages: 1 })).pages.flatMap(({ lines }) => lines.map(({ text }) => text));

test.each(['across', 'down'] as const)('columns are lines, from the right to the left: a font that writes %s', async (writing) => {
  const font = new CjkFont();
  const at = (index: number) => `BT /F3 12 Tf ${500 - 20 * index} 700 Td`;
  const content = columns.map((text, index) =>
    writing === 'down'
      ? `${at(index)} ${font.codes(text)} Tj ET`
      : `${at(index)} ${[...text].map((letter) => `${font.codes(letter)} Tj 0 -12 Td`).join(' ')} ET`,
  );
  const bytes = font.pdf({ content: content.reverse().join('\n') }, writing);
  expect(await linesOf(bytes)).toEqual(columns);
  const [line] = (await readPdf(bytes, { maxPages: 1 })).pages[0]?.lines ?? [];
  // From the upper right corner, down.
  const [right = 0, top = 0, , bottom = 0, left = 0] = line?.bounding_box ?? [];
  expect([right - left, bottom - top]).toEqual([expect.closeTo(12, 0), expect.closeTo(96, 0)]);
});

test('figures side by side in the place of a letter stand in its column', async () => {
  const font = new CjkFont();
  const letters = [...'請求書'].map((letter) => `${font.codes(letter)} Tj 0 -12 Td`).join(' ');
  const content = `BT /F3 12 Tf 500 700 Td ${letters} /F1 10 Tf 0.5 0 Td (12) Tj /F3 12 Tf -0.5 -12 Td ${font.codes('円')} Tj ET`;
  expect(await linesOf(font.pdf({ content }, 'across'))).toEqual(['請求書12円']);
});

test('rows stay rows: lines across the page, cells of one letter below each other', async () => {
  const font = new CjkFont();
  const rows = [0, 1, 2, 3].map(
    (row) => `BT /F3 12 Tf 60 ${700 - 14 * row} Td ${font.codes('合計金額')} Tj ET BT /F1 12 Tf 200 ${700 - 14 * row} Td (1.250) Tj ET`,
  );
  const cells = [...'甲乙丙丁'].map((letter, row) => `BT /F3 12 Tf 300 ${700 - 20 * row} Td ${font.codes(letter)} Tj ET`);
  const lines = await linesOf(font.pdf({ content: [...rows, ...cells].join('\n') }, 'across'));
  expect(lines.toSorted()).toEqual([...Array.from({ length: 4 }, () => ['合計金額', '1.250']).flat(), '甲', '乙', '丙', '丁'].toSorted());
});
