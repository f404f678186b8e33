/** The evaluation of `npm run test:llm`, on a model of ours: right, wrong, lazy and lying by turns. What it makes up is never of high trust. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEgress } from '../../src/egress/egress.ts';
import { createLlmEngine } from '../../src/pipeline/engines/llm/llm.ts';
import { FAMILIES } from '../support/model-server/families.ts';
import { type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { evaluate } from './evaluate.ts';
import { moody } from './moody.ts';

/** Of each engine. */
const COUNT = 6;

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer(FAMILIES.vllm);
});
afterAll(() => server.close());

it.each(['llm', 'auto'] as const)('engine %s', async (engine) => {
  const egress = createEgress({ allow: ['127.0.0.1'] });
  const llm = createLlmEngine({
    baseUrl: server.url,
    apiKey: null,
    egress,
    model: null,
    contextTokens: null,
    timeoutSeconds: 30,
    wait: async () => {},
    now: () => performance.now(),
  });
  const { byLevel, errors, promptTokens } = await evaluate({
    llm: { ...llm, close: () => egress.close() },
    engine,
    count: COUNT,
    seed: 7,
    before: (made) => server.play(moody(made)),
  });
  expect(errors).toEqual({});
  expect(promptTokens).toBeGreaterThan(0);
  if (engine === 'llm') expect(byLevel.high).toEqual({ right: 0, wrong: 0, invented: 0 });
  expect(byLevel.high.invented).toBe(0);
  expect(byLevel.check.right).toBeGreaterThan(0);
});
