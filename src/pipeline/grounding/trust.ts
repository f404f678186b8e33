/** Trust: how far each value of an answer may be relied on, from what the engine judged and what grounding verified. */
import type { FieldProvenance, FieldTrust, ResponseIX, RunnerUp, TrustLevel } from '../../contracts/response.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import type { Extraction, Judgement } from '../engines/engine.ts';
import type { Reading } from '../reading/reading.ts';
import { leavesOf } from './leaves.ts';
import { SegmentIndex } from './segments.ts';
import { toSource } from './sources.ts';
import { spanOf } from './verify.ts';

/**
 * From here on the answer for a field with a role is of high trust: on layout families left out of training one in two hundred was wrong, and
 * three in four of the right ones are among them. Fields without a role, whose labels are a user's own, need more: there 25 of 3,325 were wrong, most of them days that a layout has twice.
 */
const HIGH = 0.96;
const HIGH_OF_OWN = 0.985;
const CHECK = 0.9;
const MOST_RUNNERS_UP = 3;
/** Places shown for one runner-up. */
const MOST_PLACES = 2;
/** A rival below this is no news. */
const LEAST = 0.01;
/** Rivals that together are this likely make a field without a value one to look at. */
const WORTH_A_LOOK = 0.1;

export type Trusted = Pick<ResponseIX, 'trust' | 'needs_review'>;

/** @param provenance null where none was asked for: then nothing has been verified, and runners-up have no sources. */
export function trustOf(reading: Reading, useCase: UseCase, extraction: Extraction, provenance: ResponseIX['provenance']): Trusted {
  const index = provenance === null ? null : new SegmentIndex(reading);
  const trust: Record<string, FieldTrust> = {};
  const review: string[] = [];
  for (const { path, field, value } of leavesOf(useCase.fields, extraction.result, '')) {
    const key = `result.${path}`;
    const judgement = extraction.judgements?.get(path) ?? null;
    const reasons = [...(extraction.reasons.get(path) ?? []), ...(judgement?.doubts ?? [])];
    const high = field.role === null ? HIGH_OF_OWN : HIGH;
    const own = trustIn(value, judgement, reasons, provenance?.fields[key] ?? null, high);
    trust[key] = { ...own, runners_up: runnersUp(judgement, index) };
    if (value === null ? isOpen(judgement, field.required) : own.level !== 'high') review.push(key);
  }
  return { trust, needs_review: review };
}

function isOpen(judgement: Judgement | null, required: boolean): boolean {
  return required || (judgement?.rivals ?? []).reduce((sum, { probability }) => sum + probability, 0) >= WORTH_A_LOOK;
}

function trustIn(
  value: unknown,
  judgement: Judgement | null,
  doubts: readonly string[],
  provenance: FieldProvenance | null,
  high: number,
): Omit<FieldTrust, 'runners_up'> {
  const unverified = provenance?.provenance_verified === false;
  const reasons = unverified ? [...doubts, 'the words of its sources do not say it'] : [...doubts];
  const [probability, why] = [judgement?.probability ?? null, [...(judgement?.why ?? [])]];
  if (value === null) return { level: 'none', probability, reasons, why };
  return { level: levelOf(judgement, reasons.length > 0, provenance?.provenance_verified ?? null, high), probability, reasons, why };
}

function levelOf(judgement: Judgement | null, doubtful: boolean, verified: boolean | null, high: number): TrustLevel {
  if (verified === false || judgement?.second === 'differs') return 'low';
  const probability = judgement?.probability ?? null;
  // Where the engine does not say, that the words stand there is all there is.
  if (probability === null) return verified === true && !doubtful ? 'check' : 'low';
  if (probability >= high && !doubtful) return 'high';
  // Two that came to it by different ways: likely right, but how likely has not been measured.
  return probability >= CHECK || judgement?.second === 'agrees' ? 'check' : 'low';
}

function runnersUp(judgement: Judgement | null, index: SegmentIndex | null): RunnerUp[] {
  const likely = (judgement?.rivals ?? []).filter(({ probability }) => probability >= LEAST).slice(0, MOST_RUNNERS_UP);
  return likely.map(({ value, probability, evidence }) => ({
    value,
    probability,
    sources:
      index === null
        ? []
        : evidence
            .slice(0, MOST_PLACES)
            .flatMap((one) => spanOf(one, index) ?? [])
            .map(toSource),
  }));
}
