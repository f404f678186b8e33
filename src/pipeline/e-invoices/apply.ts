/** The electronic invoice of a job as evidence beside its pages: its values are exact, and where the pages say another, the answer says so. */
import type { UseCase } from '../../contracts/use-case.ts';
import type { Evidence, Extraction, Judgement } from '../engines/engine.ts';
import { jsonOf, type LeafPlan, place, planOf } from '../engines/rules/plan.ts';
import { squeeze } from '../grounding/segments.ts';
import { isRole } from '../locales/vocabulary.ts';
import { type Reading, segmentsOf } from '../reading/reading.ts';
import type { EInvoice } from './e-invoice.ts';

/** Of a field that an electronic invoice states. */
const STATED: Judgement = { probability: 1, doubts: [], why: ['an electronic invoice states it'], rivals: [] };
/** How likely it is right where the pages say another value: somebody has to look. */
const DISPUTED = 0.9;

/**
 * The extraction with what the electronic invoice states in place of what the pages were read to say, field by field, by role. A value of it that
 * differs has no evidence of its own: grounding looks for it on the pages. Unchanged without an electronic invoice, or with several that differ.
 */
export function withEInvoice(extraction: Extraction, reading: Reading, useCase: UseCase): Extraction {
  const distinct = new Map((reading.eInvoices ?? []).map((invoice) => [JSON.stringify(invoice.terms), invoice]));
  const [invoice] = distinct.values();
  if (invoice === undefined) return extraction;
  if (distinct.size > 1) {
    const warning = `the files hold ${distinct.size} electronic invoices that differ; none of them was used`;
    return { ...extraction, warnings: [...extraction.warnings, warning] };
  }
  const result = structuredClone(extraction.result);
  const evidence = new Map(extraction.evidence);
  const reasons = new Map(extraction.reasons);
  const judgements = new Map(extraction.judgements);
  const stated = new Set<string>();
  const pages = new Map(segmentsOf(reading).map(({ id, page }) => [id, page]));
  // Read from the XML's own lines, by the means for any text.
  const isOwn = (found: readonly Evidence[]) =>
    found.length > 0 &&
    found.every(({ segment_id }) => {
      const page = pages.get(segment_id);
      return page?.file_index === invoice.file_index && page.page_no === invoice.own_page;
    });
  for (const leaf of planOf(useCase).leaves) {
    const values = valuesFor(leaf, invoice);
    const [first] = values;
    if (first === undefined) continue;
    const path = leaf.path.join('.');
    const onPage = textAt(extraction.result, leaf.path);
    stated.add(path);
    judgements.set(path, STATED);
    if (onPage !== null && values.some((value) => isSame(leaf, value, onPage))) continue;
    place(result, leaf.path, jsonOf(leaf, first));
    evidence.delete(path);
    const differs = `the pages say ${JSON.stringify(onPage)}, the electronic invoice ${JSON.stringify(first)}`;
    const isSecond = onPage !== null && !isOwn(extraction.evidence.get(path) ?? []);
    if (isSecond) judgements.set(path, { ...STATED, probability: DISPUTED });
    reasons.set(path, isSecond ? [...(reasons.get(path) ?? []), differs] : []);
  }
  return { ...extraction, result, evidence, reasons, judgements, stated };
}

/** What may be a value of this field: an account that is no IBAN is none for a field of that kind. */
function valuesFor({ field, kind, pattern }: LeafPlan, { terms }: EInvoice): readonly string[] {
  const values = field.role !== null && isRole(field.role) ? (terms[field.role] ?? []) : [];
  return values.flatMap((written) => {
    const canonical = kind.canonicalise(written);
    // A number keeps its decimals.
    const value = kind.numeric === true && canonical !== null ? written : canonical;
    if (value === null || (field.type === 'integer' && !Number.isInteger(Number(value)))) return [];
    if (field.choices !== null && !field.choices.some((choice) => String(choice) === value)) return [];
    return pattern === null || pattern.test(value) ? [value] : [];
  });
}

function textAt(values: unknown, [name, ...rest]: readonly string[]): string | null {
  if (name === undefined) return typeof values === 'string' || typeof values === 'number' ? String(values) : null;
  return typeof values === 'object' && values !== null && Object.hasOwn(values, name) ? textAt(Reflect.get(values, name), rest) : null;
}

/** As values of their kind, and texts by their letters and digits. */
function isSame({ kind }: LeafPlan, one: string, other: string): boolean {
  if ((kind.canonicalise(one) ?? one) === (kind.canonicalise(other) ?? other)) return true;
  return kind.numeric !== true && squeeze(one).text === squeeze(other).text;
}
