/** Consult: a model is asked for the fields that the rules left open. Without it their answer stands. */
import { IxError } from '../../contracts/errors.ts';
import { combine, newReasons, openPart } from '../engines/combine.ts';
import type { Step } from './step.ts';

export const consult: Step = {
  name: 'consult',

  validate: ({ useCase, extraction, answer }) =>
    useCase !== null && extraction !== null && openPart(useCase, extraction, answer?.trust ?? null) !== null ? 'run' : 'skip',

  async process(context, { model: engine, pictures, signal }) {
    const { reading, useCase, extraction, request, answer } = context;
    if (reading === null || useCase === null || extraction === null || engine === null) throw new Error('consult runs after respond');
    const open = openPart(useCase, extraction, answer?.trust ?? null);
    if (open === null) return;
    const { model, temperature } = request.options.gen_ai;
    try {
      const second = await engine.extract(reading, open, { model, temperature, pictures }, signal);
      const combined = combine(extraction, second, open);
      context.warnings.push(...newReasons(extraction.reasons, combined.reasons), ...second.warnings);
      context.extraction = combined;
      context.answer = null;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof IxError)) throw error;
      context.warnings.push(`the answer is that of the rules alone: ${error.detail ?? error.message}`);
    }
  },
};
