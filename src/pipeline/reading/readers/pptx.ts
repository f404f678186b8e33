/** Reads PowerPoint presentations (PPTX): a page for each slide, its texts and tables in the order of the file. Hidden slides are not read. */
import { type Block, pagesOf, type TableCell } from '../blocks.ts';
import type { Unread } from '../reading.ts';
import { elementAt, elements, textOf, within, type XmlElement } from '../xml-tree.ts';
import { spanOf } from './docx.ts';
import { openOffice } from './ooxml.ts';
import type { Reader } from './reader.ts';
import { partsMax } from './text.ts';

export const pptxReader: Reader = {
  async read({ bytes }, { limits }) {
    const { zip, main, relations } = await openOffice(bytes, limits.maxMb);
    const pages: Block[][] = [];
    const unread: Unread[] = [];
    for (const [index, { attributes }] of elements(elementAt(main, 'sldIdLst') ?? main, 'sldId').entries()) {
      const relation = relations.get(attributes.get('r:id') ?? '');
      const slide = relation?.type === 'slide' ? await zip.xml(relation.part) : null;
      const why = slide === null ? 'is missing' : slide.attributes.get('show') === '0' ? 'is hidden' : null;
      if (slide === null || why !== null)
        unread.push({ file_index: 0, page_no: null, reason: `slide ${index + 1} ${why} and was not read` });
      else pages.push(blocksIn(slide));
    }
    return { pages: pagesOf(pages, partsMax(limits)), unread };
  },
};

const BLOCKS = new Set(['txBody', 'p', 'tbl', 'Fallback']);

/** A blank line follows each box. */
const blocksIn = (of: XmlElement): Block[] =>
  [...within(of, BLOCKS)].flatMap((found): Block[] => {
    if (found.name === 'Fallback') return [];
    if (found.name === 'txBody') return [...blocksIn(found), ''];
    return found.name === 'p' ? [paragraph(found)] : [{ rows: elements(found, 'tr').map((row) => elements(row, 'tc').flatMap(cellOf)) }];
  });

/** A cell that another one reaches over is no cell of its own. */
function cellOf(cell: XmlElement): TableCell[] {
  if (cell.attributes.get('hMerge') === '1') return [];
  return [{ blocks: blocksIn(cell), span: spanOf(cell.attributes.get('gridSpan')) }];
}

const TEXT = new Set(['t', 'br']);
const paragraph = (of: XmlElement): string => [...within(of, TEXT)].map((found) => (found.name === 'br' ? '\n' : textOf(found))).join('');
