/** Fits weights to examples: the likeliest ones, pulled towards what people expect (the priors). Deterministic. */
import type { Weights } from '../../src/pipeline/engines/rules/model.ts';
import type { Example } from './examples.ts';

/** How strongly a weight is held at its prior, by where it stands: what is said of one role alone has few examples. */
const HOLD = { any: 2, kinds: 1, roles: 1 } as const;
/** Of so many examples: with more of them a weight is held the more. */
const HELD_AT = 1000;
/**
 * Set by hand: what a value's form leaves open is no matter of layouts, nor is of which country a sign is, nor that a statement's letter head is
 * its bank's, nor that what stands in many places of a document names none of them.
 */
const SET: ReadonlySet<string> = new Set(['doubt', 'company', 'no_country', 'common_label']);
const HELD = 1e6;
const ROUNDS = 400;
const STEP = 0.05;
/** Digits behind the point that the file has: more would say nothing. */
const DIGITS = 2;

type Scope = `any` | `kinds ${string}` | `roles ${string}`;

/** Weights as one list, by scope and feature. */
class Parameters {
  readonly names: { readonly scope: Scope; readonly feature: string }[] = [];
  readonly #places = new Map<string, number>();

  at(scope: Scope, feature: string): number {
    const key = `${scope} ${feature}`;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.names.length;
      this.#places.set(key, place);
      this.names.push({ scope, feature });
    }
    return place;
  }
}

interface Place {
  readonly at: readonly number[];
  readonly values: readonly number[];
}
interface Prepared {
  readonly options: readonly { readonly places: readonly Place[]; readonly repeated: Place }[];
  readonly right: number;
}

/** @returns weights of all features that the examples have, or that the priors name. */
export function fitWeights(examples: readonly Example[], priors: Weights): Weights {
  const parameters = new Parameters();
  const expected: number[] = [];
  for (const [scope, features] of scopesOf(priors))
    for (const [feature, weight] of Object.entries(features)) expected[parameters.at(scope, feature)] = weight;
  const prepared = examples.filter(({ options }) => options.length > 0).map((example) => prepare(parameters, example));
  const size = parameters.names.length;
  const prior = Array.from({ length: size }, (_, i) => expected[i] ?? 0);
  const hold = parameters.names.map(({ scope, feature }) =>
    SET.has(feature) ? HELD : (prepared.length / HELD_AT) * HOLD[scope === 'any' ? 'any' : scope.startsWith('kinds') ? 'kinds' : 'roles'],
  );
  const weights = Float64Array.from(prior);
  const [mean, spread] = [new Float64Array(size), new Float64Array(size)];
  for (let round = 1; round <= ROUNDS; round++) {
    const slope = Float64Array.from(weights, (weight, i) => (hold[i] ?? 1) * (weight - (prior[i] ?? 0)));
    for (const example of prepared) addSlope(slope, weights, example);
    const step = STEP * Math.min(1, (4 * (ROUNDS - round + 1)) / ROUNDS);
    for (let i = 0; i < size; i++) {
      const gradient = slope[i] ?? 0;
      mean[i] = 0.9 * (mean[i] ?? 0) + 0.1 * gradient;
      spread[i] = 0.999 * (spread[i] ?? 0) + 0.001 * gradient * gradient;
      const [m, s] = [(mean[i] ?? 0) / (1 - 0.9 ** round), (spread[i] ?? 0) / (1 - 0.999 ** round)];
      weights[i] = (weights[i] ?? 0) - (step * m) / (Math.sqrt(s) + 1e-8);
    }
  }
  return weightsIn(parameters, weights);
}

function scopesOf({ any, kinds, roles }: Weights): [Scope, Readonly<Record<string, number>>][] {
  return [
    ['any', any],
    ...Object.entries(kinds).map(([name, part]): [Scope, Readonly<Record<string, number>>] => [`kinds ${name}`, part]),
    ...Object.entries(roles).map(([name, part]): [Scope, Readonly<Record<string, number>>] => [`roles ${name}`, part]),
  ];
}

function prepare(parameters: Parameters, { kind, role, options, right }: Example): Prepared {
  const scopes: Scope[] = ['any', `kinds ${kind}`, ...(role === null ? [] : [`roles ${role}` as const])];
  const placed = (features: Readonly<Record<string, number>>): Place => {
    const entries = Object.entries(features).flatMap(([feature, value]) =>
      scopes.map((scope): [number, number] => [parameters.at(scope, feature), value]),
    );
    return { at: entries.map(([at]) => at), values: entries.map(([, value]) => value) };
  };
  return {
    options: options.map((places) => {
      const more = Math.min(3, places.length - 1);
      return { places: places.map(placed), repeated: placed(more > 0 ? { repeated: more } : {}) };
    }),
    right,
  };
}

function worth({ at, values }: Place, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) sum += (weights[at[i] ?? 0] ?? 0) * (values[i] ?? 0);
  return sum;
}

function spreadOver({ at, values }: Place, slope: Float64Array, by: number): void {
  for (let i = 0; i < at.length; i++) {
    const place = at[i] ?? 0;
    slope[place] = (slope[place] ?? 0) + by * (values[i] ?? 0);
  }
}

/** Of the negative logarithm of the true option's share; each option counts by its best place. */
function addSlope(slope: Float64Array, weights: Float64Array, { options, right }: Prepared): void {
  const best = options.map(({ places, repeated }) => {
    let [most, at] = [Number.NEGATIVE_INFINITY, 0];
    places.forEach((place, i) => {
      const logit = worth(place, weights);
      if (logit > most) [most, at] = [logit, i];
    });
    return { place: places[at], logit: most + worth(repeated, weights) };
  });
  const top = Math.max(0, ...best.map(({ logit }) => logit));
  const all = best.reduce((sum, { logit }) => sum + Math.exp(logit - top), Math.exp(-top));
  best.forEach(({ place, logit }, i) => {
    const by = Math.exp(logit - top) / all - (i === right ? 1 : 0);
    if (place !== undefined && Math.abs(by) > 1e-9) spreadOver(place, slope, by);
    const repeated = options[i]?.repeated;
    if (repeated !== undefined) spreadOver(repeated, slope, by);
  });
}

function weightsIn({ names }: Parameters, weights: Float64Array): Weights {
  const found: {
    any: Record<string, number>;
    kinds: Record<string, Record<string, number>>;
    roles: Record<string, Record<string, number>>;
  } = {
    any: {},
    kinds: {},
    roles: {},
  };
  const sorted = names.map(({ scope, feature }, i) => ({ scope, feature, weight: Number((weights[i] ?? 0).toFixed(DIGITS)) }));
  for (const { scope, feature, weight } of sorted.toSorted((a, b) => (`${a.scope} ${a.feature}` < `${b.scope} ${b.feature}` ? -1 : 1))) {
    if (weight === 0) continue;
    const [part = '', name = ''] = scope.split(' ');
    if (part === 'any') found.any[feature] = weight;
    else {
      const classes = part === 'kinds' ? found.kinds : found.roles;
      classes[name] = { ...classes[name], [feature]: weight };
    }
  }
  return found;
}
