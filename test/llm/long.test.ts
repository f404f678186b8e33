/** Documents longer than the window: parts with an overlap, merged; what they say differently and what was not read is told. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../../src/contracts/response.ts';
import { estimateTokens, partsOf } from '../../src/pipeline/engines/llm/windows.ts';
import { readText } from '../../src/pipeline/reading/text.ts';
import { lazy, right, shownLines } from '../support/model-server/models.ts';
import { type AskedFor, type Model, type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { type LlmStage, llmStage, USE_CASE } from './stage.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function stage(model: Model, contextTokens: number): Promise<{ server: ModelServer; ix: LlmStage }> {
  const server = await startModelServer(undefined, model);
  const ix = await llmStage(server, { contextTokens });
  open.push(server, ix);
  return { server, ix };
}

const PAGES = 80;
/** What stands on a page: 40 lines, the fields' values on some, a row of the list on each. */
const pageText = (page: number): string => {
  const lines = Array.from({ length: 40 }, (_, n) => `Paragraph ${n} of page ${page} says nothing of interest to anybody`);
  if (page === 3) lines[7] = 'Invoice number: RE-2026-0815';
  if (page === 79) lines[30] = 'Due date: 11 April 2026';
  if (page === 80) lines[39] = 'Total 1,190.00 EUR';
  lines[38] = `Item ${page} costs ${page}.50`;
  return lines.join('\n');
};
const text = Array.from({ length: PAGES }, (_, i) => pageText(i + 1)).join('\f');

const LONG_TRUTH = {
  number: { value: 'RE-2026-0815', line: 'RE-2026-0815' },
  due: { value: '2026-04-11', line: '11 April 2026' },
  total: { value: '1190.00', line: '1,190.00' },
};
const useCase = {
  ...USE_CASE,
  fields: [...USE_CASE.fields, { name: 'items', type: 'array', fields: [{ name: 'price', type: 'decimal' }] }],
};

/** The three fields, and a row for each item that is shown. */
const reader: Model = (asked) => {
  const said: Record<string, unknown> = JSON.parse(String(right(LONG_TRUTH)(asked)));
  const rows = [...shownLines(asked)].flatMap(([id, line]) => {
    const [, price] = /^Item \d+ costs (.*)$/.exec(line) ?? [];
    return price === undefined ? [] : [{ price: { value: price, segments: [id] } }];
  });
  return JSON.stringify({ ...said, items: rows });
};

const run = (ix: LlmStage, document = text) =>
  ix.run({
    use_case_inline: useCase,
    context: { texts: [document] },
    options: { gen_ai: { engine: 'llm' }, provenance: { max_sources_per_field: 1 } },
  });

describe('80 pages through a window of 8 k', () => {
  it('are read in parts that fit, each line at least once, each row once', async () => {
    const { ix, server } = await stage(reader, 8192);
    const response = await run(ix);
    expect(response.error).toBeNull();
    expect(response.warning).toEqual([]);
    expect(response.ix_result?.result).toMatchObject({ number: 'RE-2026-0815', due: '2026-04-11', total: '1190.00' });
    expect(response.ix_result?.result.items).toEqual(Array.from({ length: PAGES }, (_, i) => ({ price: `${i + 1}.50` })));
    expect(response.provenance?.fields['result.items.41.price']?.sources).toMatchObject([{ page: 42, snippet: '42.50' }]);
    const shown = new Set(server.asked.flatMap((asked) => [...shownLines(asked).keys()]));
    expect(shown.size).toBe(PAGES * 40);
    expect(server.asked.length).toBeGreaterThan(PAGES / 8);
    for (const asked of server.asked) expect(promptTokens(asked) + (asked.max_tokens ?? 0)).toBeLessThanOrEqual(8192);
    const usage = response.ix_result?.meta_data.token_usage;
    expect(usage?.completion_tokens).toBe(server.asked.length * 10);
  });

  it('what two parts say differently is told, and the value is low', async () => {
    const { ix } = await stage(reader, 8192);
    const { trust, warning, ix_result } = await run(ix, text.replace('Paragraph 0 of page 60', 'Due date: 11 April 2026 or not'));
    expect(ix_result?.result.due).toBe('2026-04-11');
    expect(trust?.['result.due']?.level).toBe('check');
    const { ix: other, server } = await stage(reader, 8192);
    const disagreeing: Model = (asked) =>
      String(reader(asked)).replace('"value":null', `"value":"2026-01-0${1 + (server.asked.length % 2)}"`);
    server.play(disagreeing);
    const response = await run(other);
    expect(response.trust?.['result.number']?.level).toBe('low');
    expect(warning).toEqual([]);
    expect(response.warning.join('\n')).toMatch(/number: pages? \d+(–\d+)? say "2026-01-0\d", as the model reads them/);
  });

  it('what was not read is said, and the rest stands', async () => {
    const { ix } = await stage((asked) => (shownLines(asked).has('p40_l0') ? 'I cannot.' : reader(asked)), 8192);
    const response = await run(ix);
    expect(response.code).toBeNull();
    expect(response.ix_result?.result).toMatchObject({ total: '1190.00' });
    expect(response.warning.join('\n')).toMatch(/pages? \d+(–\d+)? were not read by the model: .*it holds no JSON object/);
  });
});

describe('windows', () => {
  it.each(['invoice', 'receipt', 'bank_statement_header'])('of 4 k, the default of Ollama, have room for %s', async (use_case) => {
    const { ix } = await stage(lazy, 4096);
    expect(await ix.run({ use_case, context: { texts: [pageText(1)] }, options: { gen_ai: { engine: 'llm' } } })).toMatchObject({
      code: null,
    });
  });

  it('that fields alone fill fail loudly, before anything is asked', async () => {
    const { ix, server } = await stage(reader, 600);
    const response = await run(ix);
    expect(response.code).toBe('IX_002_000');
    expect(response.error).toContain('no room for a document');
    expect(server.asked).toHaveLength(0);
  });

  it('smaller than a page cut it between lines; a line longer than a window is cut and told', () => {
    const long = `${'word '.repeat(2000)}\n${Array.from({ length: 50 }, (_, n) => `line ${n}`).join('\n')}`;
    const pages = readText(long).map((page): Page => ({ ...page, file_index: 0 }));
    const { parts, cut } = partsOf({ pages, unread: [] }, 300);
    expect(cut).toEqual(['p1_l0']);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(estimateTokens(part.text)).toBeLessThanOrEqual(300);
    expect(parts.map(({ text }) => text).join('\n')).toContain('p1_l50: line 49');
  });
});

const promptTokens = ({ messages }: AskedFor): number => estimateTokens(messages.map(({ content }) => content).join('\n'));
