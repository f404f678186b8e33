/** Values that need no label: those with a shape of their own that stand once, dates in the head of a letter, words of a fixed list. */
import type { Value } from '../../kinds/kind.ts';
import { foldedWords, oneOfDates } from '../../locales/vocabulary.ts';
import { fold } from '../../values/fold.ts';
import { isLegalForm } from '../../values/names.ts';
import { type Candidate, spotOf } from './candidates.ts';
import type { Document } from './document.ts';
import { type Features, featuresOf } from './features.ts';
import type { Cell } from './layout.ts';
import { RANGE } from './places.ts';
import type { LeafPlan } from './plan.ts';
import { fits, readValues } from './readers.ts';

/** A value must make this share of those of its kind for it to be the document's. */
const MOST_OF = 0.8;

/** Candidates a leaf has without any label; empty for kinds that need one. */
export function unlabelled(document: Document, leaf: LeafPlan): Candidate[] {
  const { kind, field } = leaf;
  if (field.range !== null && kind.ranged === true) return rangeAlone(document, leaf);
  if (field.alone !== null && kind.formed) return alone(document, leaf);
  switch (kind.withoutLabel) {
    case 'only':
      // A reading that fails its check is no evidence of itself, and neither is a word in a place for digits.
      return everywhere(document, leaf, { only: 1 }).filter(
        ({ others, text }) => others.length === 0 && (leaf.pattern === null || !leaf.digits || /\d/.test(text)),
      );
    case 'prevalent':
      return prevalent(document, leaf);
    case 'mentioned':
      return choice(document, leaf);
    case 'listed':
      return word(document, leaf);
    default:
      return [];
  }
}

function candidate(cell: Cell, value: Value, features: Features): Candidate {
  return {
    text: value.text,
    features: { ...features, ...featuresOf({ doubt: value.doubt }) },
    spots: [spotOf(cell, value)],
    label: null,
    others: value.others,
  };
}

/** All values of the leaf's kind; several different ones contradict each other later. */
function everywhere(document: Document, leaf: LeafPlan, features: Features): Candidate[] {
  const found: Candidate[] = [];
  for (const cell of document.cells)
    for (const value of readValues(document, leaf, cell, 0)) if (value.doubt === 0) found.push(candidate(cell, value, features));
  return found;
}

/**
 * The one value of its kind the document writes, or nearly only writes. Those beside amounts say it; where there are none, a code
 * anywhere does, though it may be a part of a name.
 */
function prevalent(document: Document, leaf: LeafPlan): Candidate[] {
  const beside = prevailing(document, leaf, true);
  return beside.length > 0 ? beside : prevailing(document, leaf, false);
}

const TOTALS: ReadonlySet<string> = new Set([...foldedWords('total'), ...foldedWords('of')]);

/** A code behind or before another word in capitals may be a part of a name: "CORNER HOUSE SDN BHD", but "TOTAL EUR". */
function isInName(text: string, { start, end }: Value): boolean {
  if (isLegalForm(text.slice(start, end))) return true;
  const neighbours = [/(\S+)\s+$/.exec(text.slice(0, start))?.[1], /^\s+(\S+)/.exec(text.slice(end))?.[1]];
  return neighbours.some((word) => word !== undefined && /^\p{Lu}{2,}[.,]?$/u.test(word) && !TOTALS.has(fold(word)));
}

const SUMS: ReadonlySet<string> = new Set([...TOTALS, ...foldedWords('tax')]);

/** "AMOUNT (RM)", "Total EUR": a code in brackets, or behind a word for a sum, is that of the amounts. */
function isBounded(text: string, { start, end }: Value): boolean {
  const before = text.slice(0, start);
  if (/[([]\s*$/.test(before) && /^\s*[)\]]/.test(text.slice(end))) return true;
  return SUMS.has(fold(/(\S+)\s+$/.exec(before)?.[1] ?? ''));
}

/** The currencies of a cell's amounts. Where a document writes decimals, a number without them is as well a size or a sort: "RON 95", "GEL 500". */
function currenciesOfAmounts(document: Document, cell: Cell): ReadonlySet<string | null> {
  const { amounts } = document.sight(cell);
  const money = document.rowAmounts.length === 0 ? amounts : amounts.filter(({ value }) => value.includes('.'));
  return new Set(money.map(({ currency }) => currency));
}

function prevailing(document: Document, leaf: LeafPlan, onlyBeside: boolean): Candidate[] {
  const seen = new Map<string, { count: number; cell: Cell; value: Value; bounded: boolean }>();
  let all = 0;
  for (const cell of document.cells) {
    const values = document.values(cell, leaf.kind);
    if (values.length === 0) continue;
    const beside = onlyBeside ? currenciesOfAmounts(document, cell) : null;
    for (const value of values) {
      if (value.doubt > 0 || (beside === null ? isInName(cell.text, value) : !beside.has(value.text))) continue;
      const known = seen.get(value.text);
      const bounded = !onlyBeside && isBounded(cell.text, value);
      if (known === undefined) seen.set(value.text, { count: 1, cell, value, bounded });
      else
        seen.set(
          value.text,
          bounded && !known.bounded ? { count: known.count + 1, cell, value, bounded } : { ...known, count: known.count + 1 },
        );
      all += 1;
    }
  }
  const explicit = (code: string) => seen.get(code);
  return [...seen.values()]
    .filter(({ count }) => count >= MOST_OF * all)
    .map(({ cell, value, bounded }) => {
      // A dollar sign is that of the dollar named elsewhere.
      const named = value.others.map(explicit).find((other) => other !== undefined);
      const features = featuresOf({
        prevalent: true,
        nowhere_beside: !onlyBeside,
        bounded,
        ambiguous_sign: named === undefined && value.others.length > 0,
        no_country: named === undefined && value.others.length > 0 && !(document.american || document.dateOrder === 'mdy'),
      });
      return named === undefined ? { ...candidate(cell, value, features), others: [] } : candidate(named.cell, named.value, features);
    });
}

/** The choice that the head of the document names, else the only one it names at all. */
function choice(document: Document, leaf: LeafPlan): Candidate[] {
  for (const cells of [document.head, document.cells]) {
    const found = cells.flatMap((cell) => readValues(document, leaf, cell, 0).map((value) => candidate(cell, value, { choice: 1 })));
    if (found.length > 0) return new Set(found.map(({ text }) => text)).size === 1 ? found : [];
  }
  return [];
}

/** A known word at the start of a cell: beside an amount it says how that was paid. */
function word(document: Document, leaf: LeafPlan): Candidate[] {
  const found = document.cells.flatMap((cell) => {
    const value = readValues(document, leaf, cell, 0).find(({ start }) => start === 0);
    if (value === undefined) return [];
    const beside = document.layout.row(cell).some((other) => document.amounts(other).some(({ text }) => text.includes('.')));
    const alone = value.end === cell.text.length;
    return beside || alone ? [candidate(cell, value, beside ? { beside_amount: 1 } : { word: 1 })] : [];
  });
  const paid = found.filter(({ features }) => features.beside_amount === 1);
  return paid.length > 0 ? paid : found;
}

/** Words before a range: a title, "from". */
const TITLE_OF_RANGE = /^[^\d]{0,48}$/;

/** One end of a range of dates that stands in the head alone, or for a field with a role behind a title: "Account statement 1 May – 31 May 2026". */
function rangeAlone(document: Document, leaf: LeafPlan): Candidate[] {
  return document.head.flatMap((cell) => {
    const [first, second, ...more] = document.values(cell, leaf.kind);
    if (first === undefined || second === undefined || more.length > 0) return [];
    if (!RANGE.test(cell.text.slice(first.end, second.start))) return [];
    const isAlone = first.start === 0 && second.end === cell.text.trimEnd().length;
    if (!isAlone && (leaf.field.role === null || !TITLE_OF_RANGE.test(cell.text.slice(0, first.start)))) return [];
    return [candidate(cell, leaf.field.range === 'start' ? first : second, isAlone ? { date_alone: 1 } : { range_titled: 1 })];
  });
}

/** A place and its comma: without one, words before a date may say anything of it ("Bezahlt am"). */
const PLACE = new RegExp(String.raw`^\p{Lu}[\p{L} ./()'’-]{1,30},\s+(?:(?:${oneOfDates('place')}) )?$`, 'u');

/** A date alone in its cell in the head of the letter, best with the place before it; else the only date or time there is. */
function alone(document: Document, leaf: LeafPlan): Candidate[] {
  const standing = document.head.flatMap((cell) =>
    document.values(cell, leaf.kind).flatMap((value) => {
      if (value.end < cell.text.trimEnd().replace(/[.,]$/, '').length || !fits(leaf, value.text)) return [];
      // A date beside an amount is that of a booking.
      if (document.layout.row(cell).some((other) => document.amounts(other).length > 0)) return [];
      if (value.start === 0) return [candidate(cell, value, { date_alone: 1 })];
      return PLACE.test(cell.text.slice(0, value.start)) ? [candidate(cell, value, { place_and_date: 1 })] : [];
    }),
  );
  if (standing.length > 0 || leaf.field.alone === 'head') return standing;
  const all = everywhere(document, leaf, { only_one: 1 });
  return new Set(all.map(({ text }) => text)).size === 1 ? all : [];
}
