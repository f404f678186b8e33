/** ix is no worse than it was: samples, and documents of families that nothing was trained on, against the committed figures. */
import { expect, test } from 'vitest';
import { LEFT_OUT } from '../maker/left-out.ts';
import { FAMILIES, KINDS } from '../maker/maker.ts';
import { COMMITTED, changesSince, figuresIn } from './committed.ts';
import { evaluateSets, madeSets, SHORT, sampleSets } from './sets.ts';

test('no figure has fallen (if one had to, npm run evaluate -- --write commits to those of today)', async () => {
  const figures = figuresIn(await evaluateSets([...(await sampleSets()), ...madeSets(SHORT)]));
  expect(Object.keys(figures).length).toBe(3 + KINDS.length);
  expect(changesSince(COMMITTED, figures).filter(({ fell }) => fell)).toEqual([]);
});

test('a figure that falls is told, one that rises is not held against it', () => {
  const [name = '', figures] = Object.entries(COMMITTED)[0] ?? [];
  if (figures === undefined) throw new Error('figures are committed');
  const fallen = { [name]: { ...figures, right: figures.right - 1, null: figures.null + 1 } };
  expect(changesSince(COMMITTED, fallen)).toMatchObject([{ field: name, figure: 'right', fell: true }]);
  expect(changesSince(fallen, COMMITTED).filter(({ fell, field }) => fell && field === name)).toEqual([]);
  expect(changesSince({}, fallen)).toMatchObject([{ field: name, fell: true }]);
});

test('families of each kind are left out of training, and not most of them', () => {
  for (const kind of KINDS) {
    const families = FAMILIES.filter((family) => family.kind === kind);
    const left = families.filter(({ id }) => LEFT_OUT.has(id));
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(families.length / 2);
  }
  expect([...LEFT_OUT].filter((id) => !FAMILIES.some((family) => family.id === id))).toEqual([]);
});
