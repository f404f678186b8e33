/** Reads Word documents (DOCX): headers, text, tables and text boxes in order, footers. Hidden and deleted text is not read. */
import { type Block, pagesOf, type TableCell } from '../blocks.ts';
import { elementAt, elements, textOf, within, type XmlElement } from '../xml-tree.ts';
import { isOn, type OfficeFile, openOffice } from './ooxml.ts';
import type { Reader } from './reader.ts';
import { partsMax } from './text.ts';

/** A page that the author began; those that a program makes by itself are not marked. */
const PAGE_BREAK = '\f';

export const docxReader: Reader = {
  async read({ bytes }, { limits }) {
    const file = await openOffice(bytes, limits.maxMb);
    const body = elementAt(file.main, 'body');
    const [headers, footers] = [await margins(file, 'header'), await margins(file, 'footer')];
    // A blank line parts what stands apart on paper.
    const blocks = [...headers, '', ...(body === null ? [] : blocksIn(body)), '', ...footers];
    const pages: Block[][] = [[]];
    for (const block of blocks) {
      if (block === PAGE_BREAK) pages.push([]);
      else pages.at(-1)?.push(block);
    }
    return { pages: pagesOf(pages, partsMax(limits)), unread: [] };
  },
};

/** What stands at the head or foot of the pages, each once: the first page and the others often have the same. */
async function margins({ zip, main, relations }: OfficeFile, type: 'header' | 'footer'): Promise<Block[]> {
  const named = [...within(main, new Set([`${type}Reference`]))].map(({ attributes }) => relations.get(attributes.get('r:id') ?? ''));
  const parts = new Set(named.flatMap((relation) => (relation?.type === type ? [relation.part] : [])));
  const found = new Map<string, Block[]>();
  for (const part of parts) {
    const root = await zip.xml(part);
    if (root !== null) found.set(textOf(root), blocksIn(root));
  }
  return [...found.values()].flat();
}

/** Paragraphs and tables, whatever they are wrapped in. */
function blocksIn(of: XmlElement): Block[] {
  return elements(of).flatMap((element): Block[] => {
    if (element.name === 'p') return paragraph(element);
    if (element.name === 'tbl') return [{ rows: rowsIn(element) }];
    return isGone(element) ? [] : blocksIn(element);
  });
}

const ROW = new Set(['tr']);
const CELL = new Set(['tc']);
const rowsIn = (table: XmlElement): TableCell[][] => [...within(table, ROW)].filter((row) => !isDeleted(row)).map(cellsIn);

function cellsIn(row: XmlElement): TableCell[] {
  return [...within(row, CELL)].map((cell) => ({
    blocks: blocksIn(cell),
    span: spanOf(elementAt(cell, 'tcPr', 'gridSpan')?.attributes.get('val')),
  }));
}

const isDeleted = (row: XmlElement): boolean => elementAt(row, 'trPr', 'del') !== null;

/** A span as a file states it; what makes no sense is 1. */
export function spanOf(stated: string | undefined): number {
  const span = Number(stated ?? 1);
  return Number.isInteger(span) && span > 1 ? span : 1;
}

/** Deleted or moved text, and the same thing said once more for older programs. */
const isGone = ({ name }: XmlElement): boolean => name === 'del' || name === 'moveFrom' || name === 'Fallback' || name === 'sectPr';

function paragraph(of: XmlElement): Block[] {
  const boxes: Block[] = [];
  const texts: string[] = [];
  const collect = (element: XmlElement): void => {
    if (isGone(element) || (element.name === 'r' && isHidden(element))) return;
    const { name, attributes } = element;
    if (name === 't') texts.push(textOf(element));
    else if (name === 'tab' || name === 'ptab') texts.push('\t');
    else if (name === 'cr') texts.push('\n');
    else if (name === 'br') texts.push(attributes.get('type') === 'page' ? PAGE_BREAK : '\n');
    else if (name === 'noBreakHyphen') texts.push('-');
    else if (name === 'txbxContent') boxes.push(...blocksIn(element));
    else if (name !== 'pPr') for (const inner of elements(element)) collect(inner);
  };
  if (isSwitchedOn(elementAt(of, 'pPr', 'pageBreakBefore'))) boxes.push(PAGE_BREAK);
  collect(of);
  const parts = texts.join('').split(PAGE_BREAK);
  return [...boxes, ...parts.flatMap((part, index) => (index === 0 ? [part] : [PAGE_BREAK, part]))];
}

const isHidden = (run: XmlElement): boolean => isSwitchedOn(elementAt(run, 'rPr', 'vanish'));

/** `<w:vanish/>` is on, `<w:vanish w:val="0"/>` is not. */
const isSwitchedOn = (element: XmlElement | null): boolean => element !== null && isOn(element.attributes.get('val') ?? '1');
