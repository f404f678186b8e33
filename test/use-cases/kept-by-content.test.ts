/** What is made of a use case is made once for each content, and what is kept of many has a bound. */
import { expect, test } from 'vitest';
import { KeptByContent } from '../../src/pipeline/use-cases/kept-by-content.ts';

test('equal contents are made once, others each', () => {
  let made = 0;
  const kept = new KeptByContent(({ n }: { n: number }) => ({ n, made: ++made }));
  const first = kept.get({ n: 1 });
  expect(kept.get({ n: 1 })).toBe(first);
  expect(kept.get({ n: 2 })).not.toBe(first);
  expect(made).toBe(2);
});

test('past the bound the one used least recently is made anew', () => {
  let made = 0;
  const kept = new KeptByContent((_: { text: string }) => ++made);
  const big = (letter: string) => ({ text: letter.repeat(900_000) });
  kept.get(big('a'));
  kept.get(big('b'));
  kept.get(big('a'));
  kept.get(big('c'));
  expect(made).toBe(3);
  kept.get(big('a'));
  expect(made).toBe(3);
  kept.get(big('b'));
  expect(made).toBe(4);
});
