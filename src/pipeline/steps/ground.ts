/** Ground: where each value stands in the documents, and whether it is right. */
import { ground as groundExtraction } from '../grounding/ground.ts';
import type { Step } from './step.ts';

export const ground: Step = {
  name: 'ground',

  validate: ({ request, extraction }) => (extraction !== null && request.options.provenance.include_provenance ? 'run' : 'skip'),

  async process(context, { signal }) {
    const { reading, useCase, extraction, request } = context;
    if (reading === null || useCase === null || extraction === null) throw new Error('ground runs after extract');
    const { max_sources_per_field, source_type } = request.options.provenance;
    const options = { maxSources: max_sources_per_field, withContext: source_type === 'value_and_context' };
    const provenance = await groundExtraction(reading, useCase, extraction, options, signal);
    for (const path of extraction.stated ?? []) {
      const field = provenance.fields[`result.${path}`];
      if (field?.sources.length === 0) field.reasons.push('stated by the electronic invoice; no page shows it');
    }
    context.provenance = provenance;
  },
};
