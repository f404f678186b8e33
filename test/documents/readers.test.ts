/** What each reader takes from a file, and what it leaves: lines of pages, cells in columns. */
import { describe, expect, test } from 'vitest';
import { type NumberStyle, shownNumber } from '../../src/pipeline/reading/readers/number-format.ts';
import type { FileReading } from '../../src/pipeline/reading/readers/reader.ts';
import { readFile } from '../../src/pipeline/reading/readers/readers.ts';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import {
  docxFile,
  odfFile,
  odfParagraph,
  odfTable,
  pptxFile,
  relations,
  sheetRows,
  slideText,
  wordParagraph,
  wordPart,
  wordTable,
  xlsxFile,
} from './office-files.ts';
import { rawPdf } from './raw-pdf.ts';

async function read(content: string | Uint8Array): Promise<FileReading> {
  const bytes = Buffer.from(content);
  const tools = { recognised: null, limits: { maxPages: 10, maxMb: 64 }, onPage: () => {}, useEmbedded: true };
  return readFile({ bytes, type: await sniff(bytes), password: null }, tools);
}
const linesOf = ({ pages }: FileReading) => pages.map(({ lines }) => lines.map(({ text }) => text));
const reasonsOf = ({ unread }: FileReading) => unread.map(({ reason }) => reason);

describe('DOCX', () => {
  const run = (text: string, properties = '') => `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`;

  test('text is read as it is shown: without what is hidden or deleted, and once', async () => {
    const body = [
      `<w:p>${run('seen ')}${run('hidden ', '<w:vanish/>')}${run('shown ', '<w:vanish w:val="0"/>')}<w:ins>${run('inserted ')}</w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>`,
      `<w:p><w:r><w:fldChar/><w:instrText>DATE</w:instrText></w:r>${run('3 May')}<w:r><w:tab/><w:t>right</w:t><w:br/><w:t>below</w:t></w:r></w:p>`,
      `<w:sdt><w:sdtContent>${wordParagraph('filled in')}</w:sdtContent></w:sdt>`,
      `<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>${wordParagraph('boxed')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${wordParagraph('boxed')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
    ];
    expect(linesOf(await read(docxFile(body.join(''))))).toEqual([
      ['seen shown inserted', '3 May\tright', 'below', 'filled in', 'boxed'].map((line) => line.trimEnd()),
    ]);
  });

  test('tables stand in columns, those in cells as well; breaks begin pages', async () => {
    const inner = `<w:tc>${wordTable([['a', 'b']])}${wordParagraph('')}</w:tc>`;
    const wide = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>both | of them</w:t></w:r></w:p></w:tc></w:tr>';
    const body = `<w:tbl><w:tr><w:tc>${wordParagraph('Total')}${wordParagraph('in EUR')}</w:tc>${inner}</w:tr>${wide}</w:tbl><w:p><w:r><w:br w:type="page"/><w:t>next</w:t></w:r></w:p>`;
    expect(linesOf(await read(docxFile(body)))).toEqual([['| Total | a | b |', '| in EUR |', '| both ¦ of them |'], ['next']]);
  });

  test('a header that pages share is read once, one from elsewhere never', async () => {
    const parts = {
      'word/_rels/document.xml.rels': relations([
        ['rId1', 'header', 'header1.xml'],
        ['rId2', 'header', 'header2.xml'],
      ]).replace(
        '</Relationships>',
        '<Relationship Id="rId3" Type="x/header" Target="https://files.example.com/h.xml" TargetMode="External"/></Relationships>',
      ),
      'word/header1.xml': wordPart('hdr', wordParagraph('Letterhead')),
      'word/header2.xml': wordPart('hdr', wordParagraph('Letterhead')),
    };
    const references = [1, 2, 3].map((n) => `<w:headerReference r:id="rId${n}"/>`).join('');
    expect(linesOf(await read(docxFile(`${wordParagraph('Body')}<w:sectPr>${references}</w:sectPr>`, parts)))).toEqual([
      ['Letterhead', '', 'Body'],
    ]);
  });
});

describe('XLSX', () => {
  test('sheets in order, their cells as they are shown; what is hidden is named', async () => {
    const file = xlsxFile(
      [
        {
          name: 'First',
          before: '<cols><col min="3" max="3" hidden="1"/></cols>',
          rows: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46145</v></c><c r="C1"><v>7</v></c><c r="E1" t="b"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="5"><c r="A5" t="str"><f>A1</f><v>sum</v></c><c r="B5" s="2"><v>0.1</v></c></row>`,
        },
        { name: 'Secret', state: 'hidden', rows: sheetRows([['secret']]) },
        { name: 'Last', rows: sheetRows([['last']]) },
      ],
      { strings: ['shared'], formats: ['yyyy-mm-dd', '0.0%'] },
    );
    const reading = await read(file);
    expect(linesOf(reading)).toEqual([['| shared | 2026-05-03 | TRUE |', '', '| sum | 10.0 % |'], ['last']]);
    expect(reasonsOf(reading)).toEqual(['sheet "First": 2 hidden cells were not read', 'sheet "Secret" is hidden and was not read']);
  });

  test.each<[string, string | null, string, NumberStyle['epoch']?]>([
    ['1234.5', null, '1234.5'],
    ['0.30000000000000004', null, '0.3'],
    ['8000', '#,##0.00\\ "€"', '8000.00 €'],
    ['-8000', '#,##0.00\\ [$€-407];[Red]-#,##0.00\\ [$€-407]', '-8000.00 €'],
    ['12.5', '[$CHF] 0.00', '12.50 CHF'],
    ['0.19', '0%', '19 %'],
    ['1.2344999', '0.000', '1.2340'],
    ['46145', 'dd/mm/yyyy', '2026-05-03'],
    ['46145.5', 'd.m.yy h:mm', '2026-05-03 12:00'],
    ['0.75', 'h:mm', '18:00'],
    ['44683', 'yyyy-mm-dd', '2026-05-03', 1904],
    ['1e300', '0.00', '1e+300'],
    ['-1', 'yyyy-mm-dd', '-1'],
    ['#N/A', '0.00', '#N/A'],
    ['5', '"Stück" @', '5'],
  ])('%s in the format %s is %s', (written, format, shown, epoch = 1900) => {
    expect(shownNumber(written, { format, epoch })).toBe(shown);
  });
});

test('PPTX: a page a slide; a hidden one is named', async () => {
  const reading = await read(
    pptxFile([{ tree: slideText(['Offer', '1 & 2']) }, { tree: slideText(['no']), attributes: 'show="0"' }, { tree: slideText(['End']) }]),
  );
  expect(linesOf(reading)).toEqual([['Offer', '1 & 2'], ['End']]);
  expect(reasonsOf(reading)).toEqual(['slide 2 is hidden and was not read']);
});

test('OpenDocument: remarks are left out, repeated cells are there', async () => {
  const text = `<text:p>a<text:s text:c="3"/>b<text:tab/>c<office:annotation><text:p>remark</text:p></office:annotation></text:p>${odfTable([['x', 'y\nz']])}`;
  expect(linesOf(await read(odfFile('text', text)))).toEqual([['a   b\tc', '| x | y |', '|  | z |']]);
  const cell = `<table:table-cell table:number-columns-repeated="2">${odfParagraph('5')}</table:table-cell>`;
  const sheet = `<table:table><table:table-row>${cell}<table:table-cell table:number-columns-repeated="16382"/></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row></table:table>`;
  expect(linesOf(await read(odfFile('spreadsheet', sheet)))).toEqual([['| 5 | 5 |']]);
});

test('HTML: as it is seen, in its own encoding', async () => {
  const html = `<html><head><meta charset=iso-8859-2><title>no</title></head><body>P\xb3a\xe6 &amp; <b>now</b>:<br>12&nbsp;EUR<!-- no -->
    <p hidden>no<p style="color:red; DISPLAY : none">no</p><noscript>no</noscript><template>no</template><script>no()</script>
    <table><tr><th rowspan=2>Sum<td>1<td>2<tr><td>3<td><table><tr><td>4<td>5</table></table><pre>as
  it is</pre><textarea>typed</textarea><img src="https://files.example.com/x.png" alt="no"></body></html>`;
  expect(linesOf(await read(Buffer.from(html, 'latin1')))).toEqual([
    ['Płać & now:', '12\u00a0EUR', '| Sum | 1 | 2 |', '|  | 3 | 4 | 5 |', 'as', '  it is', 'typed'],
  ]);
});

describe('CSV', () => {
  test.each([
    ['a;b\n"x;y";"1 ""z"""\n', ['| a | b |', '| x;y | 1 "z" |']],
    ['"k","v"\r\n"two\nlines","1"\r\n'.replaceAll(',', '\t'), ['| k | v |', '| two | 1 |', '| lines |']],
    ['a,b,c\n1,,3\n', ['| a | b | c |', '| 1 |  | 3 |']],
  ])('%j', async (csv, lines) => {
    expect(linesOf(await read(csv))).toEqual([lines]);
  });
  test('with its quotes out of order it is a text', async () => {
    expect(linesOf(await read('a;b\nc;"d\ne;f\n'))).toEqual([['a;b', 'c;"d', 'e;f']]);
  });
});

describe('e-mail', () => {
  const mail = (headers: string, body: string) =>
    `MIME-Version: 1.0\nFrom: Anna <a@b.example>\nSubject: =?utf-8?B?R3LDvMOfZQ==?=\n${headers}\n\n${body}`;

  test('a text in its encoding, and its subject; nothing of the transport', async () => {
    const text = mail(
      'Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable',
      'Gr=FC=DFe =\naus K=F6ln',
    );
    expect(linesOf(await read(text))).toEqual([['Grüße aus Köln', '', 'Grüße']]);
  });

  test('attachments are files, shown in the text or not; pictures of the text are none; what cannot be read is named', async () => {
    const part = (type: string, disposition: string, content: Uint8Array, id = 'x') =>
      `--b\nContent-Type: ${type}\nContent-Disposition: ${disposition}\nContent-ID: <${id}>\nContent-Transfer-Encoding: base64\n\n${Buffer.from(content).toString('base64')}\n`;
    const pdf = rawPdf([{ content: 'BT /F1 12 Tf 72 700 Td (first) Tj 0 -20 Td ET' }, { content: '' }]);
    const message = [
      '--b\nContent-Type: text/html\n\n<p>Hello<img src="cid:logo">\n',
      part('application/pdf', 'inline; filename=a.pdf', pdf),
      part('image/png', 'inline; filename=logo.png', Buffer.from('89504e470d0a1a0a', 'hex'), 'logo'),
      part('application/zip', 'attachment; filename="b.zip"', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])),
      part('application/pgp-signature', 'attachment', Buffer.from('signature')),
      '--b--\n',
    ];
    const reading = await read(mail('Content-Type: multipart/mixed; boundary=b', message.join('')));
    expect(reading.pages.map(({ page_no, origin, lines }) => [page_no, origin, lines[0]?.text])).toEqual([
      [1, 'pdf-text', 'first'],
      [2, 'pdf-text', undefined],
      [3, 'text', 'Hello'],
    ]);
    expect(reading.unread).toMatchObject([
      { page_no: 2, reason: expect.stringMatching(/^attachment "a.pdf": page 2 has no text/) },
      { page_no: null, reason: expect.stringMatching(/^attachment "b.zip": a ZIP archive; .* \(IX_000_005\)$/) },
    ]);
  });
});

describe('XML', () => {
  test('elements and attributes are lines, by their names', async () => {
    const xml =
      '<?xml version="1.0"?><o:Order xmlns:o="urn:o"><dueDate>2026-05-03</dueDate><Total currency="EUR">1.50</Total><Note><![CDATA[a < b &amp; c]]></Note><Empty/><Item no="1"/></o:Order>';
    expect(linesOf(await read(xml))).toEqual([
      ['Order', 'due Date: 2026-05-03', 'Total: 1.50', 'currency: EUR', 'Note: a < b &amp; c', 'no: 1'],
    ]);
  });

  test.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"><text>Total</text></svg>', 'an SVG drawing; it is not read'],
    [
      '<?xml version="1.0"?><pkg:package xmlns:pkg="urn:x"><a/></pkg:package>',
      'a Word document as one XML file; save it as DOCX; it is not read',
    ],
  ])('%s is refused', async (xml, detail) => {
    await expect(read(xml)).rejects.toMatchObject({ code: 'IX_000_005', detail });
  });

  test('a flat OpenDocument text is one', async () => {
    const xml =
      '<?xml version="1.0"?><office:document xmlns:office="urn:o" xmlns:text="urn:t"><office:body><office:text><text:p>Hello</text:p></office:text></office:body></office:document>';
    expect(linesOf(await read(xml))).toEqual([['Hello']]);
  });
});
