/** Every way a run can end in error: its code, its words, its timings, and which of two errors comes first. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IxError } from '../../src/contracts/errors.ts';
import type { FileRef } from '../../src/contracts/request.ts';
import type { Engine } from '../../src/pipeline/engines/engine.ts';
import { drawPdf, write } from '../documents/drawn-pdf.ts';
import { COLON_USE_CASE, colonEngine, type TestPipeline, testPipeline } from './parts.ts';

const PNG = Uint8Array.from([
  0x89,
  0x50,
  0x4e,
  0x47,
  0x0d,
  0x0a,
  0x1a,
  0x0a,
  0,
  0,
  0,
  13,
  0x49,
  0x48,
  0x44,
  0x52,
  ...new Array(32).fill(1),
]);
const TEXT = { texts: ['number: 4711\nname: ACME'] };

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await testPipeline();
});
afterAll(() => pipeline.close());

const steps = (response: { metadata: { timings: { step: string }[] } }) => response.metadata.timings.map(({ step }) => step);

describe('a request that cannot be run', () => {
  it('null is IX_000_000, under the id ix gave it', async () => {
    expect(await pipeline.run(null)).toMatchObject({
      code: 'IX_000_000',
      error: 'IX_000_000: request is null',
      ix_id: pipeline.ixId,
      request_id: pipeline.ixId,
      ix_result: null,
      metadata: { timings: [] },
    });
  });

  it.each<[string, object, string, string]>([
    ['neither files nor texts', { use_case: 'invoice' }, 'IX_000_002', 'neither files nor texts given'],
    [
      'the text asked for, no files',
      { use_case: 'invoice', context: TEXT, options: { ocr: { include_ocr_text: true } } },
      'IX_000_004',
      'options.ocr.include_ocr_text with texts alone',
    ],
    [
      'boxes asked for, no files',
      { use_case: 'invoice', context: TEXT, options: { ocr: { include_geometries: true } } },
      'IX_000_004',
      'options.ocr.include_geometries',
    ],
    [
      'reading only, no files',
      { use_case: 'invoice', context: TEXT, options: { ocr: { ocr_only: true } } },
      'IX_000_004',
      'options.ocr.ocr_only',
    ],
    ['neither comes before the artefacts', { options: { ocr: { ocr_only: true } } }, 'IX_000_002', 'neither files nor texts'],
    [
      'the artefacts come before the use case',
      { use_case: 'nope', context: TEXT, options: { ocr: { ocr_only: true } } },
      'IX_000_004',
      'no files given',
    ],
    [
      'an unknown use case',
      { use_case: 'nope', context: TEXT },
      'IX_001_001',
      'no use case "nope"; there are: bank_statement_header, invoice, letter, receipt',
    ],
    ['no use case', { context: TEXT }, 'IX_001_001', 'neither use_case nor use_case_inline given; there are: bank_statement_header'],
    ['a malformed use case', { use_case: 'invoice', use_case_inline: { name: 'x', fields: [] }, context: TEXT }, 'IX_001_001', 'no fields'],
    [
      'an unreadable pattern',
      { use_case_inline: { name: 'x', fields: [{ name: 'a', type: 'string', pattern: '(' }] }, context: TEXT },
      'IX_001_001',
      'pattern does not compile',
    ],
  ])('%s', async (_name, request, code, words) => {
    const response = await pipeline.run(request);
    expect(response.code).toBe(code);
    expect(response.error).toContain(words);
    expect(response.error).toMatch(new RegExp(`^${code}: `));
    expect(response).toMatchObject({ ix_result: null, ocr_result: null, provenance: null });
    expect(steps(response)).toEqual(['setup']);
  });

  it.each([
    ['no text at all', { texts: [''] }],
    ['blanks', { texts: [' \n\t', '\f'] }],
  ])('%s is IX_001_000', async (_name, context) => {
    const response = await pipeline.run({ use_case: 'invoice', context });
    expect(response).toMatchObject({ code: 'IX_001_000', use_case: 'invoice', use_case_name: 'Invoice' });
    expect(steps(response)).toEqual(['setup', 'read', 'extract']);
  });

  it('a scan without text is IX_001_000, and the warning says which file and why', async () => {
    const scan = await pipeline.file('scan.pdf', await drawPdf([(doc) => doc.rect(10, 10, 100, 100).fill()]));
    const response = await pipeline.run({ use_case: 'invoice', context: { files: [scan] } });
    expect(response.code).toBe('IX_001_000');
    expect(response.warning).toHaveLength(1);
    expect(response.warning[0]).toMatch(/^file 0 "scan.pdf": /);
  });
});

describe('files', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['photo.png', PNG, 'IX_000_008'],
    ['broken.pdf', '%PDF-1.7\nnothing more', 'IX_000_008'],
    ['empty.txt', '', 'IX_000_008'],
  ])('%s fails by its index and name', async (name, content, code) => {
    const files = [await pipeline.file('good.txt', 'number: 1'), await pipeline.file(name, content)];
    const response = await pipeline.run({ use_case_inline: COLON_USE_CASE, context: { files } });
    expect(response.code).toBe(code);
    expect(response.error).toContain(`(detail=file 1 "${name}": `);
  });

  it('that need a password are IX_000_009', async () => {
    const locked = await drawPdf([(doc) => write(doc, 'secret', 10, 10)], { userPassword: 'open sesame' });
    const response = await pipeline.run({ use_case: 'invoice', context: { files: [await pipeline.file('locked.pdf', locked)] } });
    expect(response).toMatchObject({ code: 'IX_000_009', metadata: { timings: [{ step: 'setup' }, { step: 'read' }] } });
  });

  it('with too many pages are IX_000_006', async () => {
    const long = await drawPdf(Array.from({ length: 11 }, () => (doc) => write(doc, 'page', 10, 10)));
    const response = await pipeline.run({ use_case: 'invoice', context: { files: [await pipeline.file('long.pdf', long)] } });
    expect(response.code).toBe('IX_000_006');
    expect(steps(response)).toEqual(['setup', 'read']);
  });

  it('out of reach are IX_000_007, and an unknown use case is told before any file is fetched', async () => {
    const files = ['file:///etc/passwd'];
    expect(await pipeline.run({ use_case: 'invoice', context: { files } })).toMatchObject({ code: 'IX_000_007' });
    expect(await pipeline.run({ use_case: 'nope', context: { files } })).toMatchObject({ code: 'IX_001_001' });
  });

  it('are fetched side by side: one failure aborts the rest and is the one told', async () => {
    const aborted: string[] = [];
    const underway = Promise.withResolvers<void>();
    const fetch = async ({ url }: FileRef, signal: AbortSignal) => {
      if (url === 'bad') {
        await underway.promise;
        throw new IxError('IX_000_007', 'answered 404');
      }
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => {
        aborted.push(url);
        reject(new IxError('IX_000_007', 'aborted'));
      });
      if (url === 'slow-2') underway.resolve();
      return promise;
    };
    const parallel = await testPipeline({ files: { fetch, upload: () => Promise.reject(new Error('none')) } });
    try {
      const response = await parallel.run({ use_case: 'invoice', context: { files: ['slow-1', 'bad', 'slow-2'] } });
      expect(response.error).toBe('IX_000_007: file could not be fetched (detail=file 1: answered 404)');
      expect(aborted.sort()).toEqual(['slow-1', 'slow-2']);
    } finally {
      await parallel.close();
    }
  });
});

describe('engines', () => {
  const failing = (error: Error): Engine => ({ name: 'rules', extract: () => Promise.reject(error) });
  const request = { use_case_inline: COLON_USE_CASE, context: TEXT };

  async function runWith(rules: Engine, options: object = {}) {
    const own = await testPipeline({ rules });
    try {
      return await own.run({ ...request, options });
    } finally {
      await own.close();
    }
  }

  it('that are not configured are IX_002_000', async () => {
    const response = await runWith(colonEngine, { gen_ai: { engine: 'llm' } });
    expect(response.code).toBe('IX_002_000');
    expect(response.error).toContain('no model server is configured');
  });

  it('that fail in a known way keep their code', async () => {
    expect(await runWith(failing(new IxError('IX_002_001', 'not JSON')))).toMatchObject({
      code: 'IX_002_001',
      error: 'IX_002_001: structured output did not parse (detail=not JSON)',
    });
  });

  it('that fail in an unknown way are IX_002_000 with the message and no stack; the step has its timing', async () => {
    const response = await runWith(failing(new TypeError('x is not a function')));
    expect(response.error).toBe('IX_002_000: inference backend unavailable or unexpected failure (detail=x is not a function)');
    expect(steps(response)).toEqual(['setup', 'read', 'extract']);
  });

  it('that throw at once, and throw no error, are caught too', async () => {
    const response = await runWith({
      name: 'rules',
      extract: () => {
        throw 'a string';
      },
    });
    expect(response).toMatchObject({ code: 'IX_002_000' });
    expect(response.error).toContain('a string');
  });
});
