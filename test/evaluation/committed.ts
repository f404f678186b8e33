/** The figures that are committed, and what has changed since: a fall fails, a rise is written down by `npm run evaluate -- --write`. */
import { z } from 'zod';
import { changesOf, type FigureChange } from '../../src/evaluation/differences.ts';
import { type Figures, figuresOf } from '../../src/evaluation/figures.ts';
import type { Run } from '../../src/evaluation/run.ts';
import figures from './figures.json' with { type: 'json' };

const COUNT = z.number().int();
const FiguresSchema = z.strictObject({
  said: COUNT,
  right: COUNT,
  null: COUNT,
  wrong: COUNT,
  invented: COUNT,
  silent: COUNT,
  right_at_high: COUNT,
  wrong_at_high: COUNT,
});
const CommittedSchema = z.record(z.string(), FiguresSchema);

export const COMMITTED: Readonly<Record<string, Figures>> = CommittedSchema.parse(figures);

export const figuresIn = (runs: ReadonlyMap<string, Run>): Record<string, Figures> =>
  Object.fromEntries([...runs].map(([name, { documents }]) => [name, figuresOf(documents.flatMap(({ values }) => values))]));

/** What differs from the committed figures of the same sets; a set without any has fallen. */
export function changesSince(committed: Readonly<Record<string, Figures>>, now: Readonly<Record<string, Figures>>): FigureChange[] {
  return Object.entries(now).flatMap(([name, figures]) => {
    const before = committed[name];
    return before === undefined
      ? [{ field: name, figure: 'committed figures', before: 1, now: 0, fell: true }]
      : changesOf(name, before, figures);
  });
}
