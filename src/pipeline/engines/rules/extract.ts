/** The rules, whole: a reading and a use case in, each field's best supported value out, or null. Pure and synchronous. */
import type { UseCase } from '../../../contracts/use-case.ts';
import type { Reading } from '../../reading/reading.ts';
import { violationsOf } from '../../use-cases/conformance.ts';
import type { Evidence, Extraction } from '../engine.ts';
import type { Candidate, Spot } from './candidates.ts';
import { type Decision, decide } from './decide.ts';
import { gather } from './gather.ts';
import { MODEL } from './model.ts';
import { withLinesBelow } from './multiline.ts';
import { jsonOf, type LeafPlan, place, planOf } from './plan.ts';
import { extractTable } from './tables.ts';

/** Two values of which each is this likely contradict each other. */
const CONTRADICTS = 0.2;

/** Extracts every field of the use case. Deterministic: the same reading and use case give the same extraction. */
export function extractByRules(reading: Reading, useCase: UseCase, model = MODEL): Extraction {
  const plan = planOf(useCase);
  const { document, matches, candidates: chosen } = gather(reading, plan, model);

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
