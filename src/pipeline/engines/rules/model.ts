/** The model that decides: a logit for each candidate from its features, and how likely each is the answer beside its rivals. */
import type { FieldDefinition } from '../../../contracts/use-case.ts';
import type { Kind } from '../../kinds/kind.ts';
import { type Feature, type Features, isFeature } from './features.ts';
import committed from './weights.json' with { type: 'json' };

/** Weights of features, by name; one that is missing is 0. */
export type WeightsOf = Readonly<Record<string, number>>;
/** From a likelihood on → the share of such answers that were right on layouts left out of training; both rise. */
export type Curve = Readonly<Record<string, number>>;

/** What a feature is worth for a field: the weight for any, with those of its kind and of its role added. */
export interface Weights {
  readonly any: WeightsOf;
  /** By name of the kind. */
  readonly kinds: Readonly<Record<string, WeightsOf>>;
  readonly roles: Readonly<Record<string, WeightsOf>>;
}

/** By role, else by kind, else for any. */
export interface Calibration {
  readonly any: Curve;
  readonly kinds: Readonly<Record<string, Curve>>;
  /** Of fields without a role, by kind: their labels are a user's own. */
  readonly own: Readonly<Record<string, Curve>>;
  readonly roles: Readonly<Record<string, Curve>>;
}

/** What of a field its weights hang on. */
interface Classes {
  readonly kind: Pick<Kind, 'name'>;
  readonly field: Pick<FieldDefinition, 'role'>;
}

/** Fields of a user's own have a curve by kind, and one more for what arithmetic confirms. */
export const ownCurve = (kind: string, confirmed: boolean): string => (confirmed ? `${kind} confirmed` : kind);

const UNKNOWN: Calibration = { any: {}, kinds: {}, own: {}, roles: {} };

export class Model {
  readonly #weights: Weights;
  /** Those of a kind and role, added up. */
  readonly #merged = new WeakMap<Classes, WeightsOf>();

  readonly #calibration: Calibration;
  readonly #steps = new Map<Curve, readonly (readonly [number, number])[]>();

  constructor(weights: Weights, calibration: Calibration = UNKNOWN) {
    this.#weights = weights;
    this.#calibration = calibration;
  }

  /** How likely an answer of this likelihood is right, 0 to 1; `confirmed`: arithmetic speaks for it. */
  probability({ kind, field }: Classes, likelihood: number, confirmed = false): number {
    const { any, kinds, own, roles } = this.#calibration;
    const seen = field.role === null ? own[ownCurve(kind.name, confirmed)] : roles[field.role];
    const known = this.#stepsOf(seen ?? kinds[kind.name] ?? any).findLast(([from]) => from <= likelihood)?.[1] ?? likelihood;
    // What was seen of such fields is what their answers are worth; of those that nobody has seen no more than the model gives.
    return seen === undefined ? Math.min(likelihood, known) : known;
  }

  #stepsOf(curve: Curve): readonly (readonly [number, number])[] {
    let steps = this.#steps.get(curve);
    if (steps === undefined) {
      steps = Object.entries(curve).map(([from, share]) => [Number(from), share] as const);
      this.#steps.set(curve, steps);
    }
    return steps;
  }

  /** The logarithm of the odds that a candidate is the answer rather than there being none. */
  logit<All extends Features>(leaf: Classes, features: All): number {
    const weights = this.weightsFor(leaf);
    let logit = 0;
    for (const name in features) logit += (weights[name] ?? 0) * Number(features[name] ?? 0);
    return logit;
  }

  /** What decided: each feature with what it added, the weightiest first. */
  why(leaf: Classes, features: Features): { readonly feature: Feature; readonly worth: number }[] {
    const weights = this.weightsFor(leaf);
    const told: { feature: Feature; worth: number }[] = [];
    for (const feature in features) {
      if (!isFeature(feature)) continue;
      const worth = (weights[feature] ?? 0) * (features[feature] ?? 0);
      if (worth !== 0) told.push({ feature, worth });
    }
    return told.sort((a, b) => Math.abs(b.worth) - Math.abs(a.worth));
  }

  weightsFor(classes: Classes): WeightsOf {
    let merged = this.#merged.get(classes);
    if (merged === undefined) {
      const { kind, field } = classes;
      const { any, kinds, roles } = this.#weights;
      const sum: Record<string, number> = { ...any };
      for (const part of [kinds[kind.name], field.role === null ? undefined : roles[field.role]])
        for (const [name, weight] of Object.entries(part ?? {})) sum[name] = (sum[name] ?? 0) + weight;
      merged = sum;
      this.#merged.set(classes, merged);
    }
    return merged;
  }
}

/** The committed one. */
export const MODEL = new Model(committed.weights, committed.calibration);

/** How likely each of the candidates is the answer, none being another possibility; in the order of their logits. */
export function likelihoods(logits: readonly number[]): number[] {
  const most = Math.max(0, ...logits);
  const odds = logits.map((logit) => Math.exp(logit - most));
  const all = odds.reduce((sum, one) => sum + one, Math.exp(-most));
  return odds.map((one) => one / all);
}
