/** Conform: an electronic invoice before a model, and whether what is said is what the use case's patterns and schema allow. The rules look at that themselves. */
import type { FieldDefinition, UseCase } from '../../contracts/use-case.ts';
import { withEInvoice } from '../e-invoices/apply.ts';
import { newReasons } from '../engines/combine.ts';
import type { Extraction } from '../engines/engine.ts';
import { leavesOf } from '../grounding/leaves.ts';
import { whole } from '../kinds/pattern.ts';
import type { Reading } from '../reading/reading.ts';
import { violationsOf } from '../use-cases/conformance.ts';
import type { Context, Step } from './step.ts';

export const conform: Step = {
  name: 'conform',

  validate: ({ extraction }) => (extraction === null || extraction.engine === 'rules' ? 'skip' : 'run'),

  async process(context) {
    const { reading, useCase } = context;
    if (reading === null || useCase === null || context.extraction === null) throw new Error('conform runs after extract');
    const extraction = context.extraction.engine === 'llm' ? withStated(context, context.extraction, reading, useCase) : context.extraction;
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

/** The rules have it already when a model is asked for the rest. */
function withStated({ warnings }: Context, extraction: Extraction, reading: Reading, useCase: UseCase): Extraction {
  const stated = withEInvoice(extraction, reading, useCase);
  warnings.push(...newReasons(extraction.reasons, stated.reasons), ...stated.warnings.slice(extraction.warnings.length));
  return stated;
}

const misses = ({ pattern }: FieldDefinition, value: string): boolean => pattern !== null && !whole(pattern).test(value);
