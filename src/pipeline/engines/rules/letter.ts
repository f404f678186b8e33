/** Whose names a letter's first page shows by its layout alone: letter head, sender line, address window, head of a receipt. */

import type { Party } from '../../../contracts/use-case.ts';
import { fold } from '../../values/fold.ts';
import { hasLegalForm, hasPostalCode, isBank, isContact, isGreeted, isName, isStreet, isTown } from '../../values/names.ts';
import { type Block, blocksOf, type Name, nameOf } from './blocks.ts';
import type { Document } from './document.ts';
import type { Cell } from './layout.ts';

/** A name with what speaks for it, 0–1. */
export interface ScoredName extends Name {
  readonly score: number;
}

/** Cells of the first page that are looked at; heads and feet of letters lie within. */
const MOST_CELLS = 400;
/** The letter head, and the part that an address window lies in: shares of the page's height. */
const HIGH = 0.22;
const WINDOW = 0.5;

/**
 * What each circumstance adds to a name's score; 0.45 is enough to be said. A legal form makes a name a company's; a telephone or
 * register number stands in the sender's block, a greeting or an address alone in the receiver's.
 */
const FOR = {
  sender: { line: 0.7, legal: 0.1 },
  seller: { base: 0.2, legal: 0.2, repeated: 0.1, high: 0.15, first: 0.15, contact: 0.2, addressed: -0.2 },
  buyer: { base: 0.35, greeted: 0.25, underSenderLine: 0.3, left: 0.1, street: 0.1 },
  bank: { named: 0.7, legal: 0.2, company: 0.35, repeated: 0.1 },
  merchant: { base: 0.35, address: 0.3, legal: 0.2 },
} as const;

/** A sum of those circumstances that hold. */
const sum = (base: number, ...circumstances: readonly (readonly [boolean, number])[]) =>
  circumstances.reduce((score, [holds, worth]) => score + (holds ? worth : 0), base);

export class Letter {
  readonly #document: Document;
  /** From top to bottom. */
  readonly #cells: readonly Cell[];
  readonly #blocks: readonly Block[];
  readonly #senders: readonly { readonly name: Name; readonly cell: Cell }[];
  readonly #height: number;
  readonly #width: number;
  #foundSellers: readonly ScoredName[] | undefined;

  /** `taken`: indices of cells that labelled blocks own. */
  constructor(document: Document, taken: ReadonlySet<number>) {
    const first = document.cells[0]?.page ?? 1;
    const cells = document.cells.filter((cell) => cell.page === first && cell.upright).slice(0, MOST_CELLS);
    this.#document = document;
    this.#cells = cells.sort((a, b) => a.y0 - b.y0 || a.x0 - b.x0);
    this.#blocks = blocksOf(this.#cells).filter(({ lines }) => !lines.some(({ index }) => taken.has(index)));
    this.#senders = senderLines(document, this.#cells);
    this.#height = cells.reduce((most, { y1 }) => Math.max(most, y1), cells[0]?.segment.page.height ?? 0);
    this.#width = cells.reduce((most, { x1 }) => Math.max(most, x1), 0);
  }

  /** The names that may be the role's, in no order. */
  names(role: Party): readonly ScoredName[] {
    switch (role) {
      case 'seller':
        return this.#sellers;
      case 'buyer':
        return this.#buyers();
      case 'bank':
        return this.#blocks.flatMap((block) => this.#banks(block));
      case 'merchant':
        return this.#merchants();
    }
  }

  /** Also asked for by {@link #buyers}. */
  get #sellers(): readonly ScoredName[] {
    this.#foundSellers ??= this.#findSellers();
    return this.#foundSellers;
  }

  #findSellers(): ScoredName[] {
    const { base, legal, repeated, high, first, contact, addressed } = FOR.seller;
    const blocks = this.#blocks.flatMap((block, place): ScoredName[] => {
      const name = nameOf(block.lines);
      const isLegal = name !== null && hasLegalForm(name.text);
      if (name === null || !(isLegal || (block.contact && block.town))) return [];
      const score = sum(
        base,
        [isLegal, legal],
        [this.#isRepeated(name.text), repeated],
        [this.#isHigh(block), high],
        [place === 0, first],
        [block.contact, contact],
        // An address without telephone or register is whom the letter goes to.
        [block.town && !block.contact, addressed],
      );
      return [{ ...name, score }];
    });
    const lines = this.#senders.map(({ name }) => ({ ...name, score: sum(FOR.sender.line, [hasLegalForm(name.text), FOR.sender.legal]) }));
    return [...lines, ...blocks];
  }

  #buyers(): ScoredName[] {
    const { base, greeted, underSenderLine, left, street } = FOR.buyer;
    const [own] = this.#sellers.toSorted((a, b) => b.score - a.score);
    return this.#blocks.flatMap(({ lines, town, contact }): ScoredName[] => {
      const [head] = lines;
      if (head === undefined || !town || contact || head.y0 > WINDOW * this.#height) return [];
      const name = nameOf(lines);
      if (name === null || (own !== undefined && fold(own.text) === fold(name.text))) return [];
      const score = sum(
        base,
        [hasLegalForm(name.text) || lines.some(({ text }) => isGreeted(text)), greeted],
        [this.#isUnderSenderLine(head), underSenderLine],
        [head.x0 < 0.5 * this.#width, left],
        [lines.some(({ text }) => isStreet(text)), street],
      );
      return [{ ...name, score }];
    });
  }

  /** The lines of a block of the letter head that name a bank; where none does, the company it begins with. */
  #banks(block: Block): ScoredName[] {
    const [head] = block.lines;
    if (head === undefined || !this.#isHigh(block) || this.#isUnderSenderLine(head)) return [];
    const { named, legal, company, repeated } = FOR.bank;
    const banks = block.lines.flatMap((line) => (isBank(line.text) ? (nameOf([line]) ?? []) : []));
    if (banks.length > 0) return banks.map((name) => ({ ...name, score: sum(named, [hasLegalForm(name.text), legal]) }));
    const name = nameOf(block.lines);
    if (name === null || !hasLegalForm(name.text)) return [];
    return [{ ...name, score: sum(company, [true, legal], [this.#isRepeated(name.text), repeated]) }];
  }

  /** A receipt begins with the shop, its street and town below it. */
  #merchants(): ScoredName[] {
    const [top, ...below] = this.#cells;
    const name = top === undefined ? null : nameOf([top, ...below.slice(0, 1)]);
    if (name === null) return [];
    const { base, address, legal } = FOR.merchant;
    const addressed = below.slice(0, 4).some(({ text }) => isTown(text) || isStreet(text) || isContact(text));
    return [{ ...name, score: sum(base, [addressed, address], [hasLegalForm(name.text), legal]) }];
  }

  #isHigh({ lines: [head] }: Block): boolean {
    return head !== undefined && head.y0 < HIGH * this.#height;
  }

  #isUnderSenderLine(head: Cell): boolean {
    return this.#senders.some(({ cell }) => head.y0 >= cell.y1 - cell.em && head.y0 - cell.y1 < 5 * head.em && head.x0 < cell.x1);
  }

  #isRepeated(name: string): boolean {
    const folded = fold(name);
    let seen = 0;
    return this.#document.cells.some(({ folded: { words } }) => {
      if (words.join(' ').includes(folded)) seen += 1;
      return seen > 1;
    });
  }
}

/** A sender line: name, street and town in one line above the address window. */
function senderLines(document: Document, cells: readonly Cell[]): { name: Name; cell: Cell }[] {
  const found: { name: Name; cell: Cell }[] = [];
  const seen = new Set<number>();
  for (const cell of cells) {
    if (seen.has(cell.index)) continue;
    const parts = hasPostalCode(cell.text) ? cell.text.split(/\s[·•●|*–—-]\s|, /) : [];
    if (parts.slice(1).some(isTown)) {
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
