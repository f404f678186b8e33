/** All candidates of all fields: what labels lead to, what rows, blocks and shapes say, and what they are to each other. */
import { foldedWords } from '../../locales/vocabulary.ts';
import type { Reading } from '../../reading/reading.ts';
import { fold } from '../../values/fold.ts';
import { type Candidate, candidatesAt, countedIn, currencyAt, isPriceLabel, mentionedAt, spotOf } from './candidates.ts';
import { type Chosen, checkBalance, checkSum, type Rated } from './checks.ts';
import { datedBalances } from './dated-balances.ts';
import { Document } from './document.ts';
import { fromHeadingLines } from './heading-lines.ts';
import type { LabelMatch } from './labels.ts';
import type { Model } from './model.ts';
import { withoutBalance } from './paid.ts';
import { Parties } from './parties.ts';
import { isRemark, type Matches } from './places.ts';
import type { LeafPlan, Plan } from './plan.ts';
import type { RowAmount } from './rows.ts';
import { subjectsAbove } from './subject.ts';
import { unlabelled } from './unlabelled.ts';

/** As they stand in folded text. */
const WHOSE_WORDS = { buyer: foldedWords('buyers'), seller: foldedWords('sellers') };

/** Amounts that one field has labels for on a page that a person made. */
const MOST_STATED = 40;
/** Places of a document from which on a label is a common word in it. */
const COMMON = 5;

/** What was found in a reading for the fields of a plan. */
export interface Gathered {
  readonly document: Document;
  readonly matches: Matches;
  /** By place of the field in its plan. */
  readonly candidates: readonly (readonly Candidate[])[];
}

export function gather(reading: Reading, plan: Plan, model: Model): Gathered {
  const document = new Document(reading);
  const isPrice = (match: LabelMatch) => plan.leaves[match.label.field]?.counts === true && isPriceLabel(match);
  const matches: Matches = document.cells.map((cell) => {
    const found = plan.labels.match(cell, document.sight(cell).recognised);
    return found.some(isPrice) ? found.filter((match) => !isPrice(match)) : found;
  });
  const parties = new Parties(document, matches, plan, model);
  return { document, matches, candidates: candidatesOf(document, matches, plan, parties, model) };
}

/** All candidates of every field, with what they are to each other: parts of a sum, rivals of one that closes it. */
function candidatesOf(document: Document, matches: Matches, plan: Plan, parties: Parties, model: Model): Chosen {
  const found: Candidate[][] = plan.leaves.map(() => []);
  const summed = new Set(plan.sums.flatMap(({ parts, total }) => [...parts, total]));
  const said = plan.leaves.some(({ field }) => field.role === null) ? Map.groupBy(matches.flat(), ({ label }) => label) : null;
  const unanswered = new Set<number>();
  for (const cell of matches) {
    for (const match of cell) {
      const leaf = plan.leaves[match.label.field];
      if (leaf === undefined || leaf.party !== null || isRemark(match)) continue;
      const led = candidatesAt(document, matches, leaf, match);
      if (led.length === 0 && !match.label.phrase) unanswered.add(leaf.index);
      const common = leaf.field.role === null && (said?.get(match.label)?.length ?? 0) >= COMMON;
      const own = common ? led.map((one) => ({ ...one, features: { ...one.features, common_label: 1 } })) : led;
      found[leaf.index]?.push(...(led.length === 0 && summed.has(leaf.index) ? mentionedAt(document, leaf, match) : own));
    }
  }
  for (const { index, field } of plan.leaves) if (field.role === 'subject') found[index]?.push(...subjectsAbove(document, matches));
  for (const [field, candidates] of fromHeadingLines(document, matches, plan)) found[field]?.push(...candidates);
  const chosen: Chosen = plan.leaves.map((leaf) => {
    const rate = (candidate: Candidate): Rated => ({ ...candidate, logit: model.logit(leaf, candidate.features) });
    if (leaf.party !== null) return parties.candidates(leaf).map(rate);
    const own = (candidates: readonly Candidate[]) =>
      candidates.filter((candidate) => !isSomebodyElses(leaf, candidate, parties)).map(rate);
    const labelled =
      leaf.field.role === null && unanswered.has(leaf.index) ? withUnanswered(found[leaf.index] ?? []) : (found[leaf.index] ?? []);
    const inRows = leaf.kind.name === 'amount' ? withConversions(document, leaf, withRows(document, leaf, labelled)) : labelled;
    const all = withSole(
      leaf,
      own([...inRows, ...unlabelled(document, leaf), ...countedIn(document, leaf), ...datedBalances(document, leaf)]),
      model,
    );
    return leaf.field.role === 'total_gross' ? withoutBalance(document, all) : all.map((candidate) => withLate(document, leaf, candidate));
  });
  for (const check of plan.sums) checkSum(document, chosen, check);
  for (const check of plan.balances) checkBalance(document, chosen, check);
  return chosen;
}

/** Roles of totals that the words of a row may say as well as any label. */
const SAID_BY_ROWS: ReadonlySet<string | null> = new Set(['receipt_total', 'total_gross']);

/** The candidates with what their rows say; for totals the amounts of other rows too. */
function withRows(document: Document, leaf: LeafPlan, candidates: readonly Candidate[]): Candidate[] {
  const isTotal = SAID_BY_ROWS.has(leaf.field.role);
  if (candidates.length === 0 && !isTotal) return [];
  const amounts = candidates.map(({ spots: [spot] }) =>
    spot === undefined ? undefined : document.rowAmountAt(spot.cell, spot.start - spot.cell.start),
  );
  const known = candidates.map((candidate, i) => {
    const row = amounts[i]?.features;
    return row === undefined ? candidate : { ...candidate, features: { ...candidate.features, ...row } };
  });
  if (!isTotal) return known;
  const isKnown = ({ cell, start }: RowAmount) => amounts.some((known) => known?.cell === cell && known.start === start);
  const others = document.rowAmounts
    .filter((amount) => (amount.features.row_total === 1 || amount.features.as_paid === 1) && !isKnown(amount))
    .map(({ cell, start, end, text, features }): Candidate => {
      return { text, features: { ...features, row: 1 }, spots: [spotOf(cell, { start, end })], label: null, others: [] };
    });
  return [...known, ...others];
}

/** Of a field without a role: an amount that is stated again in another currency further on is what was converted. */
function withConversions(document: Document, { field }: LeafPlan, candidates: readonly Candidate[]): readonly Candidate[] {
  if (field.role !== null || candidates.length < 2 || candidates.length > MOST_STATED) return candidates;
  const currencies = candidates.map(({ spots: [spot] }) =>
    spot === undefined ? null : currencyAt(document, spot.cell, spot.start - spot.cell.start),
  );
  return candidates.map((candidate, i) => {
    const at = candidate.spots[0]?.cell.index ?? 0;
    const own = currencies[i] ?? null;
    const later = candidates.some(({ spots: [spot] }, j) => {
      const other = currencies[j] ?? null;
      return own !== null && other !== null && other !== own && (spot?.cell.index ?? 0) > at;
    });
    return later ? { ...candidate, features: { ...candidate.features, converted: 1 } } : candidate;
  });
}

/** Of a field without a role: another of its labels leads to nothing, and may be the one that is meant. */
const withUnanswered = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.map((candidate) => ({ ...candidate, features: { ...candidate.features, unanswered_label: 1 } }));

/** Where all candidates of a kind with a form of its own say the same value, those that a label leads to are beyond mistake. */
function withSole(leaf: LeafPlan, candidates: readonly Rated[], model: Model): readonly Rated[] {
  const [first] = candidates;
  if (leaf.kind.withoutLabel !== 'only' || first === undefined) return candidates;
  if (!candidates.every(({ text }) => text === first.text) || !candidates.some(({ features }) => features.only === 1)) return candidates;
  return candidates.map((candidate) => {
    if (candidate.features.label !== 1) return candidate;
    const features = { ...candidate.features, sole: 1 };
    return { ...candidate, features, logit: model.logit(leaf, features) };
  });
}

function withLate(document: Document, { field }: LeafPlan, candidate: Rated): Rated {
  const [spot] = candidate.spots;
  if (field.place !== 'above_bookings' || spot === undefined || spot.cell.index < document.bookingsFrom) return candidate;
  return { ...candidate, features: { ...candidate.features, late: 1 } };
}

/** True where the words before a value or its label, or the block it stands in, say that it belongs to the other party. */
function isSomebodyElses({ field }: LeafPlan, { spots: [spot], label }: Candidate, parties: Parties): boolean {
  const notOf = field.belongs_to === 'seller' ? 'buyer' : field.belongs_to === 'buyer' ? 'seller' : null;
  if (notOf === null || spot === undefined) return false;
  if (parties.roleOf(spot.cell) === notOf || (label !== null && parties.roleOf(label.cell) === notOf)) return true;
  const { cell, start } = label ?? spot;
  if (parties.roleBefore(cell, start - cell.start) === notOf) return true;
  const before = fold(cell.text.slice(Math.max(0, start - cell.start - 40), start - cell.start))
    .split(' ')
    .slice(-3);
  return before.some((word) => WHOSE_WORDS[notOf].has(word));
}
