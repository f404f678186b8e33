/** Reads OpenDocument texts, spreadsheets and presentations (ODT, ODS, ODP): headers, text and tables in order, footers; a page a sheet or slide. */
import { IxError } from '../../../contracts/errors.ts';
import { type Block, pagesOf, type TableCell } from '../blocks.ts';
import type { Unread } from '../reading.ts';
import { elementAt, elements, textOf, within, type XmlElement } from '../xml-tree.ts';
import { spanOf } from './docx.ts';
import type { FileReading, Reader, ReadingLimits } from './reader.ts';
import { partsMax } from './text.ts';
import { openZip } from './zip.ts';

export const odfReader: Reader = {
  async read({ bytes }, { limits }) {
    const zip = await openZip(bytes, limits.maxMb);
    const manifest = await zip.xml('META-INF/manifest.xml');
    if (manifest !== null && !within(manifest, new Set(['encryption-data'])).next().done)
      throw new IxError('IX_000_009', 'the OpenDocument file is encrypted; passwords of OpenDocument files are not used, send it without');
    const content = await zip.xml('content.xml');
    if (content === null) throw new IxError('IX_000_008', 'the OpenDocument file is damaged: its content is missing');
    return readOdf(content, await zip.xml('styles.xml'), limits);
  },
};

/** @param styles holds the headers and footers; null: there are none. */
export function readOdf(content: XmlElement, styles: XmlElement | null, limits: ReadingLimits): FileReading {
  const unread: Unread[] = [];
  const pages: Block[][] = [];
  const body = elementAt(content, 'body');
  for (const part of body === null ? [] : elements(body)) {
    if (part.name === 'spreadsheet') for (const table of elements(part, 'table')) pages.push(blocksIn(table, limits));
    else if (part.name === 'presentation' || part.name === 'drawing')
      for (const page of elements(part, 'page')) pages.push(childBlocks(page, limits));
    else pages.push([...margins(styles, 'header', limits), '', ...childBlocks(part, limits), '', ...margins(styles, 'footer', limits)]);
  }
  return { pages: pagesOf(pages, partsMax(limits)), unread };
}

/** Of all page layouts, each text once. */
function margins(styles: XmlElement | null, name: 'header' | 'footer', limits: ReadingLimits): Block[] {
  const found = styles === null ? [] : [...within(styles, new Set([name]))];
  return [...new Map(found.map((one) => [textOf(one), one])).values()].flatMap((one) => childBlocks(one, limits));
}

const childBlocks = (of: XmlElement, limits: ReadingLimits): Block[] => elements(of).flatMap((element) => blocksIn(element, limits));

/** Remarks and what was deleted are not part of the text, nor are the notes of a speaker. */
const GONE = new Set(['annotation', 'annotation-end', 'tracked-changes', 'notes', 'forms', 'table-source', 'shapes', 'desc', 'title']);

function blocksIn(element: XmlElement, limits: ReadingLimits): Block[] {
  const { name } = element;
  if (GONE.has(name)) return [];
  if (name === 'p' || name === 'h') return paragraph(element, limits);
  if (name === 'table') return [{ rows: rowsIn(element, limits) }];
  return childBlocks(element, limits);
}

function paragraph(of: XmlElement, limits: ReadingLimits): Block[] {
  const boxes: Block[] = [];
  const collect = (element: XmlElement): string =>
    element.children
      .map((node) => {
        // Line breaks of the file are blanks of the text.
        if (typeof node === 'string') return node.replace(/\s+/g, ' ');
        if (GONE.has(node.name)) return '';
        if (node.name === 'tab') return '\t';
        if (node.name === 'line-break') return '\n';
        if (node.name === 's') return ' '.repeat(Math.min(Number(node.attributes.get('c') ?? 1) || 1, 100));
        if (node.name !== 'text-box') return collect(node);
        boxes.push(...childBlocks(node, limits));
        return '';
      })
      .join('');
  const text = collect(of);
  return boxes.length === 0 ? [text] : [text, '', ...boxes, ''];
}

const ROW = new Set(['table-row']);

/** Rows and columns are hidden by `visibility`; empty ones are said to be repeated up to the sheet's end. */
function rowsIn(table: XmlElement, limits: ReadingLimits): TableCell[][] {
  const rows: TableCell[][] = [];
  let left = partsMax(limits);
  for (const row of within(table, ROW)) {
    if (/^(?:collapse|filter)$/.test(row.attributes.get('visibility') ?? '')) continue;
    const cells = elements(row).flatMap((cell) => repeated(cell, limits));
    while (cells.length > 0 && isEmpty(cells.at(-1))) cells.pop();
    const times = cells.length === 0 ? 1 : spanOf(row.attributes.get('number-rows-repeated'));
    left -= times * (cells.length + 1);
    if (left < 0) throw new IxError('IX_000_008', 'a table has more cells than can be read');
    for (let i = 0; i < times; i++) rows.push(cells);
  }
  return rows;
}

const isEmpty = (cell: TableCell | undefined): boolean => cell?.blocks.every((block) => block === '') ?? true;
const COLUMNS_MAX = 2000;

/** A cell as often as it says; one that others reach over has no text of its own. */
function repeated(cell: XmlElement, limits: ReadingLimits): TableCell[] {
  if (cell.name !== 'table-cell' && cell.name !== 'covered-table-cell') return [];
  const times = Math.min(spanOf(cell.attributes.get('number-columns-repeated')), COLUMNS_MAX);
  const one: TableCell = { blocks: cell.name === 'table-cell' ? childBlocks(cell, limits) : [], span: 1 };
  return Array.from({ length: times }, () => one);
}
