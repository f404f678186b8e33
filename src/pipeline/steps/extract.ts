/** Extract: the engine turns the reading into the use case's fields. */
import { IxError } from '../../contracts/errors.ts';
import { withEInvoice } from '../e-invoices/apply.ts';
import { segmentsOf } from '../reading/reading.ts';
import type { Step } from './step.ts';

export const extract: Step = {
  name: 'extract',

  validate({ request, reading }) {
    if (request.options.ocr.ocr_only) return 'skip';
    const stated = (reading?.eInvoices?.length ?? 0) > 0;
    const printed = reading !== null && segmentsOf(reading).some(({ line }) => line.text.trim() !== '');
    // A model that can see reads pictures without a line of text.
    const seen = request.options.gen_ai.engine === 'llm' && request.options.gen_ai.images;
    if (!stated && !printed && !seen) throw new IxError('IX_001_000', 'no text in the documents');
    return 'run';
  },

  async process(context, { engine, pictures, signal }) {
    const { reading, useCase, request } = context;
    if (reading === null || useCase === null) throw new Error('extract runs after setup and read');
    if (engine === null) throw new IxError('IX_002_000', 'options.gen_ai.engine is "llm", but no model server is configured');
    const { model, temperature } = request.options.gen_ai;
    const found = await engine.extract(reading, useCase, { model, temperature, pictures, explain: request.options.explain }, signal);
    // What a model says is looked at where the patterns of a use case run: see conform.
    const extraction = found.engine === 'rules' ? withEInvoice(found, reading, useCase) : found;
    const doubts = [...extraction.reasons].flatMap(([path, reasons]) => reasons.map((reason) => `${path}: ${reason}`));
    context.warnings.push(...doubts, ...extraction.warnings);
    context.extraction = extraction;
  },
};
