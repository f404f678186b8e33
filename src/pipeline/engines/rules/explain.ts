/** Why a field is what it is: the labels it was looked for by, those that the document has, and what became of each candidate. */
import type { FieldExplanation } from '../../../contracts/response.ts';
import type { Candidate } from './candidates.ts';
import { type Decision, enoughFor, MARGIN, type Option } from './decide.ts';
import { FEATURES } from './features.ts';
import type { LabelMatch } from './labels.ts';
import type { Model } from './model.ts';
import { jsonOf, type LeafPlan, labelsOfLeaf } from './plan.ts';

const MOST_CANDIDATES = 10;
const MOST_FOUND = 20;
/** What speaks for and against a candidate, at most. */
const MOST_REASONS = 6;

/** @param matches all labels that the document has, of whatever field. */
export function explanationOf(model: Model, leaf: LeafPlan, matches: readonly LabelMatch[], decision: Decision): FieldExplanation {
  const own = matches.filter(({ label }) => label.field === leaf.index);
  const { answer, rivals } = decision;
  const options = answer === null ? rivals : [answer, ...rivals];
  const { role } = leaf.field;
  const enough = enoughFor(role);
  return {
    labels: [...new Set(labelsOfLeaf(leaf).map(({ text }) => text))],
    labels_found: own.slice(0, MOST_FOUND).map(({ label, cell }) => ({
      label: label.text,
      segment_id: cell.segment.id,
      snippet: cell.segment.line.text,
    })),
    candidates: options.slice(0, MOST_CANDIDATES).map((option) => ({
      value: jsonOf(leaf, option.text),
      likelihood: Math.round(option.likelihood * 1e4) / 1e4,
      ...placeOf(option.places[0]),
      reasons: model
        .why(leaf, option.places[0]?.features ?? {})
        .slice(0, MOST_REASONS)
        .map(({ feature, worth }) => `${worth < 0 ? 'against it' : 'for it'}: ${FEATURES[feature].description}`),
      lost: option === answer ? null : whyLost(option, decision, enough),
    })),
    outcome: answer !== null ? 'found' : options.length > 0 ? outcomeOf(decision, enough) : nothing(own.length, leaf.kind.name),
  };
}

function placeOf(place: Candidate | undefined): { readonly segment_id: string | null; readonly snippet: string | null } {
  const segment = place?.spots[0]?.cell.segment;
  return { segment_id: segment?.id ?? null, snippet: segment?.line.text ?? null };
}

const shareOf = (likelihood: number): string => `${Math.round(likelihood * 100)} %`;

function whyLost(option: Option, { answer, rivals }: Decision, enough: number): string {
  if (answer !== null) return `less likely than ${JSON.stringify(answer.text)}`;
  if (option.likelihood < enough) return `not likely enough: ${shareOf(option.likelihood)}, and ${shareOf(enough)} is the least`;
  const rival = rivals.find((other) => other !== option);
  return rival === undefined
    ? 'left out'
    : `${JSON.stringify(rival.text)} is about as likely (a value must be ${MARGIN} times as likely as the next)`;
}

function outcomeOf({ rivals: [best] }: Decision, enough: number): string {
  return best !== undefined && best.likelihood >= enough ? 'several candidates contradict each other' : 'no candidate is likely enough';
}

const nothing = (found: number, kind: string): string =>
  found > 0
    ? `a label was found, and nothing beside or below it that the field can hold (kind: ${kind})`
    : 'none of its labels was found, and nothing else looks like it';
