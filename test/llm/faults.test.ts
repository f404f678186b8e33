/** What goes wrong between ix and a model server, one by one: the code, the words, and what is asked again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAMILIES } from '../support/model-server/families.ts';
import { cut, drip, html, notJson, redirect, reset, silence, status } from '../support/model-server/faults.ts';
import { right } from '../support/model-server/models.ts';
import { type Fault, type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { type LlmStage, request, type SharedStage, sharedStage, TRUTH } from './stage.ts';

let server: ModelServer;
let ix: LlmStage;
let stage: SharedStage;
const opened: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  stage = await sharedStage();
  opened.push(stage);
});
beforeEach(async () => {
  server = await startModelServer(FAMILIES.vllm, right(TRUTH));
  ix = stage.meet(server);
  opened.push(server);
});
afterAll(async () => {
  for (const one of opened.reverse()) await one.close();
});

const RIGHT = JSON.stringify({
  number: { value: 'RE-2026-0815', segments: ['p1_l3'] },
  due: { value: '2026-04-11', segments: ['p1_l5'] },
  total: { value: '1190.00', segments: ['p1_l8'] },
});
const VALUES = { number: 'RE-2026-0815', due: '2026-04-11', total: '1190.00' };
const run = () => ix.run(request('llm'));

describe('the wire', () => {
  it.each<[string, Fault, string]>([
    ['HTML with 200', html, 'answered 200 with what is no chat completion: <html>'],
    ['HTML that calls itself JSON', notJson, 'sent what is not JSON'],
    ['a redirect', redirect, 'answered 302; redirects are not followed'],
    ['an error with 200', status(200, { error: { message: 'CUDA out of memory' } }), 'answered 200 with an error: CUDA out of memory'],
    ["vLLM's error with 200", status(200, { object: 'error', message: 'no slot' }), 'answered 200 with an error: no slot'],
    ['an empty object', status(200, {}), 'answered 200 with what is no chat completion: {}'],
    ['no choices', status(200, { id: 'x', choices: [] }), 'answered 200 with what is no chat completion: {"id":"x","choices":[]}'],
    ['choices of a wrong type', status(200, { choices: 'none' }), 'answered 200 with what is no chat completion'],
    ['a message without a message', status(200, { choices: [{}] }), 'answered 200 with what is no chat completion'],
    ['a refusal', status(200, { choices: [{ message: { content: null, refusal: 'I cannot' } }] }), 'refused to answer: I cannot'],
    ['a wrong key', status(401, { error: { message: 'Incorrect API key' } }), 'answered 401: Incorrect API key'],
    ['no credit', status(402, { error: 'Payment required' }), 'answered 402: Payment required'],
  ])('%s is IX_002_000 at once', async (_name, fault, words) => {
    server.fault(fault);
    const response = await run();
    expect(response.code).toBe('IX_002_000');
    expect(response.error).toContain(`the model server ${words}`);
    expect(server.asked).toHaveLength(1);
    expect(response.ix_result).toBeNull();
  });

  it.each<[string, Fault, string]>([
    ['a body that is cut', cut, 'connection closed by the other side before it answered in full'],
    ['a reset', reset, 'connection closed by the other side before it answered in full'],
    ['500', status(500, { error: { message: 'oops' } }), 'answered 500: oops'],
    ['503 while it loads', status(503, { error: { code: 503, message: 'Loading model' } }), 'answered 503: Loading model'],
    ['a page of the proxy', status(502, 'Bad gateway'), 'answered 502'],
    ['429', status(429, { error: { message: 'slow down' } }), 'answered 429: slow down'],
  ])('%s passes: it is asked again, and fails when it stays so', async (_name, fault, words) => {
    server.fault(fault);
    expect((await run()).ix_result?.result).toEqual(VALUES);
    expect(server.asked).toHaveLength(2);
    expect(ix.waits).toEqual([1]);
    server.fault(fault, fault, fault, fault, fault);
    const response = await run();
    expect(response.code).toBe('IX_002_000');
    expect(response.error).toContain(words);
    expect(response.error).toContain('(5 attempts)');
    expect(ix.waits).toEqual([1, 1, 2, 4, 8]);
  });

  it('waits as long as the server asks, but not beyond its deadline', async () => {
    server.fault(status(429, { error: { message: 'slow down' } }, { 'retry-after': '7' }));
    expect((await run()).code).toBeNull();
    expect(ix.waits).toEqual([7]);
    server.fault(status(429, { error: { message: 'slow down' } }, { 'retry-after': '600' }));
    expect(await run()).toMatchObject({ code: 'IX_002_000', error: expect.stringContaining('it asks to wait 600 s, which is too long') });
    expect(ix.waits).toEqual([7]);
  });

  it.each<[string, Fault]>([
    ['drips', drip],
    ['says nothing', silence],
  ])('a server that %s is given up at the deadline', async (_name, fault) => {
    const hurried = stage.meet(server, { timeoutSeconds: 0.3 });
    server.fault(fault);
    const response = await hurried.run(request('llm'));
    expect(response.error).toContain('no complete answer within 0.3 s');
    expect(server.asked).toHaveLength(1);
  });

  it('nobody listens: IX_002_000 after some attempts', async () => {
    await server.close();
    opened.splice(opened.indexOf(server), 1);
    expect(await run()).toMatchObject({ code: 'IX_002_000' });
  });

  it.each([
    ['OpenAI', "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens."],
    ['llama.cpp', 'the request exceeds the available context size, try increasing it'],
  ])('a prompt too long for %s fails, and names the setting', async (_name, message) => {
    server.fault(status(400, { error: { message } }));
    const response = await run();
    expect(response.error).toContain('set IX_LLM_CONTEXT_TOKENS');
    expect(server.asked).toHaveLength(1);
  });
});

describe('dialects', () => {
  it.each([
    [400, "response_format 'json_schema' is not supported"],
    [500, 'failed to parse grammar'],
  ])('%i "%s": the schema goes into the system message, then and later', async (code, message) => {
    server.fault(status(code, { error: { message } }));
    expect((await run()).ix_result?.result).toEqual(VALUES);
    await run();
    const [first, second, third] = server.asked;
    expect(first?.response_format).toBeDefined();
    for (const asked of [second, third]) {
      expect(asked?.response_format).toBeUndefined();
      expect(asked?.messages[0]?.content).toContain('{"type":"object","properties":{"number":');
    }
    expect(ix.waits).toEqual([]);
  });

  it('max_tokens and temperature are left out or named otherwise where the server asks for that', async () => {
    server.fault(
      status(400, {
        error: { message: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead." },
      }),
      status(400, { error: { message: "Unsupported value: 'temperature' does not support 0 with this model." } }),
    );
    expect((await run()).code).toBeNull();
    const last = server.asked.at(-1);
    expect(last?.max_tokens).toBeUndefined();
    expect(last?.max_completion_tokens).toBeGreaterThan(0);
    expect(last?.temperature).toBeUndefined();
    expect(last?.response_format).toBeDefined();
  });

  it('schemas are flat', async () => {
    await ix.run({
      ...request('llm'),
      use_case_inline: {
        name: 'schema',
        json_schema: {
          type: 'object',
          $defs: { party: { type: 'object', properties: { name: { type: 'string', pattern: '^[A-Z]' } } } },
          properties: { buyer: { anyOf: [{ $ref: '#/$defs/party' }, { type: 'null' }] }, total: { type: 'number', minimum: 0 } },
        },
      },
    });
    const sent = JSON.stringify(server.asked[0]?.response_format);
    expect(sent).toContain('buyer');
    expect(sent).not.toMatch(/\$ref|\$defs|anyOf|pattern|minimum/);
  });
});

describe('the answer', () => {
  it.each([
    ['fences', `Here you are:\n\`\`\`json\n${RIGHT}\n\`\`\`\nGood luck!`],
    ['thinking', `<think>The total {is it "1190}"?} maybe {"total": 3}.</think>${RIGHT}`],
    ['thinking whose beginning was cut off', `so {the} answer is</think>\n${RIGHT}`],
    ['braces in strings', RIGHT.replace('"RE-2026-0815"', '"RE-2026-0815"').replace('{"number"', '{"note":"a } b { \\" c","number"')],
    ['an example before', `For example {"total": {"value": "1.00", "segments": []}}. So: ${RIGHT}`],
    ['talk in braces', `{sic} ${RIGHT}`],
    ['one citation as a string', RIGHT.replace('["p1_l3"]', '"p1_l3"')],
  ])('with %s is read', async (_name, content) => {
    server.play(() => content);
    expect((await run()).ix_result?.result).toEqual(VALUES);
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['bare values', '{"number":"RE-2026-0815","due":"2026-04-11","total":1190}', { ...VALUES, total: '1190' }],
    [
      'dates and amounts as the document writes them',
      RIGHT.replace('2026-04-11', '11 April 2026').replace('1190.00', 'EUR 1,190.00'),
      VALUES,
    ],
    ['words for nothing', RIGHT.replace('"2026-04-11"', '"N/A"'), { ...VALUES, due: null }],
  ])('with %s is understood', async (_name, content, values) => {
    server.play(() => content);
    expect((await run()).ix_result?.result).toEqual(values);
  });

  it.each([
    ['{}', 'it holds no JSON object of the fields'],
    ['', 'it holds no JSON object of the fields'],
    ['I am sorry, Dave.', 'it holds no JSON object of the fields'],
    ['<think>and so on', 'it holds no JSON object of the fields'],
    [RIGHT.slice(0, 60), 'it holds no JSON object of the fields'],
    ['[1, 2]', 'it holds no JSON object of the fields'],
  ])('%j is asked for once more with what is wrong, then IX_002_001', async (content, words) => {
    server.play(() => content);
    const response = await run();
    expect(response.code).toBe('IX_002_001');
    expect(response.error).toContain(words);
    expect(server.asked).toHaveLength(2);
    expect(server.asked[1]?.messages.at(-1)?.content).toContain(words);
  });

  it('that is cut off says so', async () => {
    server.play(() => ({ content: RIGHT.slice(0, 60), finish: 'length' }));
    expect((await run()).error).toContain('it was cut off');
  });

  it('is right the second time: both are paid for, and counted', async () => {
    let times = 0;
    server.play(() => ({ content: times++ === 0 ? '{}' : RIGHT, promptTokens: 500, completionTokens: 50 }));
    const response = await run();
    expect(response.ix_result?.result).toEqual(VALUES);
    expect(response.ix_result?.meta_data.token_usage).toEqual({ prompt_tokens: 1000, completion_tokens: 100 });
  });

  it('with wrong types is asked for once more; what stays wrong is null, with the reason', async () => {
    server.play(() => RIGHT.replace('"2026-04-11"', '"soon"'));
    const response = await run();
    expect(server.asked).toHaveLength(2);
    expect(server.asked[1]?.messages.at(-1)?.content).toContain('due: expected a date as YYYY-MM-DD, found "soon"');
    expect(response.ix_result?.result).toEqual({ ...VALUES, due: null });
    expect(response.warning.join('\n')).toContain('due: the model\'s answer does not fit: expected a date as YYYY-MM-DD, found "soon"');
  });

  it('of a server that read a part of the prompt only is warned of', async () => {
    server.play(() => ({ content: RIGHT, promptTokens: 20 }));
    expect((await run()).warning.join('\n')).toContain('counted 20 tokens in a prompt of');
  });

  it('without usage has none', async () => {
    server.fault((response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices: [{ message: { content: RIGHT } }] }));
    });
    expect((await run()).ix_result?.meta_data).toEqual({ engine: 'llm', model_name: 'Qwen/Qwen3-8B', token_usage: null });
  });
});
