/** Office files as small as they may be: the parts that programs need to open them, around the content of a test. */
import { type ZipOptions, zipFile } from './zip-file.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

type Parts = Readonly<Record<string, string>>;

function officeFile(main: string, type: string, parts: Parts, options?: ZipOptions): Buffer {
  const types = `<Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/>`;
  return zipFile(
    {
      '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${types}</Types>`,
      '_rels/.rels': relations([['rId1', 'officeDocument', main]]),
      ...parts,
    },
    options,
  );
}

export const relations = (of: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${of.map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

const WORD = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`;

/** @param body what stands in `<w:body>`. @param parts others, by their names in the archive. */
export const docxFile = (body: string, parts: Parts = {}, options?: ZipOptions): Buffer =>
  officeFile(
    'word/document.xml',
    'wordprocessingml.document',
    { 'word/document.xml': `${HEAD}<w:document ${WORD}><w:body>${body}</w:body></w:document>`, ...parts },
    options,
  );

export const wordPart = (root: string, inner: string): string => `${HEAD}<w:${root} ${WORD}>${inner}</w:${root}>`;
export const wordParagraph = (text: string): string =>
  `<w:p><w:r>${text
    .split('\t')
    .map((part) => `<w:t xml:space="preserve">${escaped(part)}</w:t>`)
    .join('<w:tab/>')}</w:r></w:p>`;
export const wordTable = (rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows.map((cells) => `<w:tr>${cells.map((cell) => `<w:tc><w:tcPr/>${cell.split('\n').map(wordParagraph).join('')}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`;

export interface Sheet {
  readonly name: string;
  readonly state?: string;
  /** Before the rows: `<cols>` … */
  readonly before?: string;
  /** What stands in `<sheetData>`. */
  readonly rows: string;
}

export function xlsxFile(
  sheets: readonly Sheet[],
  { strings = [], formats = [] }: { strings?: readonly string[]; formats?: readonly string[] } = {},
): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const named = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${escaped(name)}" sheetId="${i + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${i + 1}"/>`,
  );
  const parts = sheets.map(({ before = '', rows }, i) => [
    `xl/worksheets/sheet${i + 1}.xml`,
    `${HEAD}<worksheet xmlns="${main}">${before}<sheetData>${rows}</sheetData></worksheet>`,
  ]);
  const numFmts = formats.map((format, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(format)}"/>`).join('');
  const xfs = ['<xf numFmtId="0"/>', ...formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`)].join('');
  return officeFile('xl/workbook.xml', 'spreadsheetml.sheet', {
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${main}" xmlns:r="${OFFICE}"><sheets>${named.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, i) => [`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`] as const),
      ['rId90', 'sharedStrings', 'sharedStrings.xml'],
      ['rId91', 'styles', 'styles.xml'],
    ]),
    'xl/sharedStrings.xml': `${HEAD}<sst xmlns="${main}">${strings.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${main}"><numFmts>${numFmts}</numFmts><cellXfs>${xfs}</cellXfs></styleSheet>`,
    ...Object.fromEntries(parts),
  });
}

/** Rows of texts as inline strings, numbers as numbers in the style of that index. */
export const sheetRows = (rows: readonly (readonly (string | { readonly number: number; readonly style: number } | null)[])[]): string =>
  rows
    .map((cells, i) => {
      const inner = cells.map((cell, at) => {
        const name = `${String.fromCharCode(65 + at)}${i + 1}`;
        if (cell === null) return '';
        if (typeof cell === 'string') return `<c r="${name}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
        return `<c r="${name}" s="${cell.style}"><v>${cell.number}</v></c>`;
      });
      return `<row r="${i + 1}">${inner.join('')}</row>`;
    })
    .join('');

/** @param slides what stands in each `<p:spTree>`, and attributes of the slide. */
export function pptxFile(slides: readonly { readonly tree: string; readonly attributes?: string }[]): Buffer {
  const spaces = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${OFFICE}"`;
  const ids = slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="rId${i + 1}"/>`).join('');
  return officeFile('ppt/presentation.xml', 'presentationml.presentation', {
    'ppt/presentation.xml': `${HEAD}<p:presentation ${spaces}><p:sldIdLst>${ids}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(slides.map((_, i) => [`rId${i + 1}`, 'slide', `slides/slide${i + 1}.xml`])),
    ...Object.fromEntries(
      slides.map(({ tree, attributes = '' }, i) => [
        `ppt/slides/slide${i + 1}.xml`,
        `${HEAD}<p:sld ${spaces} ${attributes}><p:cSld><p:spTree>${tree}</p:spTree></p:cSld></p:sld>`,
      ]),
    ),
  });
}

export const slideText = (lines: readonly string[]): string =>
  `<p:sp><p:txBody>${lines.map((line) => `<a:p><a:r><a:t>${escaped(line)}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp>`;
export const slideTable = (rows: readonly (readonly string[])[]): string =>
  `<p:graphicFrame><a:graphic><a:graphicData><a:tbl>${rows.map((cells) => `<a:tr>${cells.map((cell) => `<a:tc><a:txBody><a:p><a:r><a:t>${escaped(cell)}</a:t></a:r></a:p></a:txBody></a:tc>`).join('')}</a:tr>`).join('')}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;

/** @param kind `text`, `spreadsheet` or `presentation`. @param body what stands in that element. */
export function odfFile(kind: string, body: string, { header = '', manifest = '' }: { header?: string; manifest?: string } = {}): Buffer {
  const urn = 'urn:oasis:names:tc:opendocument:xmlns';
  const spaces = `xmlns:office="${urn}:office:1.0" xmlns:text="${urn}:text:1.0" xmlns:table="${urn}:table:1.0" xmlns:draw="${urn}:drawing:1.0" xmlns:style="${urn}:style:1.0"`;
  const mimetype = `application/vnd.oasis.opendocument.${kind}`;
  return Buffer.from(
    zipFile(
      {
        mimetype,
        'content.xml': `${HEAD}<office:document-content ${spaces}><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
        'styles.xml': `${HEAD}<office:document-styles ${spaces}><office:master-styles><style:master-page><style:header>${header}</style:header></style:master-page></office:master-styles></office:document-styles>`,
        'META-INF/manifest.xml': `${HEAD}<manifest:manifest xmlns:manifest="${urn}:manifest:1.0">${manifest}</manifest:manifest>`,
      },
      // The type stands first, and as it is.
      { stored: true },
    ),
  );
}

export const odfParagraph = (text: string): string => `<text:p>${escaped(text)}</text:p>`;
export const odfTable = (rows: readonly (readonly string[])[]): string =>
  `<table:table>${rows.map((cells) => `<table:table-row>${cells.map((cell) => `<table:table-cell>${cell.split('\n').map(odfParagraph).join('')}</table:table-cell>`).join('')}</table:table-row>`).join('')}</table:table>`;
