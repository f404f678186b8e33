/** Conform: whether what a model says is what the use case's patterns and schema allow. The rules look at that themselves. */
import type { FieldDefinition } from '../../contracts/use-case.ts';
import { leavesOf } from '../grounding/leaves.ts';
import { whole } from '../kinds/pattern.ts';
import { violationsOf } from '../use-cases/conformance.ts';
import type { Step } from './step.ts';

export const conform: Step = {
  name: 'conform',

  validate: ({ extraction }) => (extraction === null || extraction.engine === 'rules' ? 'skip' : 'run'),

  async process(context) {
    const { useCase, extraction } = context;
    if (useCase === null || extraction === null) throw new Error('conform runs after extract');
    const reasons = new Map(extraction.reasons);
    const told = (path: string, words: string) => {
      const known = reasons.get(path) ?? [];
      if (known.includes(words)) return;
      reasons.set(path, [...known, words]);
      context.warnings.push(`${path}: ${words}`);
    };
    for (const { path, field, value } of leavesOf(useCase.fields, extraction.result, ''))
      if (typeof value === 'string' && misses(field, value)) told(path, `${JSON.stringify(value)} does not match the pattern of the field`);
    for (const [path, words] of violationsOf(useCase, extraction.result)) for (const word of words) told(path, word);
    context.extraction = { ...extraction, reasons };
  },
};

const misses = ({ pattern }: FieldDefinition, value: string): boolean => pattern !== null && !whole(pattern).test(value);
