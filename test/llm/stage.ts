/** A pipeline whose model server is played by the test. */
import { createEgress } from '../../src/egress/egress.ts';
import { createLlmEngine, type LlmEngine, type LlmOptions } from '../../src/pipeline/engines/llm/llm.ts';
import type { PipelineDeps } from '../../src/pipeline/run.ts';
import { type TestPipeline, testPipeline } from '../pipeline/parts.ts';
import type { ModelServer } from '../support/model-server/server.ts';

export interface LlmStage extends TestPipeline {
  readonly engine: LlmEngine;
  /** Seconds that were waited for the server, in order; nobody waits for real. */
  readonly waits: readonly number[];
}

export async function llmStage(
  { url }: Pick<ModelServer, 'url'>,
  options: Partial<LlmOptions> = {},
  parts: Partial<PipelineDeps> = {},
): Promise<LlmStage> {
  const egress = createEgress({ allow: ['127.0.0.1'] });
  const waits: number[] = [];
  const engine = createLlmEngine({
    baseUrl: url,
    apiKey: null,
    egress,
    model: null,
    contextTokens: null,
    timeoutSeconds: 30,
    wait: async (seconds) => {
      waits.push(seconds);
    },
    now: () => performance.now(),
    ...options,
  });
  const pipeline = await testPipeline({ llm: { ...engine, close: () => egress.close() }, rules: null, ...parts });
  return { ...pipeline, engine, waits };
}

export const INVOICE = `Nordlicht Handels GmbH
Hauptstr. 5, 20095 Hamburg

Invoice number: RE-2026-0815
Invoice date: 12 March 2026
Due date: 11 April 2026
Net amount 1,000.00 EUR
VAT 19 % 190.00 EUR
Total 1,190.00 EUR
Thank you for your order.
`;

/** Three fields that a model is asked for. */
export const USE_CASE = {
  name: 'asked',
  fields: [
    { name: 'number', type: 'string', labels: ['Invoice number'] },
    { name: 'due', type: 'date', description: 'When it has to be paid.' },
    { name: 'total', type: 'decimal' },
  ],
};

export const TRUTH = {
  number: { value: 'RE-2026-0815', line: 'RE-2026-0815' },
  due: { value: '2026-04-11', line: '11 April 2026' },
  total: { value: '1190.00', line: '1,190.00' },
};

export const request = (engine: 'llm' | 'auto', gen_ai: object = {}) => ({
  use_case_inline: USE_CASE,
  context: { texts: [INVOICE] },
  options: { gen_ai: { engine, ...gen_ai } },
});
