/** The blocks of a letter's first page: letter head, sender line, address window, and which of them is whose. */
import { fold } from '../../values/fold.ts';
import type { Document } from './document.ts';
import { aligned, type Cell } from './layout.ts';
import { hasLegalForm, isBank, isContact, isGreeted, isName, isSalutation, isStreet, isTown } from './names.ts';

/** A name as it stands: one cell, a part of one, or two lines of one block. */
export interface Name {
  readonly text: string;
  readonly parts: readonly { readonly cell: Cell; readonly start: number; readonly end: number }[];
}

/** Lines that follow each other closely in one column. */
interface Block {
  readonly lines: readonly Cell[];
  readonly town: boolean;
  readonly contact: boolean;
}

export interface ScoredName extends Name {
  /** 0–1. */
  readonly score: number;
}

/** A blank line between two lines is wider than this, in heights of the text. */
const LINE_GAP = 0.85;
/** Addresses are also set with wide lines: a street or town this close below a name still belongs to it. */
const ADDRESS_GAP = 3;
/** Cells of the first page that are looked at; heads and feet of letters lie within. */
const MOST_CELLS = 400;

/** The page's cells in blocks, by their first line's place. `cells` from top to bottom. */
function blocksOf(cells: readonly Cell[]): Block[] {
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
  return blocks.map((lines) => ({
    lines,
    town: lines.some(({ text }) => isTown(text)),
    contact: lines.some(({ text }) => isContact(text)),
  }));
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
  const [first, second] = lines;
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

/** A sender line: name, street and town in one line above the address window. */
function senderLines(document: Document, cells: readonly Cell[]): { name: Name; cell: Cell }[] {
  const found: { name: Name; cell: Cell }[] = [];
  const seen = new Set<number>();
  for (const cell of cells) {
    if (seen.has(cell.index)) continue;
    const parts = cell.text.split(/\s[·•●|*–—-]\s|, /);
    if (parts.length >= 2 && parts.slice(1).some(isTown)) {
      const [first = ''] = parts;
      if (isName(first)) found.push({ name: { text: first.trim(), parts: [{ cell, start: 0, end: first.trimEnd().length }] }, cell });
      continue;
    }
    // The same with bullets between pieces that stand wide apart.
    if (!/^[·•●|*]$/.test(cell.text)) continue;
    const row = document.layout.row(cell);
    for (const other of row) seen.add(other.index);
    const pieces = row.filter(({ text }) => !/^[·•●|*]$/.test(text));
    const town = pieces.findIndex(({ text }) => isTown(text.replace(/\s[·•●|*]$/, '')));
    const [first] = pieces;
    if (town > 0 && first !== undefined && isName(first.text))
      found.push({ name: { text: first.text.trim(), parts: [{ cell: first, start: 0, end: first.text.length }] }, cell: first });
  }
  return found;
}

export interface LetterNames {
  readonly seller: readonly ScoredName[];
  readonly buyer: readonly ScoredName[];
  readonly bank: readonly ScoredName[];
  readonly merchant: readonly ScoredName[];
}

/** The names a first page shows by its layout alone, each with what speaks for it. `taken`: cells that labelled blocks own. */
export function letterNames(document: Document, taken: ReadonlySet<number>): LetterNames {
  const first = document.cells[0]?.page ?? 1;
  const cells = document.cells.filter((cell) => cell.page === first && cell.upright).slice(0, MOST_CELLS);
  const sorted = [...cells].sort((a, b) => a.y0 - b.y0 || a.x0 - b.x0);
  const bottom = sorted.reduce((most, { y1 }) => Math.max(most, y1), 0);
  const height = Math.max(bottom, cells[0]?.segment.page.height ?? 0);
  const width = cells.reduce((most, { x1 }) => Math.max(most, x1), 0);
  const blocks = blocksOf(sorted).filter(({ lines }) => !lines.some(({ index }) => taken.has(index)));
  const senders = senderLines(document, sorted);
  const texts = document.cells.map(({ folded }) => folded.words.join(' '));
  const isRepeated = (name: string) => {
    const folded = fold(name);
    const at = texts.findIndex((text) => text.includes(folded));
    return texts.some((text, i) => i > at && text.includes(folded));
  };

  const isSentTo = (head: Cell) =>
    senders.some(({ cell }) => head.y0 >= cell.y1 - cell.em && head.y0 - cell.y1 < 5 * head.em && head.x0 < cell.x1);

  const seller: ScoredName[] = senders.map(({ name }) => ({ ...name, score: 0.7 + (hasLegalForm(name.text) ? 0.1 : 0) }));
  const bank: ScoredName[] = [];
  const merchant: ScoredName[] = [];
  for (const [place, { lines, town, contact }] of blocks.entries()) {
    const name = nameOf(lines);
    const [head] = lines;
    if (name === null || head === undefined) continue;
    const high = head.y0 < 0.22 * height;
    const legal = hasLegalForm(name.text);
    const named = (legal ? 0.2 : 0) + (isRepeated(name.text) ? 0.1 : 0);
    // An address without telephone or register is whom the letter goes to.
    const addressed = town && !contact;
    if (legal || (contact && town)) {
      const letterHead = (high ? 0.15 : 0) + (place === 0 ? 0.15 : 0);
      seller.push({ ...name, score: 0.2 + named + letterHead + (contact ? 0.2 : 0) - (addressed ? 0.2 : 0) });
    }
    if (high && !isSentTo(head) && (isBank(name.text) || legal))
      bank.push({ ...name, score: 0.35 + (isBank(name.text) ? 0.3 : 0) + named });
  }
  // A receipt begins with the shop, its street and town below it.
  const [top, ...below] = sorted;
  if (top !== undefined) {
    const name = nameOf([top, ...below.slice(0, 1)]);
    const address = below.slice(0, 4).some(({ text }) => isTown(text) || isStreet(text) || isContact(text));
    if (name !== null) merchant.push({ ...name, score: 0.35 + (address ? 0.3 : 0) + (hasLegalForm(name.text) ? 0.2 : 0) });
  }
  const [own] = [...seller].sort((a, b) => b.score - a.score);
  const buyer = blocks.flatMap(({ lines, town, contact }): ScoredName[] => {
    const name = nameOf(lines);
    const [head] = lines;
    if (name === null || head === undefined || !town || contact || head.y0 > 0.5 * height) return [];
    if (own !== undefined && fold(own.text) === fold(name.text)) return [];
    const greeted = lines.some(({ text }) => isGreeted(text));
    const sent = isSentTo(head);
    const left = head.x0 < 0.5 * width;
    const score =
      0.35 +
      (greeted || hasLegalForm(name.text) ? 0.25 : 0) +
      (sent ? 0.3 : 0) +
      (left ? 0.1 : 0) +
      (lines.some(({ text }) => isStreet(text)) ? 0.1 : 0);
    return [{ ...name, score }];
  });
  return { seller, buyer, bank, merchant };
}
