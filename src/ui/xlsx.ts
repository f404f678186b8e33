/** A table as an XLSX file: one sheet, its first row a head that stays in sight. Texts are texts, whatever they begin with: nothing is a formula. */
import { setImmediate } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';

export type Cell = string | number | null;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** Characters of a cell at most, as Excel has it. */
const CELL_MAX = 32_767;
/** Written at a time, a few milliseconds: others are served between. */
const ROWS = 100;

/** The head stays in sight. */
const VIEW =
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';

const PARTS = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><sheets><sheet name="ix" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
} as const;

export async function xlsxOf(rows: readonly (readonly Cell[])[]): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    chunks.push(chunk);
  });
  const part = (name: string) => {
    const file = new ZipDeflate(name);
    zip.add(file);
    return { write: (text: string, isLast: boolean) => file.push(strToU8(text), isLast) };
  };
  for (const [name, text] of Object.entries(PARTS)) part(name).write(XML + text, true);
  const sheet = part('xl/worksheets/sheet1.xml');
  sheet.write(`${XML}<worksheet xmlns="${MAIN}">${VIEW}<sheetData>`, false);
  for (let from = 0; from < rows.length; from += ROWS) {
    sheet.write(
      rows
        .slice(from, from + ROWS)
        .map((row, i) => rowOf(row, from + i + 1))
        .join(''),
      false,
    );
    await setImmediate();
  }
  sheet.write('</sheetData></worksheet>', true);
  zip.end();
  return Uint8Array.from(Buffer.concat(chunks));
}

/** @param number from 1. */
const rowOf = (row: readonly Cell[], number: number): string =>
  `<row r="${number}">${row.map((cell, j) => cellOf(cell, `${columnOf(j)}${number}`)).join('')}</row>`;

function cellOf(value: Cell, at: string): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(value.slice(0, CELL_MAX))}</t></is></c>`;
}

/** 0 → `A`, 26 → `AA`. */
const columnOf = (index: number): string =>
  (index < 26 ? '' : columnOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

/** What XML 1.0 cannot hold is left out. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
