/** The model that decides: what features are worth, how rivals share, and when nothing is said. */
import { describe, expect, test } from 'vitest';
import { FEATURES } from '../../src/pipeline/engines/rules/features.ts';
import { likelihoods, Model } from '../../src/pipeline/engines/rules/model.ts';
import committed from '../../src/pipeline/engines/rules/weights.json' with { type: 'json' };
import { extract, textReading, useCaseOf } from './support.ts';

const total = { kind: { name: 'amount' }, field: { role: 'receipt_total' } };
const own = { kind: { name: 'amount' }, field: { role: null } };

describe('weights', () => {
  const model = new Model({ any: { label: 2 }, kinds: { amount: { label: 0.5, below: -1 } }, roles: { receipt_total: { below: -2 } } });

  test('what is said of any field, of its kind and of its role adds up', () => {
    expect(model.logit(total, { label: 1, below: 1 })).toBe(2 + 0.5 - 1 - 2);
    expect(model.logit(own, { label: 1, below: 1 })).toBe(2 + 0.5 - 1);
    expect(model.logit({ kind: { name: 'date' }, field: { role: null } }, { label: 1, below: 1 })).toBe(2);
  });

  test('the features that decided come weightiest first, with what they were worth', () => {
    expect(model.why(total, { label: 1, below: 1, right: 1 })).toEqual([
      { feature: 'below', worth: -3 },
      { feature: 'label', worth: 2.5 },
    ]);
  });

  test('all committed ones are of features that there are', () => {
    const { any, kinds, roles } = committed.weights;
    const named = [any, ...Object.values(kinds), ...Object.values(roles)].flatMap((part) => Object.keys(part));
    expect(named.filter((name) => !Object.hasOwn(FEATURES, name))).toEqual([]);
  });
});

describe('likelihoods', () => {
  test('leave room for there being no answer', () => {
    expect(likelihoods([0])).toEqual([0.5]);
    expect(likelihoods([])).toEqual([]);
    const [first = 0, second = 0] = likelihoods([3, 3]);
    expect(first).toBe(second);
    expect(first + second).toBeLessThan(1);
  });

  test('become probabilities by the curve of the role, of own fields of the kind, of the kind, of any', () => {
    const curve = (right: number) => ({ '0.5': right / 2, '0.9': right });
    const calibration = {
      any: curve(0.8),
      kinds: { amount: curve(0.9) },
      own: { rate: curve(0.985) },
      roles: { receipt_total: curve(0.99) },
    };
    const model = new Model({ any: {}, kinds: {}, roles: {} }, calibration);
    expect(model.probability(total, 0.995)).toBe(0.99);
    expect(model.probability(own, 0.995)).toBe(0.9);
    expect(model.probability(own, 0.6)).toBe(0.45);
    expect(model.probability({ kind: { name: 'date' }, field: { role: null } }, 1)).toBe(0.8);
    expect(model.probability({ kind: { name: 'rate' }, field: { role: null } }, 0.92)).toBe(0.985);
  });
});

describe('a decision', () => {
  const useCase = useCaseOf({ name: 'total', type: 'decimal', role: 'receipt_total' });
  const fee = useCaseOf({ name: 'fee', type: 'decimal' });

  test('says why, and what else it may be', async () => {
    const { result, judgements } = await extract(
      textReading('Corner Shop\n\nSubtotal   90.00\nTotal      100.00\nCash       100.00'),
      useCase,
    );
    expect(result.total).toBe('100.00');
    const judged = judgements?.get('total');
    expect(judged?.why[0]).toBe(FEATURES.label.description);
    expect(judged?.rivals.every(({ probability }) => probability < 0.5)).toBe(true);
  });

  test('of two values that are as likely says neither, and shows both', async () => {
    const { result, judgements } = await extract(textReading('Fee: 100.00\n\n\n\nFee: 120.00'), fee);
    expect(result.fee).toBeNull();
    expect(judgements?.get('fee')?.rivals.map(({ value }) => value)).toEqual(expect.arrayContaining(['100.00', '120.00']));
  });
});
