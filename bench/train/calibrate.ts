/** From the likelihoods of left-out documents to probabilities: isotonic regression (pool adjacent violators), by role and by kind. */
import { type Calibration, type Curve, ownCurve } from '../../src/pipeline/engines/rules/model.ts';

/** What came of one field of a document. */
export interface Outcome {
  readonly kind: string;
  readonly role: string | null;
  readonly family: string;
  readonly field: string;
  /** The document says it. */
  readonly said: boolean;
  /** Nothing about the decision wants a look by itself. */
  readonly plain: boolean;
  /** Arithmetic speaks for it. */
  readonly confirmed: boolean;
  /** Of the likeliest option. */
  readonly likelihood: number;
  /** Null where no answer was given. */
  readonly right: boolean | null;
}

/** Answers from which a class has a curve of its own. */
const ENOUGH_ANSWERS = 150;
/** Answers that one step of a curve needs at least. */
const STEP_ANSWERS = 40;
const DIGITS = 4;

/** Answers that want a look anyway are not asked how far they may be trusted. */
export function calibrationOf(outcomes: readonly Outcome[]): Calibration {
  const answered = outcomes.filter(({ right, plain }) => right !== null && plain);
  return {
    any: curveOf(answered),
    kinds: curvesBy(answered, ({ kind }) => kind),
    own: curvesBy(answered, ({ kind, role, confirmed }) => (role === null ? ownCurve(kind, confirmed) : null)),
    roles: curvesBy(answered, ({ role }) => role),
  };
}

function curvesBy(answered: readonly Outcome[], by: (outcome: Outcome) => string | null): Record<string, Curve> {
  const curves: Record<string, Curve> = {};
  for (const [name, part] of [...Map.groupBy(answered, by)].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)))
    if (name !== null && part.length >= ENOUGH_ANSWERS) curves[name] = curveOf(part);
  return curves;
}

interface Step {
  readonly from: number;
  readonly right: number;
  readonly all: number;
}

/** The share that is right, with one wrong answer more than were seen: what was never wrong may be so once. */
const shareOf = ({ right, all }: Step): number => right / (all + 1);

/** Likelihood → share right, rising: steps that fall are pooled. */
export function curveOf(answered: readonly Outcome[]): Curve {
  const sorted = [...answered].sort((a, b) => a.likelihood - b.likelihood);
  const steps: Step[] = [];
  for (let i = 0; i < sorted.length; i += STEP_ANSWERS) {
    // The rest that makes no step of its own goes with the last one.
    const end = sorted.length - i < 2 * STEP_ANSWERS ? sorted.length : i + STEP_ANSWERS;
    const part = sorted.slice(i, end);
    steps.push({ from: part[0]?.likelihood ?? 1, right: part.filter(({ right }) => right === true).length, all: part.length });
    if (end === sorted.length) break;
  }
  const pooled: Step[] = [];
  for (const step of steps) {
    let last = step;
    for (let before = pooled.at(-1); before !== undefined && shareOf(before) >= shareOf(last); before = pooled.at(-1)) {
      pooled.pop();
      last = { from: before.from, right: before.right + last.right, all: before.all + last.all };
    }
    pooled.push(last);
  }
  return Object.fromEntries(pooled.map((step) => [step.from.toFixed(DIGITS), Number(shareOf(step).toFixed(DIGITS))]));
}
