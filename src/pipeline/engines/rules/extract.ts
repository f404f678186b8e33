/** The rules, whole: a reading and a use case in, each field's best supported value out, or null. Pure and synchronous. */
import type { UseCase } from '../../../contracts/use-case.ts';
import { foldedWords } from '../../locales/vocabulary.ts';
import { type Reading, type Segment, segmentsOf } from '../../reading/reading.ts';
import { violationsOf } from '../../use-cases/conformance.ts';
import { fold } from '../../values/fold.ts';
import type { Evidence, Extraction } from '../engine.ts';
import { type Candidate, candidatesAt, mentionedAt, type Spot } from './candidates.ts';
import { type Chosen, checkBalance, checkSum, type Rated } from './checks.ts';
import { type Decision, decide } from './decide.ts';
import { Document } from './document.ts';
import { MODEL, type Model } from './model.ts';
import { withLinesBelow } from './multiline.ts';
import { withoutBalance } from './paid.ts';
import { Parties } from './parties.ts';
import { isRemark, type Matches } from './places.ts';
import { jsonOf, type LeafPlan, type Plan, place, planOf } from './plan.ts';
import { extractTable } from './tables.ts';
import { unlabelled } from './unlabelled.ts';

/** Two values of which each is this likely contradict each other. */
const CONTRADICTS = 0.2;

/** As they stand in folded text. */
const WHOSE_WORDS = { buyer: foldedWords('buyers'), seller: foldedWords('sellers') };

/** Extracts every field of the use case. Deterministic: the same reading and use case give the same extraction. */
export function extractByRules(reading: Reading, useCase: UseCase, model = MODEL): Extraction {
  const plan = planOf(useCase);
  const document = new Document(reading);
  const recognised = new Set(segmentsOf(reading).filter(isRecognised));
  const matches: Matches = document.cells.map((cell) => plan.labels.match(cell, recognised.has(cell.segment)));
  const parties = new Parties(document, matches, plan, model);
  const chosen = candidatesOf(document, matches, plan, parties, model);

  const result: Record<string, unknown> = {};
  const evidence = new Map<string, readonly Evidence[]>();
  const reasons = new Map<string, readonly string[]>();
  const tell = (path: string, told: readonly string[]) => {
    if (told.length > 0) reasons.set(path, [...(reasons.get(path) ?? []), ...told]);
  };
  for (const leaf of plan.leaves) {
    const path = leaf.path.join('.');
    const candidates = chosen[leaf.index] ?? [];
    const decision = decide(
      model,
      leaf,
      leaf.field.multiline ? candidates.map((one) => withLinesBelow(document, matches, one)) : candidates,
    );
    const { answer } = decision;
    place(result, leaf.path, answer === null ? null : jsonOf(leaf, answer.text));
    tell(path, reasonsOf(leaf, decision));
    if (answer !== null) evidence.set(path, evidenceOf(answer.places));
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

/** True for text that was recognised in an image, where a letter may be misread. */
function isRecognised({ line }: Segment): boolean {
  return line.words.some(({ confidence }) => confidence < 1);
}

/** All candidates of every field, with what they are to each other: parts of a sum, rivals of one that closes it. */
function candidatesOf(document: Document, matches: Matches, plan: Plan, parties: Parties, model: Model): Chosen {
  const found: Candidate[][] = plan.leaves.map(() => []);
  const summed = new Set(plan.sums.flatMap(({ parts, total }) => [...parts, total]));
  for (const cell of matches) {
    for (const match of cell) {
      const leaf = plan.leaves[match.label.field];
      if (leaf === undefined || leaf.party !== null || isRemark(match)) continue;
      const led = candidatesAt(document, matches, leaf, match);
      found[leaf.index]?.push(...(led.length === 0 && summed.has(leaf.index) ? mentionedAt(document, leaf, match) : led));
    }
  }
  const chosen: Chosen = plan.leaves.map((leaf) => {
    const rate = (candidate: Candidate): Rated => ({ ...candidate, logit: model.logit(leaf, candidate.features) });
    if (leaf.party !== null) return parties.candidates(leaf).map(rate);
    const own = (candidates: readonly Candidate[]) =>
      candidates.filter((candidate) => !isSomebodyElses(leaf, candidate, parties)).map(rate);
    const labelled = own(found[leaf.index] ?? []);
    const all = labelled.some(({ logit }) => logit >= 0) ? labelled : [...labelled, ...own(unlabelled(document, leaf))];
    return leaf.field.role === 'total_gross' ? withoutBalance(document, all) : all.map((candidate) => withLate(document, leaf, candidate));
  });
  for (const check of plan.sums) checkSum(document, chosen, check);
  for (const check of plan.balances) checkBalance(document, chosen, check);
  return chosen;
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

function evidenceOf(places: readonly Pick<Candidate, 'spots' | 'label'>[]): Evidence[] {
  const values = places.flatMap(({ spots }) => spots.map((spot) => evidenceAt(spot, 'value')));
  const labels = places.flatMap(({ label }) => (label === null ? [] : [evidenceAt(label, 'label')]));
  return [...values, ...labels];
}

const evidenceAt = ({ cell, start, end }: Spot, role: Evidence['role']): Evidence => ({ segment_id: cell.segment.id, start, end, role });

/** Why an answer is doubtful, or was left out. */
function reasonsOf(leaf: LeafPlan, { answer, rivals }: Decision): string[] {
  const [first, second] = rivals;
  if (answer === null) {
    if (first === undefined || second === undefined || second.likelihood < CONTRADICTS) return [];
    return [`left empty, the document says both ${JSON.stringify(first.text)} and ${JSON.stringify(second.text)}`];
  }
  const [{ spots: [spot] = [], others = [] } = {}] = answer.places;
  if (spot === undefined || others.length === 0) return [];
  const written = JSON.stringify(spot.cell.segment.line.text.slice(spot.start, spot.end));
  if (leaf.field.type === 'date' || leaf.field.type === 'datetime')
    return others.map((other) => `${written} was read as ${answer.text}, but may be ${other}`);
  return leaf.kind.name === 'iban' ? [`${written} fails the IBAN check`] : [];
}
