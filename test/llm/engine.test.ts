/** The llm engine over the wire of each family: values, places and trust; windows and tokens; what goes out. */
import { afterEach, describe, expect, it } from 'vitest';
import { FAMILIES, type Family } from '../support/model-server/families.ts';
import { right } from '../support/model-server/models.ts';
import { type Model, type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { INVOICE, type LlmStage, llmStage, request, TRUTH } from './stage.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function stage(
  family: keyof typeof FAMILIES = 'openai',
  model: Model = right(TRUTH),
  options: Parameters<typeof llmStage>[1] = {},
): Promise<{ server: ModelServer; ix: LlmStage }> {
  const server = await startModelServer(FAMILIES[family], model);
  open.push(server);
  const ix = await llmStage(server, options);
  open.push(ix);
  return { server, ix };
}

describe.each(Object.keys(FAMILIES) as (keyof typeof FAMILIES)[])('%s', (family) => {
  it('answers values with their places, tokens and model', async () => {
    const { ix, server } = await stage(family);
    const response = await ix.run(request('llm'));
    expect(response.error).toBeNull();
    expect(response.ix_result?.result).toEqual({ number: 'RE-2026-0815', due: '2026-04-11', total: '1190.00' });
    expect(response.ix_result?.meta_data).toMatchObject({ engine: 'llm', token_usage: { completion_tokens: 10 } });
    expect(response.ix_result?.meta_data.model_name).toContain(FAMILIES[family].model.slice(0, 5));
    expect(response.provenance?.fields['result.total']).toMatchObject({
      provenance_verified: true,
      sources: [{ snippet: '1,190.00', segment_id: 'p1_l8' }],
    });
    expect(Object.values(response.trust ?? {}).map(({ level }) => level)).toEqual(['check', 'check', 'check']);
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.response_format).toMatchObject({ type: 'json_schema' });
  });

  it('tells its window', async () => {
    const { ix } = await stage(family);
    const state = await ix.engine.state(new AbortController().signal);
    expect(state).toEqual({
      model: FAMILIES[family].model,
      window: FAMILIES[family].window ?? 8192,
      assumed: FAMILIES[family].window === null,
    });
  });
});

describe('servers that say less', () => {
  const of = async (family: Family, options: Parameters<typeof llmStage>[1] = {}) => {
    const server = await startModelServer(family, right(TRUTH));
    const ix = await llmStage(server, options);
    open.push(server, ix);
    return ix;
  };
  const signal = new AbortController().signal;

  it('Ollama with another model loaded: its default window is assumed', async () => {
    const ix = await of({ ...FAMILIES.ollama, beside: { '/api/ps': { models: [] } } });
    expect(await ix.engine.state(signal)).toEqual({ model: 'llama3.1:8b', window: 4096, assumed: true });
  });

  it('no list of models: the one that is named is asked', async () => {
    const ix = await of({ ...FAMILIES.openai, models: () => null }, { model: 'mine' });
    expect((await ix.run(request('llm'))).code).toBeNull();
    const nameless = await of({ ...FAMILIES.openai, models: () => null });
    expect((await nameless.run(request('llm'))).error).toContain('name one in IX_LLM_MODEL');
  });

  it('IX_LLM_CONTEXT_TOKENS comes before what the server says', async () => {
    const ix = await of(FAMILIES.vllm, { contextTokens: 5000 });
    expect(await ix.engine.state(signal)).toEqual({ model: 'Qwen/Qwen3-8B', window: 5000, assumed: false });
  });
});

describe('what goes out', () => {
  it('is no telemetry, no redirect, and the key alone where there is one', async () => {
    const { ix, server } = await stage('openai', right(TRUTH), { apiKey: 'sk-secret' });
    await ix.run(request('llm'));
    for (const headers of server.headers) {
      expect(Object.keys(headers).filter((name) => /stainless|openai|cookie/.test(name))).toEqual([]);
      expect(headers.authorization).toBe('Bearer sk-secret');
      expect(headers['user-agent']).toBe('ix');
    }
    const without = await stage();
    await without.ix.run(request('llm'));
    expect(without.server.headers.some(({ authorization }) => authorization !== undefined)).toBe(false);
  });

  it('is the same for the same request, and begins alike for other documents of the use case', async () => {
    const { ix, server } = await stage();
    await ix.run(request('llm'));
    await ix.run(request('llm'));
    await ix.run({ ...request('llm'), context: { texts: [`${INVOICE}Another line.`] } });
    const [first, second, third] = server.asked;
    expect(second).toEqual(first);
    expect(third?.messages[0]).toEqual(first?.messages[0]);
    expect(third?.messages[1]).not.toEqual(first?.messages[1]);
  });

  it('is the model and the temperature of the request; a model that the server lacks is named', async () => {
    const { ix, server } = await stage();
    await ix.run(request('llm', { temperature: 0.5, model: 'gpt-4.1-mini' }));
    expect(server.asked[0]).toMatchObject({ model: 'gpt-4.1-mini', temperature: 0.5 });
    const response = await ix.run(request('llm', { model: 'nope' }));
    expect(response.code).toBe('IX_002_000');
    expect(response.error).toContain('no model "nope"; it has "gpt-4.1-mini"');
  });
});
