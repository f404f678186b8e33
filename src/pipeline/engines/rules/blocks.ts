/** Blocks of lines that belong together, and the names they begin with. */

import { hasLegalForm, hasPostalCode, isAddressee, isContact, isName, isSalutation, isStreet, isTown } from '../../values/names.ts';
import { aligned, type Cell } from './layout.ts';

/** A name as it stands: one cell, a part of one, or two lines of one block. */
export interface Name {
  readonly text: string;
  readonly parts: readonly { readonly cell: Cell; readonly start: number; readonly end: number }[];
}

/** Lines that follow each other closely in one column. What they hold is looked for when it is first asked for. */
export class Block {
  readonly lines: readonly Cell[];
  #town: boolean | undefined;
  #contact: boolean | undefined;

  constructor(lines: readonly Cell[]) {
    this.lines = lines;
  }

  get town(): boolean {
    this.#town ??= this.lines.some(({ text }) => hasPostalCode(text) && text.split(/, | [·•|] /).some(isTown));
    return this.#town;
  }

  get contact(): boolean {
    this.#contact ??= this.lines.some(({ text }) => isContact(text));
    return this.#contact;
  }
}

/** A blank line between two lines is wider than this, in heights of the text. */
export const LINE_GAP = 0.85;
/** Addresses are also set with wide lines: a street or town this close below a name still belongs to it. */
const ADDRESS_GAP = 3;

/** The page's cells in blocks, by their first line's place. `cells` from top to bottom. */
export function blocksOf(cells: readonly Cell[]): Block[] {
  const blocks: Cell[][] = [];
  let open: Cell[][] = [];
  for (const cell of cells) {
    // What ended far above goes on no more.
    open = open.filter((lines) => cell.y0 - (lines.at(-1)?.y1 ?? 0) <= 2 * ADDRESS_GAP * cell.em);
    const block = open.findLast((lines) => continues(lines, cell));
    if (block === undefined) {
      const lines = [cell];
      blocks.push(lines);
      open.push(lines);
    } else block.push(cell);
  }
  return blocks.map((lines) => new Block(lines));
}

function continues(lines: readonly Cell[], cell: Cell): boolean {
  const last = lines.at(-1);
  if (last === undefined) return false;
  const em = Math.min(last.em, cell.em);
  const gap = cell.y0 - last.y1;
  if (gap < -0.5 * em || gap > ADDRESS_GAP * em || Math.max(last.em, cell.em) >= 1.7 * em) return false;
  if (gap <= LINE_GAP * em) return aligned(last, cell);
  if (Math.abs(last.x0 - cell.x0) >= 0.5 * em || lines.length > 3) return false;
  return (isStreet(cell.text) || isTown(cell.text)) && !lines.some(({ text }) => isTown(text));
}

/** The name a block or section of lines begins with: two lines where the legal form stands on the second, or a salutation on the first. */
export function nameOf(lines: readonly Cell[]): Name | null {
  const [first, second] = lines[0] !== undefined && isAddressee(lines[0].text) ? lines.slice(1) : lines;
  if (first === undefined) return null;
  const whole = (cell: Cell) => ({ cell, start: 0, end: cell.text.trimEnd().replace(/,$/, '').length });
  const join = (a: Cell, b: Cell): Name => ({ text: `${a.text.trim()} ${b.text.trim()}`, parts: [whole(a), whole(b)] });
  if (second !== undefined && isSalutation(first.text) && isName(second.text)) return join(first, second);
  if (!isName(first.text)) return null;
  const goesOn =
    second !== undefined && !hasLegalForm(first.text) && hasLegalForm(second.text) && isName(second.text) && !second.text.includes(',');
  if (goesOn && lines.length > 1) return join(first, second);
  return { text: first.text.trim().replace(/,$/, ''), parts: [whole(first)] };
}
