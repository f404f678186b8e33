/** Training: the same examples give the same weights, to the letter; curves rise. */
import { expect, test } from 'vitest';
import { curveOf, type Outcome } from '../../bench/train/calibrate.ts';
import { type Example, examplesOf } from '../../bench/train/examples.ts';
import { fitWeights } from '../../bench/train/fit.ts';
import { foldsOf } from '../../bench/train/folds.ts';
import priors from '../../bench/train/priors.json' with { type: 'json' };
import { Model } from '../../src/pipeline/engines/rules/model.ts';

const learn = async (): Promise<{ examples: Example[]; weights: string }> => {
  const examples = await examplesOf('receipt', 12, 1, new Model(priors));
  return { examples, weights: JSON.stringify(fitWeights(examples, priors)) };
};

test('the same seed gives the same weights, and they are not those it began with', async () => {
  const [first, second] = [await learn(), await learn()];
  expect(first.weights).toBe(second.weights);
  expect(first.weights).not.toBe(JSON.stringify(priors));
  for (const { train, left } of foldsOf(first.examples)) {
    const seen = new Set(train.map(({ family }) => family));
    expect(left.filter(({ family }) => seen.has(family))).toEqual([]);
  }
});

test('a curve rises, and what was never wrong is not called certain', () => {
  const outcome = (likelihood: number, right: boolean): Outcome => {
    return { kind: 'amount', role: null, family: 'a', field: 'total', said: true, plain: true, confirmed: false, likelihood, right };
  };
  const answers = Array.from({ length: 400 }, (_, i) => outcome(0.5 + i / 800, i >= 200 || i % 3 !== 0));
  const curve = curveOf(answers);
  const shares = Object.values(curve);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThan(1);
  expect(shares.at(-1)).toBeGreaterThan(0.99);
});
