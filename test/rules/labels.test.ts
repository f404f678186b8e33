/** The index of labels: it finds each of them that a plain comparison finds. */
import { expect, test } from 'vitest';
import { Document } from '../../src/pipeline/engines/rules/document.ts';
import { LabelIndex } from '../../src/pipeline/engines/rules/labels.ts';
import { labelsOfLeaf, planOf } from '../../src/pipeline/engines/rules/plan.ts';
import { SHIPPED } from '../../src/pipeline/use-cases/registry.ts';
import { fold } from '../../src/pipeline/values/fold.ts';
import { textReading } from './support.ts';

test.each(SHIPPED.map((useCase) => [useCase.name, useCase] as const))('finds each label of %s, the shortest too', (_, useCase) => {
  const labels = planOf(useCase)
    .leaves.flatMap(labelsOfLeaf)
    .filter(({ text }) => !text.includes('…'));
  const index = new LabelIndex(labels);
  const { cells } = new Document(textReading(labels.map(({ text }) => `${text} : 12`).join('\n')));
  const missed = labels.filter((label, line) => {
    const cell = cells.find(({ segment }) => segment.id === `p1_l${line}`);
    const found = cell === undefined ? [] : index.match(cell);
    return !found.some(({ label: { field, text }, start }) => start === 0 && field === label.field && fold(text) === fold(label.text));
  });
  expect(missed.map(({ text }) => text)).toEqual([]);
});
