/** A cancelled job lets its model go: the connection closes within a second, and nothing more is asked. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { IxError } from '../../src/contracts/errors.ts';
import { silence, status } from '../support/model-server/faults.ts';
import { type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { type LlmStage, llmStage, request } from './stage.ts';

/** The rules find no seller: `auto` has to ask. */
const OPEN = { name: 'open', fields: [{ name: 'seller', type: 'string' }] };

let server: ModelServer;
let ix: LlmStage;
beforeAll(async () => {
  server = await startModelServer();
  ix = await llmStage(server);
});
afterAll(async () => {
  await ix.close();
  await server.close();
});

it.each(['llm', 'auto'] as const)('engine %s, while the model thinks', async (engine) => {
  server.fault(silence);
  const [asked, left] = [server.events.asked(), server.events.left()];
  const cancel = new AbortController();
  const running = ix.run({ ...request(engine), use_case_inline: OPEN }, { signal: cancel.signal });
  await asked;
  const before = server.paths.length;
  const since = performance.now();
  cancel.abort(new IxError('IX_003_000'));
  const [response] = await Promise.all([running, left]);
  expect(performance.now() - since).toBeLessThan(1000);
  expect(response.code).toBe('IX_003_000');
  expect(server.paths).toHaveLength(before);
});

it('while it waits for a busy server', async () => {
  const cancel = new AbortController();
  const waiting = await llmStage(server, {
    wait: (_seconds, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        cancel.abort(new IxError('IX_003_000'));
      }),
  });
  const before = server.asked.length;
  server.fault(status(429, { error: { message: 'slow down' } }, { 'retry-after': '10' }));
  expect(await waiting.run(request('llm'), { signal: cancel.signal })).toMatchObject({ code: 'IX_003_000' });
  expect(server.asked).toHaveLength(before + 1);
  await waiting.close();
});
