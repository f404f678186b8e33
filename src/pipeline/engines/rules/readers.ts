/** What a field's value may be in a stretch of a cell: by shape where its kind has one, by words or a pattern where not. */
import { foldWords } from '../../values/fold.ts';
import type { Document, Value } from './document.ts';
import type { Cell } from './layout.ts';
import type { LeafPlan } from './plan.ts';

/** The longest stretch after a label that is looked at, UTF-16 units: a value stands near its label. */
const REACH = 240;

/** The values of a leaf's kind in [from, to) of a cell, by start. */
export function readValues(document: Document, leaf: LeafPlan, cell: Cell, from: number, to = cell.text.length): readonly Value[] {
  const end = Math.min(to, from + REACH);
  switch (leaf.kind) {
    case 'text':
      return readText(cell.text, from, end);
    case 'reference':
      return readReference(document, cell, from, end);
    case 'pattern':
      return readPattern(leaf, cell.text, from, end);
    case 'choice':
    case 'word':
      return readWords(leaf, cell, from, end);
    case 'boolean':
      return readBoolean(cell, from, end);
    case 'party':
      return [];
    default: {
      const values = document.values(cell, leaf.kind);
      return values.length === 0 ? values : values.filter((value) => value.start >= from && value.end <= end && fits(leaf, value.text));
    }
  }
}

/** True where the field has no pattern, or the value matches it whole. */
export function fits({ pattern }: LeafPlan, value: string): boolean {
  return pattern === null || pattern.test(value);
}

function readText(text: string, from: number, to: number): Value[] {
  const [, lead = ''] = /^([\s.:;=#*|–—-]*)/.exec(text.slice(from, to)) ?? [];
  const value = text
    .slice(from + lead.length, to)
    .trimEnd()
    .replace(/[,;:|]+$/, '');
  const start = from + lead.length;
  return /[\p{L}\p{N}]/u.test(value) ? [{ start, end: start + value.length, text: value, doubt: 0, others: [] }] : [];
}

/** Blanks around a dash or slash between groups of a number belong to it: "05 158 004 - 11023 - 45". */
const REFERENCE = /[\p{L}\d][\p{L}\d./_#+:\\-]*(?: ?[-/] ?[\p{L}\d./_-]*\d[\p{L}\d./_-]*)*/u;

/** The first token with a digit; not a date, a rate, an amount of money, an address of the net. */
function readReference(document: Document, cell: Cell, from: number, to: number): Value[] {
  const stretch = cell.text.slice(from, to);
  const lead = /^[\s.:;=#*|()–—-]*(?:(?:nr|no|num|number|nummer|lautet|is|ist)\b[\s.:#]*)?/i.exec(stretch)?.[0].length ?? 0;
  const match = REFERENCE.exec(stretch.slice(lead));
  if (match === null) return [];
  // Only blanks and words without a digit may stand before it; the caller asks whether they are fillers.
  const start = from + lead + match.index;
  const text = match[0].replace(/[.:/_+\\-]+$/, '');
  const end = start + text.length;
  if (!/\d/.test(text) || text.length > 60 || /@|^www\.|^https?:/i.test(text)) return [];
  const within = (spans: readonly { start: number; end: number }[]) => spans.some((span) => span.start <= start && end <= span.end + 1);
  if (within(document.dates(cell))) return [];
  if (within(document.amounts(cell).filter((amount) => amount.percent || amount.currency !== null || /[.,]\d{2}$/.test(text)))) return [];
  return [{ start, end, text, doubt: 0, others: [] }];
}

/** The longest run of words from the start of the stretch that matches the pattern; then any single word that does. */
function readPattern(leaf: LeafPlan, text: string, from: number, to: number): Value[] {
  const words = Array.from(text.slice(from, to).matchAll(/\S+/g), (match) => ({ start: from + match.index, text: match[0] }));
  const first = words.findIndex(({ text: word }) => /[\p{L}\p{N}]/u.test(word));
  for (let last = Math.min(words.length - 1, first + 12); first >= 0 && last >= first; last--) {
    const start = words[first]?.start ?? from;
    const end = (words[last]?.start ?? start) + (words[last]?.text.length ?? 0);
    const value = trimmed(leaf, text, start, end);
    if (value !== null) return [value];
  }
  return words.flatMap(({ start, text: word }) => trimmed(leaf, text, start, start + word.length) ?? []);
}

/** [start, end) where it matches the leaf's pattern, with or without the punctuation around it. */
function trimmed(leaf: LeafPlan, text: string, start: number, end: number): Value | null {
  const whole = text.slice(start, end);
  const bare = whole.replace(/^[("'[]+|[)"'\].,;:]+$/g, '');
  for (const value of [whole, bare]) {
    if (value !== '' && fits(leaf, value)) {
      const at = start + whole.indexOf(value);
      return { start: at, end: at + value.length, text: value, doubt: 0, others: [] };
    }
  }
  return null;
}

/** Folded words → what they stand for. */
type Spelling = { readonly joined: string; readonly value: string | null };
/** By first word; the longest first. */
type Spellings = ReadonlyMap<string, readonly Spelling[]>;
const spellingsOf = new WeakMap<LeafPlan, Spellings>();

function spellings(leaf: LeafPlan): Spellings {
  let known = spellingsOf.get(leaf);
  if (known === undefined) {
    const join = (text: string) => foldWords(text).words.join(' ');
    const choices = (leaf.field.choices ?? []).map((choice): Spelling => ({ joined: join(choice.replace(/_/g, ' ')), value: choice }));
    const words = Object.entries(leaf.hint.words ?? {})
      .filter(([value]) => value === '' || (leaf.field.choices?.includes(value) ?? false))
      .flatMap(([value, texts]) => texts.map((text): Spelling => ({ joined: join(text), value: value === '' ? null : value })));
    const all = [...choices, ...words].filter(({ joined }) => joined !== '').sort((a, b) => b.joined.length - a.joined.length);
    known = Map.groupBy(all, ({ joined }) => joined.split(' ', 1)[0] ?? '');
    spellingsOf.set(leaf, known);
  }
  return known;
}

/** Choices and known words of the leaf as they stand in the stretch. A word without a value of its own is given as written. */
function readWords(leaf: LeafPlan, cell: Cell, from: number, to: number): Value[] {
  const { words, starts, ends } = cell.folded;
  const found: Value[] = [];
  let i = starts.findIndex((start) => start >= from);
  if (i < 0) return found;
  while (i < words.length && (starts[i] ?? to) < to) {
    const { spelling, last } = spellingAt(spellings(leaf), words, i);
    if (spelling === null) {
      i += 1;
      continue;
    }
    const [start, end] = [starts[i] ?? 0, ends[last] ?? 0];
    found.push({ start, end, text: spelling.value ?? cell.text.slice(start, end), doubt: 0, others: [] });
    i = last + 1;
  }
  return found;
}

function spellingAt(known: Spellings, words: readonly string[], at: number): { spelling: Spelling | null; last: number } {
  for (const spelling of known.get(words[at] ?? '') ?? []) {
    let joined = '';
    for (let j = at; j < words.length && joined.length < spelling.joined.length; j++) {
      joined += joined === '' ? words[j] : ` ${words[j]}`;
      if (joined === spelling.joined) return { spelling, last: j };
    }
  }
  return { spelling: null, last: at };
}

const YES = new Set(['ja', 'yes', 'true', 'wahr', 'x', 'y', 'j', 'on']);
const NO = new Set(['nein', 'no', 'false', 'falsch', 'n', 'keine', 'off']);

function readBoolean(cell: Cell, from: number, to: number): Value[] {
  const { words, starts, ends } = cell.folded;
  const i = starts.findIndex((start) => start >= from && start < to);
  const word = words[i] ?? '';
  const span = { start: starts[i] ?? 0, end: ends[i] ?? 0, doubt: 0, others: [] };
  if (YES.has(word)) return [{ ...span, text: 'true' }];
  if (NO.has(word)) return [{ ...span, text: 'false' }];
  const [sign] = /[☐☑☒✓✔✗✘]/u.exec(cell.text.slice(from, to)) ?? [];
  if (sign === undefined) return [];
  const start = cell.text.indexOf(sign, from);
  return [{ start, end: start + 1, text: /[☑☒✓✔]/u.test(sign) ? 'true' : 'false', doubt: 0, others: [] }];
}
