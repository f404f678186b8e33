/** Arithmetic between fields: amounts that add up confirm each other; those that do not are left out rather than guessed. */
import { canonicalDecimal } from '../../values/amount.ts';
import type { Candidate } from './candidates.ts';
import type { Document } from './document.ts';
import { type Features, featuresOf } from './features.ts';
import type { BalanceCheck, SumCheck } from './plan.ts';

/** Candidates a field brings into a check, the likeliest ones: more would not be read by a person either. */
const MOST = 16;
/** Amounts are compared in ten-thousandths, exactly: documents round each figure themselves. */
const SCALE = 10_000;
/** Sums this close in likelihood are told apart by size: the total of a document is its largest. */
const CLOSE = 2.4;
/** A candidate and the logit that the model gives it. */
export interface Rated extends Candidate {
  readonly logit: number;
}

/** Candidates by field; a field's list is replaced, never changed. */
export type Chosen = (readonly Rated[])[];

const unitsOf = ({ text }: Candidate) => Math.round(Number(text) * SCALE);

function likeliest(candidates: readonly Rated[]): Rated[] {
  const byText = new Map<string, Rated>();
  for (const candidate of candidates) {
    const key = canonicalDecimal(candidate.text);
    const known = byText.get(key);
    if (known === undefined || known.logit < candidate.logit) byText.set(key, candidate);
  }
  return [...byText.values()].sort((a, b) => b.logit - a.logit).slice(0, MOST);
}

/** One that is only mentioned may still complete a sum whose other two are labelled. */
const isLabelled = ({ features }: Rated): boolean => features.label === 1 || features.heading_line === 1;
/** A labelled total that is kept against a sum that does not fit: its label says it plainly. */
const isSure = ({ features }: Rated): boolean =>
  features.label === 1 &&
  [features.below, features.sentence, features.loose, features.not_last, features.broken].every((doubt) => doubt === undefined);

/** The field's candidates with `features` where they say one of the values, and `others` where they do not. */
function mark(chosen: Chosen, field: number, values: readonly Rated[], features: Features, others: Features): void {
  const said = new Set(values.map(unitsOf));
  chosen[field] = (chosen[field] ?? []).map((candidate) => {
    const added = said.has(unitsOf(candidate)) ? features : others;
    const completes = added.adds_up === 1 && candidate.features.mentioned === 1;
    return { ...candidate, features: { ...candidate.features, ...added, ...featuresOf({ completes }) } };
  });
}

/** The one value that closes the arithmetic. */
const confirm = (chosen: Chosen, field: number, values: readonly Rated[]) => mark(chosen, field, values, { adds_up: 1 }, { not_in_sum: 1 });
/** Those that the amounts around them contradict, all but the values. */
const keepOnly = (chosen: Chosen, field: number, values: readonly Rated[]) => mark(chosen, field, values, {}, { open_sum: 1 });

/** Parts and total: keeps the combination that adds up; where none does, keeps what is sure by itself. */
export function checkSum(document: Document, chosen: Chosen, { parts: [a, b], total }: SumCheck): void {
  const first = likeliest(chosen[a] ?? []);
  const second = likeliest(chosen[b] ?? []);
  const sums = likeliest(chosen[total] ?? []);
  let best: { fits: [Rated, Rated, Rated]; score: number; size: number } | null = null;
  const totals = sums.map(unitsOf);
  for (const x of first) {
    for (const y of second) {
      const units = unitsOf(x) + unitsOf(y);
      for (const [i, sum] of sums.entries()) {
        if (units !== totals[i] || [x, y, sum].filter(isLabelled).length < 2) continue;
        const score = x.logit + y.logit + sum.logit;
        const size = Math.abs(unitsOf(sum));
        const better =
          best === null ||
          score > best.score + CLOSE ||
          (score > best.score - CLOSE && (size > best.size || (size === best.size && score > best.score)));
        if (better) best = { fits: [x, y, sum], score, size };
      }
    }
  }
  if (best !== null) {
    const [x, y, sum] = best.fits;
    confirm(chosen, a, [x]);
    confirm(chosen, b, [y]);
    confirm(chosen, total, [sum]);
    return;
  }
  withoutFit(document, chosen, [a, b], total, [first.filter(isLabelled), second, sums.filter(isLabelled)]);
}

/** No three amounts add up. What the document explains otherwise stays; of what contradicts itself, only the sure total. */
function withoutFit(
  document: Document,
  chosen: Chosen,
  [a, b]: readonly [number, number],
  total: number,
  [first, second, sums]: readonly [Rated[], Rated[], Rated[]],
): void {
  const labelled = second.filter(isLabelled);
  const [x] = first;
  const [y] = labelled;
  const [sum] = sums;
  if (sum === undefined) {
    keepOnly(chosen, b, labelled);
    return;
  }
  const missing = unitsOf(sum) - unitsOf(x ?? sum);
  const add = (all: number, units: number) => all + units;
  const stated = bestOfLabels(chosen[b] ?? []);
  if (x !== undefined && [second, stated].some((taxes) => taxes.length > 1 && taxes.map(unitsOf).reduce(add, 0) === missing)) {
    // Several rates and no total of the taxes: they make up what is missing, so no tax is stated.
    confirm(chosen, a, [x]);
    keepOnly(chosen, b, []);
    confirm(chosen, total, [sum]);
    return;
  }
  if (x === undefined || y === undefined) {
    // The parts of a sum are no larger than it.
    const smaller = (part: Candidate) => Math.abs(unitsOf(part)) <= Math.abs(unitsOf(sum));
    keepOnly(chosen, a, first.filter(smaller));
    keepOnly(chosen, b, labelled.filter(smaller));
    return;
  }
  const between = amountsBetween(document, x, sum);
  if (between.length > 1 && between.reduce(add, 0) === missing) {
    const taxes = between.filter((units) => second.some((part) => unitsOf(part) === units));
    const [tax] = taxes;
    // All of them taxes, by rate: the first amount is net. Freight or a discount among them: it is a subtotal only.
    if (taxes.length === between.length) confirm(chosen, a, [x]);
    else keepOnly(chosen, a, []);
    if (taxes.length === 1) {
      confirm(
        chosen,
        b,
        second.filter((part) => unitsOf(part) === tax),
      );
    } else keepOnly(chosen, b, []);
    confirm(chosen, total, [sum]);
    return;
  }
  keepOnly(chosen, a, []);
  keepOnly(chosen, b, []);
  keepOnly(chosen, total, sums.length === 1 && isSure(sum) ? [sum] : []);
}

/** The likeliest candidate of each label: its value, without what the value is reckoned from. */
function bestOfLabels(candidates: readonly Rated[]): Rated[] {
  const byLabel = new Map<string, Rated>();
  for (const candidate of candidates.filter(isLabelled)) {
    const key = `${candidate.label?.cell.index} ${candidate.label?.start}`;
    if ((byLabel.get(key)?.logit ?? Number.NEGATIVE_INFINITY) < candidate.logit) byLabel.set(key, candidate);
  }
  return [...byLabel.values()];
}

/** The amounts of the column between a subtotal and its total, in units. */
function amountsBetween(document: Document, first: Candidate, last: Candidate): number[] {
  const [from, to] = [first.spots[0]?.cell, last.spots[0]?.cell];
  if (from === undefined || to === undefined || from.page !== to.page) return [];
  return document.cells.slice(from.index + 1, Math.max(from.index + 1, to.index)).flatMap((cell) => {
    const amount = document.amounts(cell).at(-1);
    return amount === undefined || Math.abs(cell.x1 - to.x1) > cell.em ? [] : [Math.round(Number(amount.text) * SCALE)];
  });
}

/** Two balances and the bookings between them: a pair that these lead from and to is confirmed. */
export function checkBalance(document: Document, chosen: Chosen, { opening, closing }: BalanceCheck): void {
  const firsts = likeliest(chosen[opening] ?? []);
  const lasts = likeliest(chosen[closing] ?? []);
  for (const first of firsts) {
    for (const last of lasts) {
      if (!leadsTo(movementsBetween(document, first, last), unitsOf(last) - unitsOf(first))) continue;
      confirm(chosen, opening, [first]);
      confirm(chosen, closing, [last]);
      return;
    }
  }
}

/** Sums of the amounts between two balances, by column: amounts with decimals whose right edges stand in line. */
function movementsBetween(document: Document, first: Candidate, last: Candidate): number[] {
  const [from, to] = [first.spots[0]?.cell.index ?? 0, last.spots[0]?.cell.index ?? 0];
  const columns: { right: number; sum: number }[] = [];
  for (const cell of document.cells.slice(from + 1, Math.max(from + 1, to))) {
    const amount = document.amounts(cell).at(-1);
    if (amount === undefined || !amount.text.includes('.')) continue;
    const units = Math.round(Number(amount.text) * SCALE);
    const column = columns.find(({ right }) => Math.abs(right - cell.x1) <= cell.em);
    if (column === undefined) columns.push({ right: cell.x1, sum: units });
    else column.sum += units;
  }
  return columns.slice(0, MOST).map(({ sum }) => sum);
}

/** True where one column of signed bookings, or one of ins less one of outs, makes the difference. */
function leadsTo(columns: readonly number[], difference: number): boolean {
  return columns.some(
    (sum, i) => sum === difference || columns.some((other, j) => i !== j && Math.abs(sum) - Math.abs(other) === difference),
  );
}
