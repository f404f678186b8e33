/** Labels in cells: which words name a field, compared without case, accents, punctuation and blanks, longest first. */
import { foldedWords, oneOf, withDigraphs, wordEnds } from '../../locales/vocabulary.ts';
import { foldWords } from '../../values/fold.ts';
import type { Cell } from './layout.ts';

/** A label as it is declared. */
export interface Label {
  /** What it names: the place of the field in its plan. */
  readonly field: number;
  /** "Invoice no."; `…` stands for up to {@link MOST_BETWEEN} characters of other words. */
  readonly text: string;
  /** 0 for the field's preferred label, and so on. */
  readonly rank: number;
  /** Introduces its value in running text only; never a heading. */
  readonly phrase: boolean;
  /** It may be the end of a longer word. */
  readonly compounds: boolean;
  /** It stands behind the first label of its field, and may name another thing. */
  readonly other?: boolean;
}

/** A label found in a cell; [start, end) is in the cell's text. */
export interface LabelMatch {
  readonly label: Label;
  readonly cell: Cell;
  readonly start: number;
  readonly end: number;
  /**
   * `start`: the cell begins with it, or with a number before it; `break`: a sign parts it from what stands before;
   * `middle`: words before it; `compound`: a hyphen or slash ties it to the word before ("Lieferschein-Datum").
   */
  readonly position: 'start' | 'break' | 'middle' | 'compound';
  /** What is left of a label with `…` whose cell ends before it: only the start of the next line can complete it. */
  readonly pending: string | null;
  /** One letter off, or the tail of a German compound ("Handelsrechnung Nr."). */
  readonly loose: boolean;
}

const MOST_BETWEEN = 40;
/** A label's first word ends a compound when it has this many letters, and the part before it that many. */
const COMPOUND_HEAD = 6;
const COMPOUND_PART = 3;
/** So many last letters tell most words from those that end like a compound. */
const COMPOUND_END = 3;
/** A cell with more is no form and no sentence. */
const MOST_MATCHES = 100;
/** A misread letter is forgiven in words of this length and more, where few other words are one letter off. */
const FUZZY_LENGTH = 7;
/** Where letters stand apart, shorter labels stand in any word. */
const SPACED_LENGTH = 5;
/** Words that point elsewhere: "Rechnung gemäß Bestellung vom" is no date of the invoice. */
const POINTS_ELSEWHERE: ReadonlySet<string> = new Set([...foldedWords('elsewhere'), ...foldedWords('others')]);
/**
 * A label goes on into a number without a blank: it is the number's own beginning, "PO-88123"; or into another word: it begins a compound,
 * "Wertpapier-Order", where that word is none for a number.
 */
const PART_OF_TOKEN = new RegExp(String.raw`^[-_/][\p{L}\d_/-]*\d|^-(?!(?:${oneOf('number')})(?!\p{L}))\p{L}{4,}`, 'iu');
/** Of these, words that stand before labels of every kind: "Ihre Bestellung Nr.", "Kunden-Nr.". */
const OWN_WORDS = foldedWords('others');
/** "Abrechnung" is not a kind of "Rechnung": these endings of the first part make another word of it. */
const OTHER_WORD = foldedWords('prefixes');
const OTHER_WORD_ENDS = wordEnds('prefixes');
const isOtherWord = (part: string): boolean => OTHER_WORD.has(part) || OTHER_WORD_ENDS.some((end) => part.endsWith(end));

interface Entry {
  readonly label: Label;
  /** Joined words after the gap; null without a gap. */
  readonly tail: string | null;
}

/** A match as it is found; one with a gap covers no other. */
interface Found {
  readonly match: LabelMatch;
  readonly gap: boolean;
}

const NO_MATCHES: readonly LabelMatch[] = [];

const GATE = 4;
const GATE_MARKS = 2 ** 16;
/** Where the first letters of a word are marked; a few others share the place. */
function markOf(word: string): number {
  let mark = 0;
  for (let i = 0; i < GATE && i < word.length; i++) mark = mark * 31 + word.charCodeAt(i);
  return mark % GATE_MARKS;
}

/** All labels of a use case, ready to be looked up in any number of cells. */
export class LabelIndex {
  readonly #entries = new Map<string, Entry[]>();
  /** What joined labels begin with, whole ones among them: most words of a document join to none of these. */
  readonly #beginnings = new Set<string>();
  /** Marks of up to {@link GATE} first letters of labels: a glance at a word tells nearly all that begin none. */
  readonly #gate = new Uint8Array(GATE_MARKS);
  /** First words of labels that may end a compound. */
  readonly #compoundHeads = new Set<string>();
  readonly #compoundLengths = new Set<number>();
  /** Their last {@link COMPOUND_END} letters. */
  readonly #compoundEnds = new Set<string>();
  /** Joined labels in which one wrong letter is forgiven. */
  readonly #forgiving: string[] = [];
  /** Of these with one letter left out → the label; made for the first document that was recognised in an image. */
  #misread: ReadonlyMap<string, string> | undefined;
  #longest = 0;

  constructor(labels: readonly Label[]) {
    for (const label of labels) for (const spelling of spellings(label.text)) this.#add(label, spelling);
  }

  /** All labels of a cell, by start; those inside a longer one are left out. `fuzzy`: forgive one wrong letter. */
  match(cell: Cell, fuzzy = false): readonly LabelMatch[] {
    const { words } = cell.folded;
    const found: Found[] = [];
    for (let i = 0; i < words.length && found.length < MOST_MATCHES; i++) {
      const word = words[i] ?? '';
      if (fuzzy || this.#gate[markOf(word)] === 1) this.#matchAt(found, cell, i, word, false, fuzzy);
      if (word.length < COMPOUND_HEAD + COMPOUND_PART || !this.#compoundEnds.has(word.slice(-COMPOUND_END))) continue;
      for (const length of this.#compoundLengths) {
        const cut = word.length - length;
        if (cut < COMPOUND_PART) continue;
        const head = word.slice(cut);
        if (this.#compoundHeads.has(head) && !isOtherWord(word.slice(0, cut))) this.#matchAt(found, cell, i, head, true, fuzzy);
      }
    }
    if (found.length === 0) return NO_MATCHES;
    const solid = found.filter(({ gap }) => !gap);
    return joined(found.map(({ match }) => match).filter((match) => !solid.some((other) => covers(other.match, match))));
  }

  /** Adds the labels that begin with `head`, which is word `at` of the cell or its end. */
  #matchAt(found: Found[], cell: Cell, at: number, head: string, loose: boolean, fuzzy: boolean): void {
    if (fuzzy && !loose && head.length >= 2 && !this.#beginnings.has(head.slice(0, 2))) return;
    const { words, starts, ends } = cell.folded;
    let joined = head;
    let known = false;
    for (let j = at; j < words.length; j++) {
      if (j > at) joined += words[j];
      if (fuzzy ? joined.length > this.#longest : !this.#beginnings.has(joined)) break;
      const exact = this.#entries.get(joined);
      if (cell.spaced && joined.length < SPACED_LENGTH) continue;
      // A label that is there, and the figure behind it, are no other label misread: "Zahlbar bis 4" is "Zahlbar bis".
      known ||= exact !== undefined;
      const near = fuzzy && !known ? this.#nearby(joined) : undefined;
      const entries = exact ?? near;
      if (entries === undefined) continue;
      if (pointedTo(words, at)) return;
      const start = starts[at] ?? 0;
      const position = positionOf(cell.text, start);
      const whole = !isPartOfToken(cell, ends[j] ?? 0);
      for (const { label, tail } of entries) {
        if (loose && !label.phrase && j === at) continue;
        const last = tail === null ? j : findTail(words, j + 1, tail);
        if (last === null) continue;
        const end = last === 'later' ? cell.text.length : (ends[last] ?? 0);
        if (!(last === j ? whole : !isPartOfToken(cell, end))) continue;
        const pending = last === 'later' ? tail : null;
        const match: LabelMatch = { label, cell, start, end, position, pending, loose: loose || near !== undefined };
        found.push({ match, gap: tail !== null });
      }
    }
  }

  #add(label: Label, spelling: string): void {
    const [head, ...rest] = spelling.split('…').map((part) => foldWords(part).words);
    const joined = head?.join('') ?? '';
    if (head === undefined || joined === '') return;
    const entry = { label, tail: rest.length === 0 ? null : rest.flat().join('') };
    const entries = this.#entries.get(joined);
    if (entries === undefined) this.#entries.set(joined, [entry]);
    else entries.push(entry);
    this.#longest = Math.max(this.#longest, joined.length);
    for (let length = joined.length; length > 0; length--) {
      const beginning = joined.slice(0, length);
      this.#beginnings.add(beginning);
      if (length <= GATE) this.#gate[markOf(beginning)] = 1;
    }
    const [first = ''] = head;
    if (first.length >= COMPOUND_HEAD && label.compounds) {
      this.#compoundHeads.add(first);
      this.#compoundLengths.add(first.length);
      this.#compoundEnds.add(first.slice(-COMPOUND_END));
    }
    if (joined.length >= FUZZY_LENGTH && entry.tail === null) this.#forgiving.push(joined);
  }

  /** Labels one letter off: one left out, one too many, or one wrong. */
  #nearby(joined: string): readonly Entry[] | undefined {
    if (joined.length < FUZZY_LENGTH) return undefined;
    this.#misread ??= new Map(
      this.#forgiving.flatMap((label) => withoutOneLetter(label).map((shorter): [string, string] => [shorter, label])),
    );
    for (const candidate of [joined, ...withoutOneLetter(joined)]) {
      const label = this.#misread.get(candidate) ?? (candidate !== joined && this.#entries.has(candidate) ? candidate : undefined);
      if (label !== undefined && Math.abs(label.length - joined.length) <= 1) return this.#entries.get(label);
    }
    return undefined;
  }
}

/** True where the word that ends there goes on. */
function isPartOfToken({ text, spaced }: Cell, end: number): boolean {
  const behind = text.slice(end, end + 24);
  return behind !== '' && PART_OF_TOKEN.test(spaced ? behind.replace(/\s+/g, '') : behind);
}

/** The label, and once more with letters written as two: "Faelligkeit". */
function spellings(text: string): readonly string[] {
  const written = withDigraphs(text);
  return written === text ? [text] : [text, written];
}

function withoutOneLetter(word: string): string[] {
  return Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));
}

/**
 * The last word of `tail` where it starts at word `from` or after a short stretch of other words; `later` where the cell ends
 * before it comes: the line below may bring it; null where it does not come.
 */
function findTail(words: readonly string[], from: number, tail: string): number | 'later' | null {
  let between = 0;
  for (let i = from; i < words.length; i++) {
    const word = words[i] ?? '';
    let joined = '';
    for (let j = i; tail.startsWith(word) && j < words.length && joined.length < tail.length; j++) {
      joined += words[j];
      if (joined === tail) return j;
    }
    between += word.length + 1;
    if (between > MOST_BETWEEN || POINTS_ELSEWHERE.has(word)) return null;
  }
  return from === 0 ? null : 'later';
}

/** The place in the cell's text after `tail`, where the cell begins with it; null where it does not. */
export function tailEnd({ folded: { words, ends } }: Cell, tail: string): number | null {
  const last = findTail(words.slice(0, tail.length), 0, tail);
  return typeof last === 'number' && words.slice(0, last + 1).join('') === tail ? (ends[last] ?? null) : null;
}

/**
 * True where the word before says that what follows is something else's: "Gutschrift zu Rechnung Nr. 4711". An order is always
 * something else: "gemäß Bestellung Nr." names it.
 */
function pointedTo(words: readonly string[], at: number): boolean {
  if (POINTS_ELSEWHERE.has(words[at] ?? '')) return false;
  return at > 0 && POINTS_ELSEWHERE.has(words[at - 1] ?? '') && !OWN_WORDS.has(words[at - 1] ?? '');
}

/** What may stand before a label without changing what it says: figures, marks and pictograms, a ticked box, an article, whose it is. */
const LEAD = new RegExp(
  String.raw`^(?:\[x\]|[\s\d.,%()[\]*•·+§"'„“”‚‘’«»›‹\p{So}\p{Sm}\p{Sk}\p{Cf}\p{Mn}\p{Co}-])*(?:(?:${oneOf('before')})[\s.'’]+)?$`,
  'iu',
);

function positionOf(text: string, start: number): LabelMatch['position'] {
  if (start === 0) return 'start';
  const before = text.slice(0, start);
  if (LEAD.test(before)) return 'start';
  if (/[\p{L}\d][-/]$/u.test(before)) return 'compound';
  return /[:;,.|()•·*/=–—-]\s*$/.test(before) ? 'break' : 'middle';
}

/** Two labels of one field side by side, or with a slash between, are one: "Bill to / Sold to:", "Final amount to be paid". */
function joined(matches: readonly LabelMatch[]): readonly LabelMatch[] {
  if (matches.length < 2) return matches;
  const taken = new Set<LabelMatch>();
  const merged = matches.toReversed().map((match) => {
    const next = matches.find(
      (other) =>
        other.label.field === match.label.field &&
        other.start > match.end &&
        !match.label.phrase &&
        !other.label.phrase &&
        /^\s*\/?\s*$/.test(match.cell.text.slice(match.end, other.start)),
    );
    if (next === undefined) return match;
    taken.add(next);
    return { ...match, end: next.end };
  });
  return taken.size === 0 ? matches : merged.filter((match) => !taken.has(match)).reverse();
}

/** "WKN / ISIN" and "ISIN (WKN)" name two fields, though one of them lists the whole as its label. */
const PARTED_BEFORE = /[/(|]\s*$/;
const PARTED_BEHIND = /^\s*[/()|]/;

function covers(longer: LabelMatch, shorter: LabelMatch): boolean {
  if (longer.start > shorter.start || longer.end < shorter.end || longer.end - longer.start <= shorter.end - shorter.start) return false;
  if (longer.label.field === shorter.label.field || shorter.label.phrase) return true;
  const { text } = longer.cell;
  const [before, behind] = [text.slice(longer.start, shorter.start), text.slice(shorter.end, longer.end)];
  return !(before === '' || PARTED_BEFORE.test(before)) || !(behind === '' || PARTED_BEHIND.test(behind));
}
