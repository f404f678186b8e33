/** Files made to harm: each is refused by its own limit, in bounded memory, told apart from damage; the thread reads on. */
import { afterAll, expect, test } from 'vitest';
import { mailOf } from './formats.ts';
import { docxFile, odfFile, odfParagraph, wordParagraph, xlsxFile } from './office-files.ts';
import { createReader } from './reader.ts';

const reader = createReader({ threads: 1, maxHeapMb: 64, pdfMaxPages: 10 });
afterAll(() => reader.close());
const read = (bytes: string | Uint8Array) => reader.read(Buffer.from(bytes), AbortSignal.timeout(60_000));

const columnName = (i: number): string => (i < 26 ? '' : columnName(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26));
const laughs = `<!DOCTYPE a [<!ENTITY e0 "ha">${Array.from({ length: 40 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('')}]>`;
const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
const heavy = wordParagraph('x'.repeat(50_000_000));
const attached = (depth: number): string =>
  mailOf(
    '<p>letter</p>',
    Buffer.from(depth === 0 ? 'the innermost' : attached(depth - 1)),
    depth === 0 ? 'a.txt' : 'a.eml',
    depth === 0 ? 'text/plain' : 'message/rfc822',
  );

test.each<[string, () => string | Uint8Array, string, string]>([
  ['a ZIP bomb', () => docxFile(heavy), 'IX_000_008', 'expands more than 250 times; it is taken for a ZIP bomb'],
  [
    'one that hides its size',
    () => docxFile(heavy, {}, { stated: (name, size) => (name === 'word/document.xml' ? 4000 : size) }),
    'IX_000_008',
    'damaged ZIP archive: too many bytes',
  ],
  [
    'one that claims an endless part',
    () => docxFile(wordParagraph('a'), {}, { stated: (name, size) => (name === 'word/document.xml' ? 2 ** 32 - 2 : size) }),
    'IX_000_008',
    'ZIP bomb',
  ],
  [
    'an archive of too many parts',
    () => docxFile('', Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`word/${i}`, '']))),
    'IX_000_008',
    'more than 10000 parts',
  ],
  [
    'a large part of little use',
    () => docxFile(Array.from({ length: 40_000 }, (_, i) => wordParagraph(`line ${i} ${Math.sin(i)}`)).join('')),
    'IX_000_008',
    'too many for the memory of a parsing thread',
  ],
  ['deep XML', () => `<?xml version="1.0"?>${nested('<a>', '</a>', 300)}`, 'IX_000_008', 'nested more than 250 deep'],
  ['deeper XML', () => `<?xml version="1.0"?>${nested('<a>', '</a>', 100_000)}`, 'IX_000_008', 'nested more than 250 deep'],
  [
    'tables in tables in a DOCX',
    () => docxFile(nested('<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>', 90)),
    'IX_000_008',
    'nested more than 250 deep',
  ],
  [
    'a long XML',
    () => `<?xml version="1.0"?><a>${'<b>1</b>'.repeat(300_000)}</a>`,
    'IX_000_008',
    'too long for the memory of a parsing thread',
  ],
  ['deep HTML', () => nested('<div>', '</div>', 100_000), 'IX_000_008', 'nested more than 500 deep'],
  ['formats in formats', () => `<table>${nested('<b><i><p>', '', 20_000)}`, 'IX_000_008', 'the HTML has more than 128000 elements'],
  [
    'a table of spans',
    () => `<table>${'<tr>'.concat('<td colspan=1000>'.repeat(100)).repeat(100)}</table>`,
    'IX_000_008',
    'more than 2000 columns',
  ],
  [
    'a sheet of one cell a million times',
    () =>
      odfFile(
        'spreadsheet',
        `<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000">${odfParagraph('1')}</table:table-cell></table:table-row></table:table>`,
      ),
    'IX_000_008',
    'more cells than can be read',
  ],
  [
    'a cell in column ZZZZ',
    () => xlsxFile([{ name: 'a', rows: '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>' }]),
    'IX_000_008',
    'it has a cell ZZZZ1',
  ],
  [
    'a sheet of rows like stairs',
    () =>
      xlsxFile([
        {
          name: 'a',
          rows: Array.from({ length: 1000 }, (_, i) => `<row r="${i + 1}"><c r="${columnName(i)}${i + 1}"><v>1</v></c></row>`).join(''),
        },
      ]),
    'IX_000_008',
    'more than 128000 cells',
  ],
  [
    'a mail of parts in parts',
    () =>
      `MIME-Version: 1.0\nFrom: a@b.example\n${Array.from({ length: 200 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join('')}`,
    'IX_000_008',
    'the e-mail cannot be read: Maximum MIME nesting depth',
  ],
  [
    'a mail of endless headers',
    () => `MIME-Version: 1.0\nFrom: a@b.example\n${'X-A: b\n'.repeat(400_000)}\n\na`,
    'IX_000_008',
    'the e-mail cannot be read: Maximum header size',
  ],
])('%s', async (_, make, code, detail) => {
  const bytes = make();
  const before = process.memoryUsage().rss;
  await expect(read(bytes)).rejects.toMatchObject({ code, detail: expect.stringContaining(detail) });
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 2 ** 20);
  // The same thread, or one in its place, reads on.
  expect(await read('All is well')).toMatchObject({ pages: [{ lines: [{ text: 'All is well' }] }] });
});

test('a billion laughs are read as the letters they are', async () => {
  const xml = await read(`<?xml version="1.0"?>${laughs}<a>&e40;</a>`);
  expect(xml.pages[0]?.lines.map(({ text }) => text)).toEqual(['a: &e40;']);
});

test('mails in mails are read two deep, and what lies deeper is named', async () => {
  const two = await read(attached(1));
  expect(two.unread).toEqual([]);
  expect(two.pages.map(({ page_no, lines }) => [page_no, lines[0]?.text])).toEqual([
    [1, 'the innermost'],
    [2, 'letter'],
    [3, 'letter'],
  ]);
  const three = await read(attached(2));
  expect(three.unread.map(({ reason }) => reason)).toEqual([
    'attachment "a.eml": attachment "a.eml": attachment "a.txt": it is attached more than 2 deep (IX_000_005)',
  ]);
});

test('a wide sheet of few cells is read', async () => {
  const { pages } = await read(xlsxFile([{ name: 'a', rows: '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>' }]));
  expect(pages[0]?.lines.map(({ text }) => text)).toEqual(['| 1 | 2 |']);
});
