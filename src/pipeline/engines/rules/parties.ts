/** Names of parties: from the block under or beside a label that says whose it is, else from the layout of the letter. */

import type { Party } from '../../../contracts/use-case.ts';
import { fold } from '../../values/fold.ts';
import { hasLegalForm, isAddressee, isName, isStreet, isTown } from '../../values/names.ts';
import { LINE_GAP, nameOf } from './blocks.ts';
import { type Candidate, LAST_PAGE, LAST_RANK, spotOf } from './candidates.ts';
import type { Document } from './document.ts';
import { type Features, featuresOf } from './features.ts';
import { isFiller } from './fillers.ts';
import type { LabelMatch } from './labels.ts';
import type { Cell } from './layout.ts';
import { type FoundName, Letter, partsOf } from './letter.ts';
import type { Model } from './model.ts';
import type { Matches } from './places.ts';
import { HEADING, type LeafPlan, type Plan } from './plan.ts';

type Role = Party | 'other';

/** A labelled block: the lines below its heading belong to one party. */
interface Section {
  readonly role: Role;
  readonly match: LabelMatch;
  readonly lines: readonly Cell[];
}

/** Widest gap inside a labelled block, in heights of the text: one blank line. */
const SECTION_GAP = 2.4;
const MOST_LINES = 12;
/** Headings side by side that may still be those of blocks. */
const MOST_BLOCKS = 6;
/** "From" and "To" head blocks; before a name in their line they may say any from and to. */
const SHORT_LABEL = 4;

/** Whose blocks labels head that are no fields. */
const ROLES: readonly Role[] = ['other', 'seller', 'buyer', 'bank', 'merchant'];
const HEADED: ReadonlyMap<number, Role> = new Map(ROLES.map((role) => [HEADING[role], role]));

export class Parties {
  readonly #document: Document;
  readonly #matches: Matches;
  readonly #plan: Plan;
  readonly #model: Model;
  readonly #sections: readonly Section[];
  readonly #roles = new Map<number, Role>();
  #letter: Letter | undefined;

  constructor(document: Document, matches: Matches, plan: Plan, model: Model) {
    this.#model = model;
    this.#document = document;
    this.#matches = matches;
    this.#plan = plan;
    this.#sections = matches.flatMap((cell) => cell.flatMap((match) => this.#section(match) ?? []));
    for (const { role, lines } of this.#sections) for (const { index } of lines) if (!this.#roles.has(index)) this.#roles.set(index, role);
  }

  /** Whose labelled block a cell stands in; null where it is nobody's. */
  roleOf(cell: Cell): Role | null {
    return this.#roles.get(cell.index) ?? null;
  }

  /** Whose name stands before `at` in its cell, behind a label that says whose it is; null where none does. */
  roleBefore({ index, text }: Cell, at: number): Role | null {
    for (const match of this.#matches[index] ?? []) {
      const role = match.position === 'start' && !match.label.phrase && match.end < at ? this.#roleOfLabel(match.label.field) : null;
      const name = /^\s*[:：]\s*([^,;]+)/.exec(text.slice(match.end, at))?.[1];
      if (role !== null && name !== undefined && isName(name)) return role;
    }
    return null;
  }

  /** Candidates for a field that holds a party's name. */
  candidates(leaf: LeafPlan): Candidate[] {
    const { party: role } = leaf;
    if (role === null) return [];
    const labelled = this.#sections.filter((section) => section.role === role).flatMap((section) => this.#named(section));
    if (labelled.length > 0) return labelled;
    this.#letter ??= new Letter(this.#document, new Set(this.#roles.keys()), this.#labelled(), this.#model);
    return distinct(this.#letter.names(leaf.field.role === 'sender' || leaf.field.role === 'recipient' ? leaf.field.role : role)).map(
      ({ text, parts, features }) => {
        return { text, features, spots: parts.map((part) => spotOf(part.cell, part)), label: null, others: [] };
      },
    );
  }

  /** Indices of the cells that begin with a word for a party, and go on: "Bill to ACME Ltd, Quay Street 5, Cork". */
  #labelled(): ReadonlySet<number> {
    const begins = (match: LabelMatch) =>
      match.position === 'start' && !match.label.phrase && ![null, 'seller'].includes(this.#roleOfLabel(match.label.field));
    return new Set(this.#matches.flatMap((cell) => cell.filter(begins).map(({ cell: { index } }) => index)));
  }

  #named({ match, lines }: Section): Candidate[] {
    const { cell } = match;
    // Who a letter is from and to stands in its head; the same words further down may head columns.
    const base = featuresOf({
      section: true,
      rank: Math.min(1, match.label.rank / LAST_RANK),
      page: Math.min(1, (cell.page - 1) / LAST_PAGE),
      section_depth: this.#document.layout.depth(cell),
    });
    const label = spotOf(cell, match);
    const make = (text: string, spots: Candidate['spots'], place: Features): Candidate[] => [
      { text, spots, features: { ...base, ...place }, label, others: [] },
    ];
    const lead = /^[\s:：.)\]]*/.exec(cell.text.slice(match.end))?.[0] ?? '';
    const here = cell.text.slice(match.end + lead.length).trimEnd();
    // "Customer: ACME Ltd" says it; "Customer ACME" may go on as a sentence.
    if (here !== '') {
      const start = match.end + lead.length;
      const addressed = beforeAddress(here);
      if (addressed !== null) return make(addressed, [spotOf(cell, { start, end: start + addressed.length })], {});
      const plain = match.label.text.length > SHORT_LABEL && /[:：]/.test(lead);
      return plain && isName(here) ? make(here, [spotOf(cell, { start, end: start + here.length })], {}) : [];
    }
    for (let i = 0; i < Math.min(lines.length, 4); i++) {
      const name = nameOf(lines.slice(i));
      if (name !== null)
        return make(
          name.text,
          name.parts.map((part) => spotOf(part.cell, part)),
          featuresOf({ section_line: i }),
        );
      const text = lines[i]?.text ?? '';
      // Numbers and codes may stand above the name, an address may not.
      if (!/[:\d]/.test(text) && !isAddressee(text)) break;
    }
    const [right] = this.#document.layout.right(cell);
    if (right === undefined || this.#isLabel(right)) return [];
    const addressed = beforeAddress(right.text);
    if (addressed !== null) return make(addressed, [spotOf(right, { start: 0, end: addressed.length })], { right: 1 });
    const name = nameOf([right]);
    return name === null
      ? []
      : make(
          name.text,
          name.parts.map((part) => spotOf(part.cell, part)),
          { right: 1 },
        );
  }

  /** The block a heading opens; null where the match heads no block. */
  #section(match: LabelMatch): Section | null {
    const role = this.#roleOfLabel(match.label.field);
    if (role === null || match.label.phrase || match.position !== 'start' || match.start > 2) return null;
    const { cell } = match;
    // In a row of many it heads the column of a table.
    if (this.#document.layout.row(cell).length > MOST_BLOCKS) return null;
    const rest = cell.text.slice(match.end);
    // "Bank of Granite, Main Street" is a name, and no label of one.
    const isLine = role !== 'bank' && beforeAddress(rest.trim()) !== null;
    if (!isFiller(rest) && !/^\s*[:：]/.test(rest) && !isLine) return null;
    const lines: Cell[] = [];
    let bottom = cell.y1;
    let gap = SECTION_GAP;
    for (const other of this.#document.layout.below(cell, Number.POSITIVE_INFINITY)) {
      const em = Math.max(other.em, cell.em);
      if (other.y0 > bottom + gap * em || lines.length >= MOST_LINES) break;
      if (other.x0 < cell.x0 - em || other.x0 > cell.x0 + 2.5 * em || other.x0 > Math.max(cell.x1, cell.x0 + 8 * em)) continue;
      if (this.#headsAnother(other)) break;
      lines.push(other);
      bottom = Math.max(bottom, other.y1);
      // An address ends with its town: after that a blank line ends the block.
      if (isTown(other.text)) gap = LINE_GAP;
    }
    return { role, match, lines };
  }

  #roleOfLabel(field: number): Role | null {
    const leaf = this.#plan.leaves[field];
    if (leaf === undefined) return HEADED.get(field) ?? null;
    return leaf.party;
  }

  #headsAnother(cell: Cell): boolean {
    if (/[:：]/.test(cell.text) && /^[^:：]*\p{L}\s?[:：]\s*$/u.test(cell.text)) return true;
    return this.#isLabel(cell, (match) => this.#roleOfLabel(match.label.field) !== null && isFiller(cell.text.slice(match.end)));
  }

  #isLabel(cell: Cell, which: (match: LabelMatch) => boolean = () => true): boolean {
    return (this.#matches[cell.index] ?? []).some((match) => match.position === 'start' && !match.label.phrase && which(match));
  }
}

/** The name that begins a line with an address: "ACME Ltd, Quay Street 5, Cork"; null for any other line. */
function beforeAddress(text: string): string | null {
  const [name = '', ...rest] = partsOf(text);
  return rest.some((part) => isTown(part) || isStreet(part)) && isName(name) ? name : null;
}

/** One entry a name, the shorter form of a name counted for the longer one. */
function distinct(names: readonly FoundName[]): FoundName[] {
  const merged: { name: FoundName; readonly folded: string }[] = [];
  for (const name of [...names].sort((a, b) => Number(hasLegalForm(b.text)) - Number(hasLegalForm(a.text)))) {
    const folded = fold(name.text);
    const known = merged.find((other) => other.folded === folded || other.folded.startsWith(`${folded} `));
    if (known === undefined) merged.push({ name, folded });
    else known.name = { ...known.name, features: { ...name.features, ...known.name.features, two_forms: 1 } };
  }
  return merged.map(({ name }) => name);
}
