/** Rules first, a model for the rest: which fields the rules leave open, and what becomes of a field that both have answered. */
import type { ResponseIX } from '../../contracts/response.ts';
import type { FieldDefinition, UseCase } from '../../contracts/use-case.ts';
import type { Evidence, Extraction, Judgement } from './engine.ts';
import { keyOf } from './llm/values.ts';

/**
 * The use case with the fields that the rules did not find, or not so that they can be relied on: no value, low trust, or a value that fails
 * a check. What an electronic invoice states is not. Null: there are none. Lists count as a whole, and are open where the rules found no row.
 */
export function openPart(useCase: UseCase, { result, reasons, stated }: Extraction, trust: ResponseIX['trust']): UseCase | null {
  const isOpen = (path: string) => {
    if (stated?.has(path)) return false;
    const level = trust?.[`result.${path}`]?.level ?? 'none';
    return level === 'none' || level === 'low' || reasons.has(path);
  };
  const open = (fields: readonly FieldDefinition[], above: readonly string[]): FieldDefinition[] =>
    fields.flatMap((field) => {
      const path = [...above, field.name];
      if (field.type === 'array') return valueAt(result, path) === null ? [field] : [];
      if (field.type !== 'object') return isOpen(path.join('.')) ? [field] : [];
      const parts = open(field.fields ?? [], path);
      return parts.length === 0 ? [] : [{ ...field, fields: parts }];
    });
  const fields = open(useCase.fields, []);
  return fields.length === 0 ? null : { ...useCase, fields, checks: [], json_schema: null };
}

/**
 * The rules' extraction with what the model says of the fields it was asked for. Where the rules have a value it stays: the model's agreement
 * and its contradiction are told. Where they have none, the model's is taken.
 * @param asked what {@link openPart} gave.
 */
export function combine(rules: Extraction, model: Extraction, asked: UseCase): Extraction {
  const result = structuredClone(rules.result);
  const evidence = new Map(rules.evidence);
  const reasons = new Map(rules.reasons);
  const judgements = new Map(rules.judgements ?? []);
  const tell = (path: string, ...told: readonly string[]) => {
    if (told.length > 0) reasons.set(path, [...(reasons.get(path) ?? []), ...told]);
  };

  const takeOver = (path: readonly string[]) => {
    const at = path.join('.');
    place(result, path, valueAt(model.result, path));
    for (const [key, cited] of below(model.evidence, at)) evidence.set(key, cited);
    for (const [key, told] of below(model.reasons, at)) tell(key, ...told);
  };

  const settle = (field: FieldDefinition, path: readonly string[]) => {
    const at = path.join('.');
    const [own, other] = [valueAt(rules.result, path), valueAt(model.result, path)];
    const judged = judgements.get(at) ?? UNKNOWN;
    if (field.type === 'array' || own === null) {
      if (other === null) return;
      if (reasons.has(at)) tell(at, 'the rules left it empty, the model did not');
      takeOver(path);
      judgements.set(at, { ...judged, probability: null, why: ['the model says so, where the rules found nothing'] });
    } else if (other === null) judgements.set(at, { ...judged, doubts: [...judged.doubts, 'the model finds nothing'] });
    else if (keyOf(field, own) === keyOf(field, other))
      judgements.set(at, { ...judged, second: 'agrees', why: [...judged.why, 'the model says the same'] });
    else {
      judgements.set(at, { ...judged, second: 'differs' });
      tell(at, `the model says ${JSON.stringify(other)}${citedIn(model.evidence.get(at))}`);
    }
  };

  const walk = (fields: readonly FieldDefinition[], above: readonly string[]) => {
    for (const field of fields) {
      const path = [...above, field.name];
      if (field.type === 'object') walk(field.fields ?? [], path);
      else settle(field, path);
    }
  };
  walk(asked.fields, []);
  return {
    ...rules,
    result,
    evidence,
    reasons,
    judgements,
    warnings: [...rules.warnings, ...model.warnings],
    engine: 'auto',
    model_name: model.model_name,
    token_usage: model.token_usage,
  };
}

/** What has been added, as warnings say it. */
export function newReasons(before: ReadonlyMap<string, readonly string[]>, after: ReadonlyMap<string, readonly string[]>): string[] {
  return [...after].flatMap(([path, reasons]) => reasons.slice(before.get(path)?.length ?? 0).map((reason) => `${path}: ${reason}`));
}

const UNKNOWN: Judgement = { probability: null, doubts: [], why: [], rivals: [] };

function citedIn(evidence: readonly Evidence[] | undefined): string {
  return evidence === undefined || evidence.length === 0 ? '' : ` (${evidence.map(({ segment_id }) => segment_id).join(', ')})`;
}

/** What belongs to a path, and to the paths below it. */
function below<T>(map: ReadonlyMap<string, T>, path: string): [string, T][] {
  return [...map].filter(([key]) => key === path || key.startsWith(`${path}.`));
}

function valueAt(values: unknown, [head, ...rest]: readonly string[]): unknown {
  if (head === undefined) return values ?? null;
  return isRecord(values) && Object.hasOwn(values, head) ? valueAt(values[head], rest) : null;
}

function place(values: Record<string, unknown>, [head = '', ...rest]: readonly string[], value: unknown): void {
  const known = values[head];
  if (rest.length === 0) values[head] = value;
  else if (isRecord(known)) place(known, rest, value);
  else {
    const inner = {};
    values[head] = inner;
    place(inner, rest, value);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
