/** Reads HTML as it is seen: text in lines, tables in cells. Scripts, styles, comments and what is hidden are not read; nothing is loaded. */
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from 'parse5';
import { IxError } from '../../../contracts/errors.ts';
import { type Block, pagesOf, type TableCell } from '../blocks.ts';
import { spanOf } from './docx.ts';
import type { Reader, ReadingLimits } from './reader.ts';
import { decoded, partsMax } from './text.ts';

type Parent = DefaultTreeAdapterTypes.ParentNode;
type Child = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

export const htmlReader: Reader = {
  read: async (file, { limits }) => ({ pages: pagesOf([htmlBlocks(decoded(file, limits), limits)], partsMax(limits)), unread: [] }),
};

/** Deeper than pages and mails are, which nest a table for each answer that they quote. */
const NESTING_MAX = 500;

/** @throws IxError IX_000_008 nested too deep, or of too many elements. */
export function htmlBlocks(html: string, limits: ReadingLimits): Block[] {
  return blocksIn(parse(html, { treeAdapter: boundedAdapter(partsMax(limits)) }));
}

/** Ends the parsing as soon as the tree grows too deep or too large: some of what parsers do takes the time of its square. */
function boundedAdapter(mostNodes: number): typeof defaultTreeAdapter {
  const depths = new WeakMap<Parent, number>();
  let nodes = 0;
  const append: typeof defaultTreeAdapter.appendChild = (parent, node) => {
    const depth = (depths.get(parent) ?? 0) + 1;
    if (depth > NESTING_MAX) throw new IxError('IX_000_008', `elements are nested more than ${NESTING_MAX} deep`);
    nodes += 1;
    if (nodes > mostNodes) throw new IxError('IX_000_008', `the HTML has more than ${mostNodes} elements`);
    if (defaultTreeAdapter.isElementNode(node)) depths.set(node, depth);
    defaultTreeAdapter.appendChild(parent, node);
  };
  return { ...defaultTreeAdapter, appendChild: append };
}

const NOT_SHOWN = new Set(
  'script style head title template noscript noframes iframe object embed svg math select datalist audio video canvas map'.split(' '),
);
const IN_LINE = new Set(
  `a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o:p output q ruby rp s samp small span
  strike strong sub sup time tt u var wbr input button textarea`.split(/\s+/),
);
/** Ways in which mails hide text that is meant for lists and filters. */
const HIDING =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?|opacity\s*:\s*0|max-height\s*:\s*0(?:px)?)\s*(?:!important\s*)?(?:;|$)/i;

const attribute = ({ attrs }: Element, name: string): string | undefined => attrs.find((one) => one.name === name)?.value;

const isHidden = (element: Element): boolean =>
  NOT_SHOWN.has(element.tagName) || attribute(element, 'hidden') !== undefined || HIDING.test(attribute(element, 'style') ?? '');

function blocksIn(of: Parent): Block[] {
  const blocks: Block[] = [];
  let open = '';
  const close = () => {
    const text = open
      .split('\n')
      .map((line) => line.replace(/ +/g, ' ').trim())
      .join('\n');
    if (text.trim() !== '') blocks.push(text);
    open = '';
  };
  const visit = (node: Child): void => {
    if (defaultTreeAdapter.isTextNode(node)) open += node.value.replace(/[ \t\n\r\f]+/g, ' ');
    if (!defaultTreeAdapter.isElementNode(node) || isHidden(node)) return;
    if (node.tagName === 'br') {
      open += '\n';
      return;
    }
    if (IN_LINE.has(node.tagName)) {
      for (const child of node.childNodes) visit(child);
      return;
    }
    close();
    if (node.tagName === 'table') blocks.push({ rows: rowsOf(node) });
    else if (node.tagName === 'pre') blocks.push(plainText(node));
    else for (const child of node.childNodes) visit(child);
    close();
  };
  for (const child of of.childNodes) visit(child);
  close();
  return blocks;
}

const plainText = (of: Parent): string =>
  of.childNodes
    .map((node) =>
      defaultTreeAdapter.isTextNode(node) ? node.value : defaultTreeAdapter.isElementNode(node) && !isHidden(node) ? plainText(node) : '',
    )
    .join('');

/** Rows of this table, not of those in it. */
function rowsOf(table: Element): TableCell[][] {
  const rows: TableCell[][] = [];
  // Columns that a cell of a row above still reaches over, and how many rows on.
  const reaching = new Map<number, number>();
  for (const row of below(table, (tag) => tag === 'tr')) {
    const cells: TableCell[] = [];
    let column = 0;
    const passReaching = () => {
      for (let rest = reaching.get(column) ?? 0; rest > 0; rest = reaching.get(column) ?? 0) {
        reaching.set(column, rest - 1);
        cells.push({ blocks: [], span: 1 });
        column++;
      }
    };
    for (const cell of below(row, (tag) => tag === 'td' || tag === 'th')) {
      passReaching();
      const span = Math.min(spanOf(attribute(cell, 'colspan')), SPAN_MAX);
      const rowSpan = Math.min(spanOf(attribute(cell, 'rowspan')), SPAN_MAX);
      cells.push({ blocks: blocksIn(cell), span });
      for (let at = column; at < column + span; at++) reaching.set(at, rowSpan - 1);
      column += span;
    }
    passReaching();
    rows.push(cells);
  }
  return rows;
}

/** As the HTML standard bounds `colspan`. */
const SPAN_MAX = 1000;

/** The nearest elements of these names that are shown, down to the tables within. */
function* below(of: Parent, wanted: (tag: string) => boolean): Generator<Element> {
  for (const node of of.childNodes) {
    if (!defaultTreeAdapter.isElementNode(node) || isHidden(node)) continue;
    if (wanted(node.tagName)) yield node;
    else if (node.tagName !== 'table') yield* below(node, wanted);
  }
}
