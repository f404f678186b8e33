/** Whose names a letter's first page shows by its layout alone: letter head, sender line, address window, head of a receipt. */

import type { Party } from '../../../contracts/use-case.ts';
import { oneOf } from '../../locales/vocabulary.ts';
import { fold } from '../../values/fold.ts';
import { beginsWithForm, hasLegalForm, hasPostalCode, isBank, isContact, isGreeted, isName, isStreet, isTown } from '../../values/names.ts';
import { type Block, blocksOf, type Name, nameOf } from './blocks.ts';
import type { Document } from './document.ts';
import { type Features, featuresOf } from './features.ts';
import type { Cell } from './layout.ts';
import type { Model } from './model.ts';
import { shopNames } from './shops.ts';

/** A name with what speaks for it. */
export interface FoundName extends Name {
  readonly features: Features;
}

/** Cells of the first page that are looked at; heads and feet of letters lie within. */
const MOST_CELLS = 400;
/** The letter head, and the part that an address window lies in: shares of the page's height. */
const HIGH = 0.22;
const WINDOW = 0.5;

/** Contact or register data that are said to be the buyer's: "Your VAT no.". */
const BUYERS = new RegExp(String.raw`(?<!\p{L})(?:${oneOf('buyers')})(?!\p{L})`, 'iu');

/** Their names, to the model. */
const SELLER = { kind: { name: 'name' }, field: { role: 'seller' } };
const SENDER = { kind: { name: 'name' }, field: { role: 'sender' } };

export class Letter {
  readonly #document: Document;
  readonly #model: Model;
  /** From top to bottom. */
  readonly #cells: readonly Cell[];
  readonly #blocks: readonly Block[];
  readonly #senders: readonly { readonly name: Name; readonly cell: Cell }[];
  readonly #height: number;
  readonly #width: number;
  #foundSellers: readonly FoundName[] | undefined;

  /** `taken`: indices of cells that labelled blocks own; `labelled`: of those that begin with a word for a party. */
  constructor(document: Document, taken: ReadonlySet<number>, labelled: ReadonlySet<number>, model: Model) {
    this.#model = model;
    const first = document.cells[0]?.page ?? 1;
    const cells = document.cells.filter((cell) => cell.page === first && cell.upright).slice(0, MOST_CELLS);
    this.#document = document;
    this.#cells = cells.sort((a, b) => a.y0 - b.y0 || a.x0 - b.x0);
    this.#blocks = blocksOf(this.#cells).filter(({ lines }) => !lines.some(({ index }) => taken.has(index)));
    this.#senders = senderLines(
      document,
      this.#cells.filter(({ index }) => !labelled.has(index)),
    );
    this.#height = cells.reduce((most, { y1 }) => Math.max(most, y1), cells[0]?.segment.page.height ?? 0);
    this.#width = cells.reduce((most, { x1 }) => Math.max(most, x1), 0);
  }

  /** The names that may be the role's, in no order. */
  names(role: Party | 'sender' | 'recipient'): readonly FoundName[] {
    switch (role) {
      case 'sender':
        return this.#senderNames();
      case 'recipient':
        return this.#buyers(this.#likeliest(SENDER, this.#senderNames()));
      case 'seller':
        return this.#sellers;
      case 'buyer':
        return this.#buyers(this.#likeliest(SELLER, this.#sellers));
      case 'bank':
        return this.#blocks.flatMap((block) => this.#banks(block));
      case 'merchant':
        return shopNames(this.#document, this.#cells);
    }
  }

  /** Who may have written it: a person has no legal form, and often no contact data. */
  #senderNames(): readonly FoundName[] {
    const persons = this.#blocks.flatMap((block, place): FoundName[] => {
      const name = block.town && !block.contact ? nameOf(block.lines) : null;
      if (name === null || hasLegalForm(name.text)) return [];
      const features = featuresOf({
        letter: true,
        repeated_name: this.#document.repeats(name.text),
        high: this.#isHigh(block),
        first_block: place === 0,
        addressed: true,
      });
      return [{ ...name, features }];
    });
    return [...this.#sellers, ...persons];
  }

  /** Also asked for by {@link #buyers}. */
  get #sellers(): readonly FoundName[] {
    this.#foundSellers ??= this.#findSellers();
    return this.#foundSellers;
  }

  #findSellers(): FoundName[] {
    const blocks = this.#blocks.flatMap((block, place): FoundName[] => {
      const name = nameOf(block.lines);
      const isLegal = name !== null && hasLegalForm(name.text);
      if (name === null || !(isLegal || (block.town && block.contact))) return [];
      const features = featuresOf({
        letter: true,
        legal_form: isLegal,
        repeated_name: this.#document.repeats(name.text),
        high: this.#isHigh(block),
        first_block: place === 0,
        contact_block: block.contact,
        addressed: block.town && !block.contact,
      });
      return [{ ...name, features }];
    });
    const lines = this.#senders.map(({ name }) => ({
      ...name,
      features: featuresOf({ sender_line: true, legal_form: hasLegalForm(name.text) }),
    }));
    return [...lines, ...blocks];
  }

  /** The name, folded, that speaks most for being this party's; null without any. */
  #likeliest(party: typeof SELLER, names: readonly FoundName[]): string | null {
    const rated = names.map(({ text, features }) => ({ name: fold(text), logit: this.#model.logit(party, features) }));
    return rated.sort((a, b) => b.logit - a.logit)[0]?.name ?? null;
  }

  /** @param own the name of who wrote it, folded. */
  #buyers(own: string | null): FoundName[] {
    const begun = new Set(this.#senders.map(({ cell }) => cell));
    return this.#blocks.flatMap((block): FoundName[] => {
      const { lines: all } = block;
      // A sender line may stand close above the address.
      const lines = all[0] !== undefined && begun.has(all[0]) ? all.slice(1) : all;
      const [head] = lines;
      if (head === undefined || head.y0 > WINDOW * this.#height || !block.town) return [];
      if (block.contact && lines.some(({ text }) => isContact(text) && !BUYERS.test(text))) return [];
      const name = nameOf(lines);
      if (name === null || fold(name.text) === own) return [];
      const features = featuresOf({
        letter: true,
        greeted: hasLegalForm(name.text) || lines.some(({ text }) => isGreeted(text)),
        under_sender: this.#isUnderSenderLine(head),
        first_block: this.#blocks[0]?.lines[0] === head,
        left: head.x0 < 0.5 * this.#width,
        street: lines.some(({ text }) => isStreet(text)),
      });
      return [{ ...name, features }];
    });
  }

  /** The lines of a block of the letter head that name a bank; where none does, the company it begins with. */
  #banks(block: Block): FoundName[] {
    const [head] = block.lines;
    if (head === undefined || !this.#isHigh(block) || this.#isUnderSenderLine(head)) return [];
    const banks = block.lines.flatMap((line) => (isBank(line.text) ? (nameOf([line]) ?? []) : []));
    if (banks.length > 0)
      return banks.map((name) => ({ ...name, features: featuresOf({ bank_name: true, legal_form: hasLegalForm(name.text) }) }));
    const name = nameOf(block.lines);
    if (name === null || !hasLegalForm(name.text)) return [];
    return [
      {
        ...name,
        features: featuresOf({
          company: true,
          legal_form: true,
          repeated_name: this.#document.repeats(name.text),
          first_block: this.#blocks[0] === block,
          contact_block: block.contact,
          addressed: block.town && !block.contact,
        }),
      },
    ];
  }

  #isHigh({ lines: [head] }: Block): boolean {
    return head !== undefined && head.y0 < HIGH * this.#height;
  }

  #isUnderSenderLine(head: Cell): boolean {
    return this.#senders.some(({ cell }) => head.y0 >= cell.y1 - cell.em && head.y0 - cell.y1 < 5 * head.em && head.x0 < cell.x1);
  }
}

/** The parts of a line: by its bullets where it has some, else by commas, and a legal form belongs to the name before it. */
export function partsOf(text: string): string[] {
  const marked = text.split(/\s[·•●|*–—-]\s/);
  if (marked.slice(1).some(isTown)) return marked;
  const [first = '', second, ...rest] = text.split(/\s[·•●|*–—-]\s|, /);
  if (second === undefined || hasLegalForm(first) || !beginsWithForm(second))
    return [first, ...(second === undefined ? [] : [second]), ...rest];
  return [`${first}, ${second}`, ...rest];
}

/** A sender line: name, street and town in one line above the address window. */
function senderLines(document: Document, cells: readonly Cell[]): { name: Name; cell: Cell }[] {
  const found: { name: Name; cell: Cell }[] = [];
  const seen = new Set<number>();
  for (const cell of cells) {
    if (seen.has(cell.index)) continue;
    const parts = hasPostalCode(cell.text) ? partsOf(cell.text) : [];
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
