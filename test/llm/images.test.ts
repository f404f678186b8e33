/** Pictures of pages for models that can see: which are shown and as what; and what happens where the model has no eyes. */
import sharp from 'sharp';
import { afterEach, expect, it } from 'vitest';
import { drawPdf, write } from '../documents/drawn-pdf.ts';
import { FAMILIES } from '../support/model-server/families.ts';
import { status } from '../support/model-server/faults.ts';
import { lazy, right, saying } from '../support/model-server/models.ts';
import { type AskedFor, type Model, type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { INVOICE, type LlmStage, llmStage, TRUTH, USE_CASE } from './stage.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function stage(model: Model, contextTokens = 16_384): Promise<{ server: ModelServer; ix: LlmStage }> {
  const server = await startModelServer(FAMILIES.openai, model);
  const ix = await llmStage(server, { contextTokens });
  open.push(server, ix);
  return { server, ix };
}

const page = (words: string) => (doc: Parameters<typeof write>[0]) => {
  for (const [n, line] of words.split('\n').entries()) write(doc, line, 50, 60 + 20 * n);
};
/** An A4 page at 100 dpi with a black bar in its upper half, as a scanner makes it of a page without a word. */
const scan = () =>
  sharp({ create: { width: 827, height: 1169, channels: 3, background: '#fff' } })
    .composite([{ input: { create: { width: 600, height: 100, channels: 3, background: '#000' } }, left: 100, top: 200 }])
    .png()
    .withMetadata({ density: 100 })
    .toBuffer();

const asking = (files: readonly string[], engine: 'llm' | 'auto' = 'llm', images = true, texts: readonly string[] = []) => ({
  use_case_inline: USE_CASE,
  context: { files, texts },
  options: { gen_ai: { engine, images } },
});

const pictures = ({ messages }: AskedFor): Buffer[] =>
  messages.flatMap(({ pictures: urls }) =>
    urls.map((url) => {
      expect(url).toMatch(/^data:image\/png;base64,/);
      return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    }),
  );

/** Where the ink of a picture lies, as shares of its height. */
async function inkOf(png: Buffer): Promise<{ readonly top: number; readonly height: number; readonly long: number }> {
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  const dark = (y: number) => data.subarray(y * info.width, (y + 1) * info.width).some((value) => value < 100);
  const rows = Array.from({ length: info.height }, (_, y) => y).filter(dark);
  return {
    top: (rows[0] ?? Number.NaN) / info.height,
    height: rows.length / info.height,
    long: Math.max(info.width, info.height),
  };
}

it('each page of a PDF is shown beside its lines, its longer side 1,280 pixels; a text has no picture', async () => {
  const { server, ix } = await stage(right(TRUTH));
  const url = await ix.file('two.pdf', await drawPdf([page(INVOICE), page('Second page')]));
  const response = await ix.run(asking([url], 'llm', true, ['A text beside it']));
  expect(response.ix_result?.result).toMatchObject({ number: 'RE-2026-0815', total: '1190.00' });
  const [asked] = server.asked;
  expect(asked?.messages[1]?.content).toMatch(/p1_l0: Nordlicht[\s\S]*Picture of page 1:\nPicture of page 2:$/);
  const shown = asked === undefined ? [] : pictures(asked);
  expect(shown).toHaveLength(2);
  const [first, second] = await Promise.all(shown.map(inkOf));
  expect(first?.long).toBe(1280);
  // The first line stands 60 points below the edge, the ten lines end at 251; the second page has one line.
  expect(first?.top).toBeCloseTo(62 / 842, 2);
  expect(second?.height).toBeLessThan(0.02);
});

it('none is shown to whom did not ask for it', async () => {
  const { server, ix } = await stage(right(TRUTH));
  const url = await ix.file('one.pdf', await drawPdf([page(INVOICE)]));
  await ix.run(asking([url], 'llm', false));
  expect(server.asked.flatMap(pictures)).toEqual([]);
});

it('a picture without a line is read by the model; what it says of it cannot be looked up and is of low trust', async () => {
  const { server, ix } = await stage(saying({ total: { value: '12.00', segments: [] } }));
  const url = await ix.file('scan.png', await scan());
  const response = await ix.run(asking([url]));
  expect(response.ix_result?.result).toMatchObject({ total: '12.00', number: null });
  expect(response.trust?.['result.total']).toMatchObject({ level: 'low' });
  const [shown] = server.asked.flatMap(pictures);
  const ink = shown === undefined ? null : await inkOf(shown);
  expect(ink?.top).toBeCloseTo(200 / 1169, 2);
  expect(ink?.height).toBeCloseTo(100 / 1169, 2);
});

it('without pictures such a document has nothing to read', async () => {
  const { server, ix } = await stage(lazy);
  const url = await ix.file('scan.png', await scan());
  expect(await ix.run(asking([url], 'llm', false))).toMatchObject({ code: 'IX_001_000' });
  expect(server.asked).toEqual([]);
});

it('auto shows the pages where the rules leave something open', async () => {
  const { server, ix } = await stage(right(TRUTH));
  const url = await ix.file('one.pdf', await drawPdf([page('Nothing that rules understand\nRE-2026-0815\n11 April 2026\n1,190.00')]));
  const response = await ix.run(asking([url], 'auto'));
  expect(response.ix_result?.result).toMatchObject({ number: 'RE-2026-0815' });
  expect(server.asked.flatMap(pictures)).toHaveLength(1);
});

it.each([
  ['OpenAI', 400, { error: { message: 'Invalid content type. image_url is only supported by certain models.' } }],
  ['llama.cpp', 500, { error: { code: 500, message: 'image input is not supported - you may need to provide the mmproj' } }],
  ['vLLM', 400, { object: 'error', message: 'At most 0 image(s) may be provided in one request.' }],
])('a model of %s that has no eyes is shown the text alone, and that is told', async (_, code, body) => {
  const { server, ix } = await stage(right(TRUTH));
  server.fault(status(code, body));
  const url = await ix.file('one.pdf', await drawPdf([page(INVOICE)]));
  const response = await ix.run(asking([url]));
  expect(response.ix_result?.result).toMatchObject({ number: 'RE-2026-0815' });
  expect(response.warning).toContain('the model server takes no images: the model was shown the text of the pages alone');
  expect(server.asked.map((asked) => pictures(asked).length)).toEqual([1, 0]);
});

it('pictures take their room of the window: many pages are shown in parts', async () => {
  const { server, ix } = await stage(lazy, 8192);
  const url = await ix.file('five.pdf', await drawPdf(Array.from({ length: 5 }, (_, n) => page(`Page ${n + 1}`))));
  await ix.run(asking([url]));
  const each = server.asked.map((asked) => pictures(asked).length);
  expect(Math.max(...each)).toBeLessThanOrEqual(3);
  expect(each.length).toBeGreaterThan(1);
  // Every page is among them; the last page of a part is shown again.
  const named = new Set(server.asked.flatMap(({ messages }) => messages[1]?.content.match(/Picture of page \d/g) ?? []));
  expect([...named].sort()).toEqual(['1', '2', '3', '4', '5'].map((number) => `Picture of page ${number}`));
});
