/** What a request asks for is what it gets: options, ids, indices, timings and progress. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../src/pipeline/pipeline.ts';
import { drawPdf, write } from '../documents/drawn-pdf.ts';
import { COLON_USE_CASE, type TestPipeline, testPipeline } from './parts.ts';

let pipeline: TestPipeline;
let pdf: string;
beforeAll(async () => {
  pipeline = await testPipeline();
  pdf = await pipeline.file(
    'two.pdf',
    await drawPdf([(doc) => write(doc, 'number: 4711', 100, 200), (doc) => write(doc, 'name: ACME', 100, 300)]),
  );
});
afterAll(() => pipeline.close());

const run = (options: object = {}, more: object = {}) =>
  pipeline.run({ use_case_inline: COLON_USE_CASE, context: { files: [pdf], texts: ['name: Text'] }, options, ...more });

describe('the answer', () => {
  it('holds the result, its provenance and nothing that was not asked for', async () => {
    const response = await run({}, { ix_client_id: 'me', request_id: 'r-1' });
    expect(response).toMatchObject({
      use_case: 'colon',
      use_case_name: 'colon',
      ix_client_id: 'me',
      request_id: 'r-1',
      ix_id: pipeline.ixId,
      ix_result: { result: { number: '4711', name: 'ACME' }, meta_data: { engine: 'rules', model_name: null, token_usage: null } },
      ocr_result: null,
      provenance: { quality_metrics: { total_fields: 2, verified_fields: 2, coverage_rate: 1, invalid_references: 0 } },
      error: null,
      code: null,
      warning: [],
    });
    expect(response.metadata.timings.map(({ step }) => step)).toEqual(['setup', 'read', 'extract', 'ground', 'respond']);
  });

  it('shows where each value stands: file, page, box, words', async () => {
    const { provenance } = await run();
    const [source] = provenance?.fields['result.name']?.sources ?? [];
    expect(source).toMatchObject({ file_index: 0, page: 2, snippet: 'ACME', segment_id: 'p2_l0', char_span: [6, 10] });
    // The whole line starts at x = 100 and y = 300 of A4; "name: " is some 37 points wide in Helvetica 12.
    const [left = 0, top = 0, right = 0, , , bottom = 0] = source?.bounding_box ?? [];
    expect(left * 595.28).toBeGreaterThan(130);
    expect(left * 595.28).toBeLessThan(140);
    expect(right * 595.28).toBeGreaterThan(165);
    expect(top * 841.89).toBeGreaterThan(297);
    expect(bottom * 841.89).toBeLessThan(315);
  });

  it('counts files first, then texts', async () => {
    const response = await pipeline.run({
      use_case_inline: COLON_USE_CASE,
      context: { files: [pdf, await pipeline.file('a.txt', 'nothing')], texts: ['number', 'name: x\fnumber: Z9'] },
      options: { provenance: { max_sources_per_field: 1 } },
    });
    expect(response.provenance?.fields['result.number']?.sources).toMatchObject([{ file_index: 0, page: 1 }]);
    const texts = await pipeline.run({
      use_case_inline: COLON_USE_CASE,
      context: { files: [await pipeline.file('b.txt', 'x')], texts: ['', 'y\fnumber: Z9'] },
    });
    expect(texts.provenance?.fields['result.number']?.sources).toMatchObject([
      { file_index: 2, page: 2, bounding_box: null, segment_id: 'p4_l0' },
    ]);
  });

  it('takes the inline use case when a name is given too', async () => {
    expect(await run({}, { use_case: 'invoice' })).toMatchObject({ use_case: 'colon', ix_result: { result: { name: 'ACME' } } });
  });

  it('says the name people know of a registered use case', async () => {
    expect(await run({}, { use_case: 'invoice', use_case_inline: null })).toMatchObject({ use_case: 'invoice', use_case_name: 'Invoice' });
  });

  it('is under the id of ix where the request has no id', async () => {
    expect((await run()).request_id).toBe(pipeline.ixId);
  });
});

describe('include_provenance', () => {
  it('false leaves out provenance and its step', async () => {
    const response = await run({ provenance: { include_provenance: false } });
    expect(response.provenance).toBeNull();
    expect(response.metadata.timings.map(({ step }) => step)).toEqual(['setup', 'read', 'extract', 'respond']);
  });

  it('with value_and_context shows the label too', async () => {
    const snippets = async (source_type: string) =>
      (await run({ provenance: { source_type } })).provenance?.fields['result.name']?.sources.map(({ snippet }) => snippet);
    expect(await snippets('value')).toEqual(['ACME']);
    expect(await snippets('value_and_context')).toEqual(['ACME', 'name']);
  });
});

describe('the reading', () => {
  const TAGGED = [
    '<page file="0" number="1">',
    'number: 4711',
    '</page>',
    '<page file="0" number="2">',
    'name: ACME',
    '</page>',
    '<page file="1" number="1">',
    'name: Text',
    '</page>',
  ].join('\n');

  it('comes as tagged text', async () => {
    const { ocr_result, ix_result } = await run({ ocr: { include_ocr_text: true } });
    expect(ocr_result).toEqual({ result: { text: TAGGED, pages: null }, meta_data: { engines: ['pdf-text', 'text'], page_count: 3 } });
    expect(ix_result).not.toBeNull();
  });

  it('comes as pages with boxes', async () => {
    const { ocr_result } = await run({ ocr: { include_geometries: true } });
    expect(ocr_result?.result.text).toBeNull();
    expect(ocr_result?.result.pages?.map(({ file_index, page_no, unit, lines }) => [file_index, page_no, unit, lines[0]?.text])).toEqual([
      [0, 1, 'point', 'number: 4711'],
      [0, 2, 'point', 'name: ACME'],
      [1, 1, 'none', 'name: Text'],
    ]);
    expect(ocr_result?.result.pages?.[0]?.lines[0]?.words.map(({ text }) => text)).toEqual(['number:', '4711']);
  });

  it('is all there is with ocr_only: no use case is needed, nothing is extracted', async () => {
    const response = await run({ ocr: { ocr_only: true } }, { use_case_inline: null });
    expect(response).toMatchObject({
      error: null,
      ix_result: null,
      provenance: null,
      ocr_result: { result: { text: TAGGED, pages: null } },
    });
    expect(response.metadata.timings.map(({ step }) => step)).toEqual(['setup', 'read', 'respond']);
    const boxes = await run({ ocr: { ocr_only: true, include_geometries: true } });
    expect(boxes.ocr_result?.result).toMatchObject({ text: null, pages: [{}, {}, {}] });
  });

  it('of an empty page is no error with ocr_only', async () => {
    const blank = await pipeline.file('blank.pdf', await drawPdf([() => {}]));
    const response = await pipeline.run({ context: { files: [blank] }, options: { ocr: { ocr_only: true } } });
    expect(response).toMatchObject({
      error: null,
      ocr_result: { result: { text: '<page file="0" number="1">\n</page>' }, meta_data: { page_count: 1 } },
    });
  });
});

describe('while it runs', () => {
  it('tells each step, and the pages of all files as they are read', async () => {
    const progress: Progress[] = [];
    await pipeline.run({ use_case_inline: COLON_USE_CASE, context: { files: [pdf, pdf] } }, { onProgress: (one) => progress.push(one) });
    expect(progress.filter(({ page }) => page === undefined).map(({ step }) => step)).toEqual([
      'setup',
      'read',
      'extract',
      'ground',
      'respond',
    ]);
    const pages = progress.filter(({ page }) => page !== undefined);
    expect(pages.at(-1)).toEqual({ step: 'read', page: 4, pages: 4 });
    expect(pages.map(({ page }) => page)).toEqual([1, 2, 3, 4]);
  });

  it('times each step by the clock it was given', async () => {
    let seconds = 0;
    const timed = await testPipeline({ now: () => 1000 * seconds++ });
    const response = await timed.run({ use_case_inline: COLON_USE_CASE, context: { texts: ['name: x'] } });
    expect(response.metadata.timings).toEqual(
      ['setup', 'read', 'extract', 'ground', 'respond'].map((step) => ({ step, elapsed_seconds: 1 })),
    );
    await timed.close();
  });

  it('keeps runs apart that overlap', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `Name ${at}`);
    const responses = await Promise.all(
      names.map((name) => pipeline.run({ use_case_inline: COLON_USE_CASE, context: { texts: [`name: ${name}`] } })),
    );
    expect(responses.map(({ ix_result }) => ix_result?.result.name)).toEqual(names);
  });
});
