/** The rules, whole: a reading and a use case in, each field's best supported value out, or null. Pure and synchronous. */
import type { FieldExplanation } from '../../../contracts/response.ts';
import type { UseCase } from '../../../contracts/use-case.ts';
import type { Reading } from '../../reading/reading.ts';
import { violationsOf } from '../../use-cases/conformance.ts';
import type { Evidence, Extraction, Judgement } from '../engine.ts';
import { decide } from './decide.ts';
import { evidenceOf } from './evidence.ts';
import { explanationOf } from './explain.ts';
import { explainRows } from './explain-rows.ts';
import { gather } from './gather.ts';
import { judgementOf, reasonsOf } from './judge.ts';
import { MODEL, type Model } from './model.ts';
import { withLinesBelow } from './multiline.ts';
import { jsonOf, place, planOf } from './plan.ts';
import { extractTable } from './tables.ts';

export interface RulesOptions {
  readonly model?: Model;
  /** Say why each field is what it is. */
  readonly explain?: boolean;
}

/** Extracts every field of the use case. Deterministic: the same reading and use case give the same extraction. */
export function extractByRules(reading: Reading, useCase: UseCase, { model = MODEL, explain = false }: RulesOptions = {}): Extraction {
  const plan = planOf(useCase);
  const { document, matches, candidates: chosen } = gather(reading, plan, model);

  const result: Record<string, unknown> = {};
  const evidence = new Map<string, readonly Evidence[]>();
  const judgements = new Map<string, Judgement>();
  const reasons = new Map<string, readonly string[]>();
  const explanations = new Map<string, FieldExplanation>();
  const labels = explain ? matches.flat() : [];
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
    judgements.set(path, judgementOf(model, leaf, decision));
    tell(path, reasonsOf(leaf, decision));
    if (explain) explanations.set(path, explanationOf(model, leaf, labels, decision));
    if (answer !== null) evidence.set(path, evidenceOf(answer.places));
  }
  for (const table of plan.tables) {
    const rows = extractTable(document, matches, plan, table);
    place(result, table.path, rows.length === 0 ? null : rows.map(({ value }) => value));
    if (explain) for (const [path, explanation] of explainRows(document, table, rows)) explanations.set(path, explanation);
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
  const told = { result, evidence, judgements, reasons, ...(explain ? { explanations } : {}), warnings: [] };
  return { ...told, engine: 'rules', model_name: null, token_usage: null };
}
