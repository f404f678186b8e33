/** What the rules say of a decision: how likely it is right, why, what else it may be, and why it should be looked at all the same. */
import type { Judgement } from '../engine.ts';
import type { Candidate } from './candidates.ts';
import type { Decision, Option } from './decide.ts';
import { type Decided, hasRival, isConfirmed, isLoose, isSecondChoice, isUnconfirmed, isVague } from './doubts.ts';
import { evidenceOf } from './evidence.ts';
import { FEATURES } from './features.ts';
import type { Model } from './model.ts';
import { jsonOf, type LeafPlan } from './plan.ts';

/** Two values of which each is this likely contradict each other. */
const CONTRADICTS = 0.2;
/** Words recognised with less than this may be misread. */
const SURELY_READ = 0.85;
/** Before what spoke against a value. */
const AGAINST = 'against it: ';
const MOST_RIVALS = 5;
/** What decided, at most. */
const MOST_WHY = 4;

/** Of a field that nothing was found for. */
const NOTHING: Judgement = { probability: 0, doubts: [], why: [], rivals: [] };

export function judgementOf(model: Model, leaf: LeafPlan, { answer, rivals }: Decision): Judgement {
  const [first] = rivals;
  if (answer === null && first === undefined) return NOTHING;
  const likelihood = answer?.likelihood ?? first?.likelihood ?? 0;
  return {
    probability: round(model.probability(leaf, likelihood, isConfirmed((answer ?? first)?.places[0]?.features ?? {}))),
    doubts: answer === null ? [] : doubtsAbout(leaf, answer, first),
    why: answer === null ? [] : whyOf(model, leaf, answer),
    rivals: rivals.slice(0, MOST_RIVALS).map(({ text, places, likelihood: share }) => ({
      value: jsonOf(leaf, text),
      probability: round(share),
      evidence: evidenceOf(places.slice(0, 1)),
    })),
  };
}

const round = (share: number): number => Math.round(share * 1e4) / 1e4;

function whyOf(model: Model, leaf: LeafPlan, { places: [best] }: Option): string[] {
  return model
    .why(leaf, best?.features ?? {})
    .slice(0, MOST_WHY)
    .map(({ feature, worth }) => `${worth < 0 ? AGAINST : ''}${FEATURES[feature].description}`);
}

function doubtsAbout({ kind, field }: LeafPlan, { places: [best] }: Option, rival: Option | undefined): string[] {
  const doubts: string[] = [];
  const tell = (doubt: string) => doubts.push(doubt);
  if (best === undefined) return doubts;
  const decided: Decided = { kind: kind.name, role: field.role, features: best.features, next: rival?.likelihood ?? 0 };
  if (rival !== undefined && hasRival(decided)) tell(`it may also be ${JSON.stringify(rival.text)}`);
  if (isLoose(decided)) tell('its label does not lead to it plainly');
  if (isUnconfirmed(decided)) tell('no sum of the document confirms it');
  if (isVague(decided)) tell('nothing bounds it or stands beside it');
  if (isSecondChoice(decided)) tell('a label that its field lists further down named it');
  if (leastConfidence(best) < SURELY_READ) tell('its words were recognised with doubt');
  return doubts;
}

function leastConfidence({ spots }: Candidate): number {
  let least = 1;
  for (const { cell, start, end } of spots)
    for (const { char_span, confidence } of cell.segment.line.words)
      if (confidence < least && char_span[0] < end && char_span[1] > start) least = confidence;
  return least;
}

/** Why an answer is doubtful in its form, or was left out: told in `warning` too. */
export function reasonsOf(leaf: LeafPlan, { answer, rivals }: Decision): string[] {
  const reasons: string[] = [];
  const tell = (reason: string) => reasons.push(reason);
  const [first, second] = rivals;
  if (answer === null) {
    if (first !== undefined && second !== undefined && second.likelihood >= CONTRADICTS)
      tell(`left empty, the document says both ${JSON.stringify(first.text)} and ${JSON.stringify(second.text)}`);
    return reasons;
  }
  const [{ spots: [spot] = [], others = [] } = {}] = answer.places;
  if (spot === undefined || others.length === 0) return reasons;
  const written = JSON.stringify(spot.cell.segment.line.text.slice(spot.start, spot.end));
  if (leaf.field.type === 'date' || leaf.field.type === 'datetime')
    for (const other of others) tell(`${written} was read as ${answer.text}, but may be ${other}`);
  else if (leaf.kind.name === 'iban') tell(`${written} fails the IBAN check`);
  return reasons;
}
