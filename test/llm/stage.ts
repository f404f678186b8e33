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

type Asked = Pick<LlmStage, 'engine' | 'waits'> & { close(): Promise<void> };

function engineOf({ url }: Pick<ModelServer, 'url'>, options: Partial<LlmOptions>): Asked {
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
  return { engine, waits, close: () => egress.close() };
}

export async function llmStage(
  server: Pick<ModelServer, 'url'>,
  options: Partial<LlmOptions> = {},
  parts: Partial<PipelineDeps> = {},
): Promise<LlmStage> {
  const { engine, waits, close } = engineOf(server, options);
  const pipeline = await testPipeline({ llm: { ...engine, close }, rules: null, ...parts });
  return { ...pipeline, engine, waits };
}

export interface SharedStage {
  /** The same pipeline with an engine that knows nothing yet; its runs come before the next one's. */
  meet(server: Pick<ModelServer, 'url'>, options?: Partial<LlmOptions>): LlmStage;
  close(): Promise<void>;
}

/** One pipeline for many servers, one after the other: making one takes longer than most tests. */
export async function sharedStage(): Promise<SharedStage> {
  const met: Asked[] = [];
  const pipeline = await testPipeline({
    llm: {
      name: 'llm',
      extract: (...of) => {
        const engine = met.at(-1)?.engine;
        if (engine === undefined) throw new Error('no server has been met');
        return engine.extract(...of);
      },
    },
    rules: null,
  });
  return {
    meet(server, options = {}) {
      const asked = engineOf(server, options);
      met.push(asked);
      return { ...pipeline, ...asked };
    },
    async close() {
      await pipeline.close();
      await Promise.all(met.map((asked) => asked.close()));
    },
  };
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
