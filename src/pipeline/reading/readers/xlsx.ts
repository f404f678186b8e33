/** Reads Excel workbooks (XLSX): a page for each sheet, a line for each row, its cells as they are shown. What is hidden is not read. */
import { IxError } from '../../../contracts/errors.ts';
import { type Block, pagesOf, rowOf } from '../blocks.ts';
import type { Unread } from '../reading.ts';
import { elementAt, elements, textOf, within, type XmlElement } from '../xml-tree.ts';
import { builtInFormat, type NumberStyle, shownNumber } from './number-format.ts';
import { isOn, type OfficeFile, openOffice } from './ooxml.ts';
import type { Reader } from './reader.ts';
import { partsMax } from './text.ts';

/** Columns of a sheet, A to XFD. */
const COLUMNS_MAX = 16_384;

export const xlsxReader: Reader = {
  async read({ bytes }, { limits }) {
    const file = await openOffice(bytes, limits.maxMb);
    const workbook = await workbookOf(file);
    const pages: Block[][] = [];
    const unread: Unread[] = [];
    const notRead = (reason: string) => unread.push({ file_index: 0, page_no: null, reason });
    for (const { attributes } of elements(elementAt(file.main, 'sheets') ?? file.main, 'sheet')) {
      const name = JSON.stringify(attributes.get('name') ?? '');
      if ((attributes.get('state') ?? 'visible') !== 'visible') {
        notRead(`sheet ${name} is hidden and was not read`);
        continue;
      }
      const relation = file.relations.get(attributes.get('r:id') ?? '');
      const sheet = relation?.type === 'worksheet' ? await file.zip.xml(relation.part) : null;
      if (sheet === null) notRead(`sheet ${name} has no cells and was not read`);
      else {
        const { blocks, hidden } = cellsOf(sheet, workbook, partsMax(limits));
        if (hidden > 0) notRead(`sheet ${name}: ${hidden} hidden cells were not read`);
        pages.push(blocks);
      }
    }
    return { pages: pagesOf(pages, partsMax(limits)), unread };
  },
};

interface Workbook {
  readonly strings: readonly string[];
  /** By the number that a cell names. */
  readonly styles: readonly NumberStyle[];
}

async function workbookOf({ zip, main, relations }: OfficeFile): Promise<Workbook> {
  const part = async (type: string) => {
    const relation = [...relations.values()].find((one) => one.type === type);
    return relation === undefined ? null : await zip.xml(relation.part);
  };
  const [strings, styles] = [await part('sharedStrings'), await part('styles')];
  const epoch = isOn(elementAt(main, 'workbookPr')?.attributes.get('date1904')) ? 1904 : 1900;
  const own = new Map<number, string>();
  for (const { attributes } of styles === null ? [] : elements(elementAt(styles, 'numFmts') ?? styles, 'numFmt'))
    own.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
  const formats =
    styles === null
      ? []
      : elements(elementAt(styles, 'cellXfs') ?? styles, 'xf').map(({ attributes }) => Number(attributes.get('numFmtId') ?? 0));
  return {
    strings: strings === null ? [] : elements(strings, 'si').map(richText),
    styles: formats.map((id) => ({ format: own.get(id) ?? builtInFormat(id), epoch })),
  };
}

const TEXT = new Set(['t', 'rPh']);
/** A string of several runs; how it is pronounced (`rPh`) is no part of it. */
const richText = (of: XmlElement): string => [...within(of, TEXT)].map((found) => (found.name === 't' ? textOf(found) : '')).join('');

/** The rows as one table. Columns without any cell are left out; a row that is not there parts what is above it from what is below. */
function cellsOf(sheet: XmlElement, workbook: Workbook, cellsMax: number): { readonly blocks: Block[]; readonly hidden: number } {
  const isHidden = hiddenColumns(sheet);
  const rows: { readonly number: number; readonly cells: ReadonlyMap<number, string> }[] = [];
  const used = new Set<number>();
  let [hidden, number] = [0, 0];
  for (const row of elements(elementAt(sheet, 'sheetData') ?? sheet, 'row')) {
    number = Number(row.attributes.get('r') ?? number + 1);
    const cells = new Map<number, string>();
    let column = -1;
    for (const cell of elements(row, 'c')) {
      column = columnOf(cell.attributes.get('r')) ?? column + 1;
      const text = shown(cell, workbook);
      if (text.trim() === '') continue;
      if (isOn(row.attributes.get('hidden')) || isHidden(column)) hidden++;
      else cells.set(column, text);
    }
    if (cells.size > 0) rows.push({ number, cells });
    for (const known of cells.keys()) used.add(known);
  }
  const columns = [...used].sort((a, b) => a - b);
  if (rows.length * columns.length > cellsMax)
    throw new IxError('IX_000_008', `a sheet has more than ${cellsMax} cells, too many to be read`);
  const lines = rows.flatMap(({ number, cells }, index) => {
    const gap = index > 0 && number > (rows[index - 1]?.number ?? 0) + 1 ? [rowOf([])] : [];
    return [
      ...gap,
      rowOf(columns.slice(0, columns.findLastIndex((column) => cells.has(column)) + 1).map((column) => cells.get(column) ?? '')),
    ];
  });
  return { blocks: [{ rows: lines }], hidden };
}

function hiddenColumns(sheet: XmlElement): (column: number) => boolean {
  const ranges = elements(elementAt(sheet, 'cols') ?? sheet, 'col')
    .filter(({ attributes }) => isOn(attributes.get('hidden')))
    .map(({ attributes }) => [Number(attributes.get('min')) - 1, Number(attributes.get('max')) - 1] as const);
  return (column) => ranges.some(([from, to]) => column >= from && column <= to);
}

/** "B7" is column 1. @throws IxError IX_000_008: there is no such column. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,4}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  if (column >= COLUMNS_MAX) throw new IxError('IX_000_008', `the workbook is damaged: it has a cell ${reference}`);
  return column;
}

function shown(cell: XmlElement, { strings, styles }: Workbook): string {
  const { attributes } = cell;
  const value = elementAt(cell, 'v');
  const written = value === null ? '' : textOf(value);
  switch (attributes.get('t') ?? 'n') {
    case 's':
      return strings[Number(written)] ?? '';
    case 'inlineStr':
      return richText(cell);
    case 'n':
      return shownNumber(written, styles[Number(attributes.get('s') ?? 0)] ?? { format: null, epoch: 1900 });
    case 'd':
      return written.replace(/T.*$/, '');
    case 'b':
      return written === '1' ? 'TRUE' : 'FALSE';
    default:
      return written;
  }
}
