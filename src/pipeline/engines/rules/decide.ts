/** The decision about a field: of its candidates the likeliest value, or none where nothing is likely enough. */
import type { Candidate } from './candidates.ts';
import { featuresOf } from './features.ts';
import { likelihoods, type Model } from './model.ts';
import type { LeafPlan } from './plan.ts';

/** Further places of the same value that count. */
const MOST_REPEATED = 3;
/** Places shown for one value. */
const MOST_PLACES = 5;
/** Below this likelihood a value is not said: it would be a guess. */
const ENOUGH = 0.38;
/** A field without a role is known by its labels alone: what those leave open is not said. */
const ENOUGH_OF_OWN = 0.6;
export const enoughFor = (role: string | null): number => (role === null ? ENOUGH_OF_OWN : ENOUGH);
/** A value must be so many times as likely as the next one: two that are about as likely contradict each other. */
export const MARGIN = 1.4;

/** A value that may be the field's, with all places that say it, the one that speaks most for it first. */
export interface Option {
  readonly text: string;
  readonly places: readonly Candidate[];
  readonly logit: number;
  /** How likely it is the answer, 0 to 1, beside the others and beside there being none. */
  readonly likelihood: number;
}

export interface Decision {
  readonly answer: Option | null;
  /** The other options, the likeliest first; all of them where there is no answer. */
  readonly rivals: readonly Option[];
}

/** Candidates by the value they say, each place once. */
export function groupedByText(candidates: readonly Candidate[]): { readonly text: string; readonly places: readonly Candidate[] }[] {
  return Array.from(
    Map.groupBy(candidates, ({ text }) => text),
    ([text, same]) => ({ text, places: same }),
  );
}

/** The options of a field, the likeliest first. */
export function optionsOf(model: Model, leaf: LeafPlan, candidates: readonly Candidate[]): Option[] {
  if (candidates.length === 0) return [];
  const ranked = groupedByText(candidates)
    .map(({ text, places }) => optionOf(model, leaf, text, places))
    .sort((a, b) => b.logit - a.logit);
  const shares = likelihoods(ranked.map(({ logit }) => logit));
  return ranked.map((option, i) => ({ ...option, likelihood: shares[i] ?? 0 }));
}

function optionOf(model: Model, leaf: LeafPlan, text: string, same: readonly Candidate[]): Omit<Option, 'likelihood'> {
  const [only, other] = same;
  if (only !== undefined && other === undefined) return { text, places: same, logit: model.logit(leaf, only.features) };
  const rated = same.map((place) => ({ place, logit: model.logit(leaf, place.features) })).sort((a, b) => b.logit - a.logit);
  const [first, ...more] = distinctPlaces(rated.map(({ place }) => place));
  if (first === undefined) return { text, places: [], logit: Number.NEGATIVE_INFINITY };
  const best = { ...first, features: { ...first.features, ...featuresOf({ repeated: Math.min(MOST_REPEATED, more.length) }) } };
  // Beside a place that a label names, those that none names are no places of the value: what was handed over is no total.
  const shown = more.filter(({ label }) => (label === null) === (best.label === null));
  return { text, places: [best, ...shown].slice(0, MOST_PLACES), logit: model.logit(leaf, best.features) };
}

export function decide(model: Model, leaf: LeafPlan, candidates: readonly Candidate[]): Decision {
  const options = optionsOf(model, leaf, candidates);
  const [best, ...rivals] = options;
  const { role } = leaf.field;
  const isPlain = best !== undefined && best.likelihood >= enoughFor(role) && best.likelihood >= MARGIN * (rivals[0]?.likelihood ?? 0);
  return isPlain ? { answer: best, rivals } : { answer: null, rivals: options };
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
