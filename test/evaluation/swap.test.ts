/** Values of other documents are not verified in this one: how often it says them by chance, by kind of value. */
import { expect, test } from 'vitest';
import { targetOf } from '../../src/pipeline/grounding/normalise.ts';
import { SegmentIndex } from '../../src/pipeline/grounding/segments.ts';
import { verify } from '../../src/pipeline/grounding/verify.ts';
import { kindOf } from '../../src/pipeline/kinds/kinds.ts';
import { KINDS, makeDocuments, useCaseOf } from '../maker/maker.ts';
import { readingOf } from './readings.ts';

const DOCUMENTS = 16;
const SEED = 700_000;
/** Of the values of one kind; one of a few words that a use case lists is said by chance. */
const MOST = 0.005;
const CHOSEN: ReadonlySet<string> = new Set(['choice', 'word']);

test('values of other documents, nothing cited: at most one in two hundred of a kind is verified', async () => {
  const tally = new Map<string, { tried: number; verified: number }>();
  for (const kind of KINDS) {
    const { fields } = useCaseOf(kind);
    const documents = await Promise.all(
      [...makeDocuments(kind, DOCUMENTS, SEED)].map(async (made) => ({
        truth: made.truth,
        index: new SegmentIndex(await readingOf(made)),
      })),
    );
    for (const [at, { truth, index }] of documents.entries()) {
      const own = new Set(Object.values(truth).map(({ value }) => value));
      for (const other of documents.toSpliced(at, 1))
        for (const field of fields) {
          const value = other.truth[field.name]?.value ?? null;
          const name = kindOf(field).name;
          if (value === null || own.has(value) || CHOSEN.has(name)) continue;
          const target = targetOf(value, field);
          const counted = tally.get(name) ?? { tried: 0, verified: 0 };
          counted.tried += 1;
          if (target !== null && verify(target, [], index).length > 0) counted.verified += 1;
          tally.set(name, counted);
        }
    }
  }
  const shares = [...tally].map(([name, { tried, verified }]) => ({ name, tried, verified, share: verified / tried }));
  expect(shares.length).toBeGreaterThan(4);
  expect(shares.filter(({ share }) => share > MOST)).toEqual([]);
});
