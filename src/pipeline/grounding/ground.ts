/** Grounds an extraction: for every field where it stands in the documents, and whether what stands there says its value. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FieldProvenance, QualityMetrics, ResponseIX } from '../../contracts/response.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import type { Evidence, Extraction } from '../engines/engine.ts';
import { type Reading, segmentsOf, WEAK } from '../reading/reading.ts';
import { findAnywhere } from './find.ts';
import { type Leaf, leavesOf } from './leaves.ts';
import { type Target, targetOf } from './normalise.ts';
import { SegmentIndex, type Span } from './segments.ts';
import { toSource } from './sources.ts';
import { spanOf, verify } from './verify.ts';

export interface GroundingOptions {
  /** Most sources of one field, context included; at least 1. */
  readonly maxSources: number;
  /** Also show what named the value: its label, and lines that were cited beside it. */
  readonly withContext: boolean;
}

/** Characters searched before other work of the process gets its turn: some milliseconds. */
const TURN_CHARACTERS = 2_000_000;

/**
 * The rules, field by field (DESIGN section 7):
 * cited → `provenance_verified` says whether the cited words say the value; its exact words become the sources;
 * not cited → the documents are searched, and what is found is the source (a short value only where it is printed in full, or stands just once);
 * `text_agreement` says whether it stands anywhere at all; null for short values;
 * no value, choices, yes or no → both null.
 * @throws the signal's reason when it aborts.
 */
export async function ground(
  reading: Reading,
  useCase: UseCase,
  extraction: Extraction,
  options: GroundingOptions,
  signal: AbortSignal,
): Promise<NonNullable<ResponseIX['provenance']>> {
  const index = new SegmentIndex(reading);
  const characters = segmentsOf(reading).reduce((sum, { line }) => sum + line.text.length, 0);
  const fields: Record<string, FieldProvenance> = {};
  let budget = TURN_CHARACTERS;
  for (const leaf of leavesOf(useCase.fields, extraction.result, '')) {
    const { provenance, searched } = groundField(leaf, extraction, index, options);
    fields[`result.${leaf.path}`] = provenance;
    budget -= searched ? characters : 0;
    if (budget > 0) continue;
    budget = TURN_CHARACTERS;
    await nextTurn();
    signal.throwIfAborted();
  }
  const invalid = [...extraction.evidence.values()].flat().filter((evidence) => spanOf(evidence, index) === null).length;
  return { fields, quality_metrics: metricsOf(Object.values(fields), invalid) };
}

function groundField({ field, value, path }: Leaf, extraction: Extraction, index: SegmentIndex, options: GroundingOptions) {
  const evidence = extraction.evidence.get(path) ?? [];
  const reasons = [...(extraction.reasons.get(path) ?? [])];
  const spans = (role: Evidence['role']) => evidence.filter((one) => one.role === role).flatMap((one) => spanOf(one, index) ?? []);
  const cited = value === null ? [] : spans('value');
  const target = targetOf(value, field);
  const answer = (sources: readonly Span[], verified: boolean | null, agreement: boolean | null, searched: boolean) => {
    const context =
      options.withContext && sources.length > 0 ? [...spans('label'), ...cited.filter((span) => !isCitedFor(sources, span))] : [];
    const shown = distinct([...sources, ...context]).slice(0, options.maxSources);
    const provenance: FieldProvenance = {
      value,
      sources: shown.map(toSource),
      provenance_verified: verified,
      text_agreement: agreement,
      reasons: [...reasons, ...weaknessOf(sources)],
    };
    return { provenance, searched };
  };
  if (target === null) return answer(cited, null, null, false);
  const agreement = (stands: boolean) => (target.short ? null : stands);
  if (cited.length === 0) {
    const found = search(target, index, options.maxSources).filter((span) => field.type !== 'decimal' || isPrintedDecimal(span));
    return answer(found, found.length > 0, agreement(found.length > 0), true);
  }
  const exact = verify(target, cited, index);
  if (exact.length > 0) return answer(exact, true, agreement(true), false);
  return answer(cited, false, agreement(!target.short && findAnywhere(target, index, 1).length > 0), true);
}

/** More short finds than this are not looked at: they stand for "many". */
const MOST_SHORT = 1000;
/** Digits from which a short number is printed like no other: "9,00" is an amount, "9" may be anything. */
const TELLING_DIGITS = 3;

/** Where an uncited value stands. A short one stands in many places by chance: it counts where it is printed in full, or stands just once. */
function search(target: Target, index: SegmentIndex, limit: number): Span[] {
  if (!target.short) return findAnywhere(target, index, limit).flat();
  const spans = findAnywhere(target, index, MOST_SHORT).flat();
  const telling = spans.filter(
    ({ segment, start, end }) => segment.line.text.slice(start, end).replace(/\D/g, '').length >= TELLING_DIGITS,
  );
  return telling.length > 0 ? telling : spans.length === 1 ? spans : [];
}

/** What says that a value rests on words that may be misread. */
function weaknessOf(sources: readonly Span[]): string[] {
  const weak = sources.flatMap(({ segment, start, end }) =>
    segment.line.words.filter(({ char_span: [from, to], confidence }) => confidence < WEAK && from < end && to > start),
  );
  const words = weak.map(({ text, confidence }) => `${JSON.stringify(text)} (${Math.round(confidence * 100)} %)`);
  return words.length === 0 ? [] : [`OCR is not sure of ${[...new Set(words)].join(', ')}`];
}

/** A number as amounts are printed: with decimals or groups, and no percent sign behind it. A house number or a count says no amount. */
function isPrintedDecimal({ segment, start, end }: Span): boolean {
  const { text } = segment.line;
  return /\d[.,'’ \u00a0]\d/.test(text.slice(start, end)) && !/^\s*[%‰]/.test(text.slice(end));
}

const isCitedFor = (sources: readonly Span[], cited: Span) => sources.some((source) => source.segment === cited.segment);

function distinct(spans: readonly Span[]): Span[] {
  return [...new Map(spans.map((span) => [`${span.segment.id} ${span.start} ${span.end}`, span])).values()];
}

function metricsOf(fields: readonly FieldProvenance[], invalid: number): QualityMetrics {
  const count = (holds: (field: FieldProvenance) => boolean) => fields.filter(holds).length;
  const withProvenance = count((field) => field.sources.length > 0);
  return {
    fields_with_provenance: withProvenance,
    total_fields: fields.length,
    coverage_rate: fields.length === 0 ? 0 : withProvenance / fields.length,
    invalid_references: invalid,
    verified_fields: count((field) => field.provenance_verified === true),
    text_agreement_fields: count((field) => field.text_agreement === true),
  };
}
