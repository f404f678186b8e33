/** The rules, whole: a reading and a use case in, each field's best supported value out, or null. Pure and synchronous. */
import type { UseCase } from '../../../contracts/use-case.ts';
import { foldedWords } from '../../locales/vocabulary.ts';
import { isRecognised, type Reading, segmentsOf } from '../../reading/reading.ts';
import { violationsOf } from '../../use-cases/conformance.ts';
import { fold } from '../../values/fold.ts';
import type { Evidence, Extraction } from '../engine.ts';
import { type Candidate, candidatesAt, mentionedAt, type Spot } from './candidates.ts';
import { type Chosen, checkBalance, checkSum } from './checks.ts';
import { Document } from './document.ts';
import { withLinesBelow } from './multiline.ts';
import { withoutBalance } from './paid.ts';
import { Parties } from './parties.ts';
import { isRemark, type Matches } from './places.ts';
import { jsonOf, type LeafPlan, type Plan, place, planOf } from './plan.ts';
import { extractTable } from './tables.ts';
import { unlabelled } from './unlabelled.ts';

/** Below this a value is not said: it would be a guess. */
const ENOUGH = 0.45;
/** Two values this close contradict each other, and neither is said. */
const MARGIN = 0.03;
/** What each further place with the same value adds, and at most. */
const REPEATED = 0.02;
const MOST_REPEATED = 0.06;
/** What standing among the bookings takes from a candidate that should stand before them. */
const LATE = 0.3;
/** Places shown for one value. */
const MOST_PLACES = 5;

/** As they stand in folded text. */
const WHOSE_WORDS = { buyer: foldedWords('buyers'), seller: foldedWords('sellers') };

/** Extracts every field of the use case. Deterministic: the same reading and use case give the same extraction. */
export function extractByRules(reading: Reading, useCase: UseCase): Extraction {
  const plan = planOf(useCase);
  const document = new Document(reading);
  const recognised = new Set(segmentsOf(reading).filter(isRecognised));
  const matches: Matches = document.cells.map((cell) => plan.labels.match(cell, recognised.has(cell.segment)));
  const parties = new Parties(document, matches, plan);
  const chosen = candidatesOf(document, matches, plan, parties);
  for (const check of plan.sums) checkSum(document, chosen, check);
  for (const check of plan.balances) checkBalance(document, chosen, check);

  const result: Record<string, unknown> = {};
  const evidence = new Map<string, readonly Evidence[]>();
  const reasons = new Map<string, readonly string[]>();
  const tell = (path: string, told: readonly string[]) => {
    if (told.length > 0) reasons.set(path, [...(reasons.get(path) ?? []), ...told]);
  };
  for (const leaf of plan.leaves) {
    const path = leaf.path.join('.');
    const candidates = chosen[leaf.index] ?? [];
    const best = decide(leaf.field.multiline ? candidates.map((one) => withLinesBelow(document, matches, one)) : candidates);
    if (best !== null && 'contradiction' in best) {
      tell(path, [`left empty, the document says both ${best.contradiction.map((text) => JSON.stringify(text)).join(' and ')}`]);
    }
    const found = best !== null && 'candidate' in best ? best : null;
    place(result, leaf.path, found === null ? null : jsonOf(leaf, found.candidate.text));
    if (found === null) continue;
    evidence.set(path, evidenceOf(found.places));
    tell(path, doubtsAbout(leaf, found.candidate));
  }
  for (const table of plan.tables) {
    const rows = extractTable(document, matches, plan, table);
    place(result, table.path, rows.length === 0 ? null : rows.map(({ value }) => value));
    rows.forEach(({ spots }, row) => {
      for (const [path, spot] of spots)
        evidence.set([...table.path, row, ...(path === '' ? [] : [path])].join('.'), evidenceOf([{ spots: [spot], label: null }]));
    });
  }
  for (const path of plan.unread) {
    place(result, path, null);
    tell(path.join('.'), ['not looked for: nothing is known of its parts']);
  }
  for (const [path, told] of violationsOf(useCase, result)) tell(path, told);
  return { result, evidence, reasons, warnings: [], engine: 'rules', model_name: null, token_usage: null };
}

function candidatesOf(document: Document, matches: Matches, plan: Plan, parties: Parties): Chosen {
  const chosen: Candidate[][] = plan.leaves.map(() => []);
  const summed = new Set(plan.sums.flatMap(({ parts, total }) => [...parts, total]));
  for (const cell of matches) {
    for (const match of cell) {
      const leaf = plan.leaves[match.label.field];
      if (leaf === undefined || leaf.party !== null || isRemark(match)) continue;
      const found = candidatesAt(document, matches, leaf, match);
      chosen[leaf.index]?.push(...(found.length === 0 && summed.has(leaf.index) ? mentionedAt(document, leaf, match) : found));
    }
  }
  const all = plan.leaves.map((leaf) => {
    if (leaf.party !== null) return parties.candidates(leaf);
    const own = (chosen[leaf.index] ?? []).filter((candidate) => !isSomebodyElses(leaf, candidate, parties));
    if (own.some(({ score }) => score >= ENOUGH)) return own;
    return [...own, ...unlabelled(document, leaf).filter((candidate) => !isSomebodyElses(leaf, candidate, parties))];
  });
  return plan.leaves.map(({ field }, i) => {
    const found = all[i] ?? [];
    const candidates = field.role === 'total_gross' ? withoutBalance(document, found) : found;
    if (field.place !== 'above_bookings') return candidates;
    const isLate = ({ spots: [spot] }: Candidate) => spot !== undefined && spot.cell.index >= document.bookingsFrom;
    return candidates.map((candidate) => (isLate(candidate) ? { ...candidate, score: candidate.score - LATE } : candidate));
  });
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

type Decision =
  | { readonly candidate: Candidate; readonly places: readonly Pick<Candidate, 'spots' | 'label'>[] }
  | { readonly contradiction: readonly string[] };

/** The best supported value; null where nothing is sure enough, a contradiction where two are. */
function decide(candidates: readonly Candidate[]): Decision | null {
  if (candidates.length === 0) return null;
  const byText = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const same = byText.get(candidate.text);
    if (same === undefined) byText.set(candidate.text, [candidate]);
    else same.push(candidate);
  }
  const ranked = [...byText.values()]
    .map((same) => {
      const places = distinctPlaces([...same].sort((a, b) => b.score - a.score));
      const [first] = places;
      return { places, score: (first?.score ?? 0) + Math.min(MOST_REPEATED, REPEATED * (places.length - 1)) };
    })
    .sort((a, b) => b.score - a.score);
  const [best, next] = ranked;
  const candidate = best?.places[0];
  if (best === undefined || candidate === undefined || best.score < ENOUGH) return null;
  const rival = next?.places[0];
  if (next !== undefined && rival !== undefined && best.score - next.score < MARGIN) return { contradiction: [candidate.text, rival.text] };
  return { candidate, places: best.places.slice(0, MOST_PLACES) };
}

/** One candidate a place: several labels may lead to the same one. */
function distinctPlaces(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const seen = new Set<string>();
  return candidates.filter(({ spots: [spot] }) => {
    const key = `${spot?.cell.index} ${spot?.start}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function evidenceOf(places: readonly Pick<Candidate, 'spots' | 'label'>[]): Evidence[] {
  const values = places.flatMap(({ spots }) => spots.map((spot) => evidenceAt(spot, 'value')));
  const labels = places.flatMap(({ label }) => (label === null ? [] : [evidenceAt(label, 'label')]));
  return [...values, ...labels];
}

const evidenceAt = ({ cell, start, end }: Spot, role: Evidence['role']): Evidence => ({ segment_id: cell.segment.id, start, end, role });

function doubtsAbout(leaf: LeafPlan, { spots: [spot], text, others }: Candidate): string[] {
  if (spot === undefined || others.length === 0) return [];
  const written = JSON.stringify(spot.cell.segment.line.text.slice(spot.start, spot.end));
  if (leaf.field.type === 'date' || leaf.field.type === 'datetime')
    return others.map((other) => `${written} was read as ${text}, but may be ${other}`);
  if (leaf.kind.name === 'iban') return [`${written} fails the IBAN check`];
  return [];
}
