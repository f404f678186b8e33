/** Whatever a document comes as, it gives the same fields, and no markup or encoding becomes its text. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestPipeline, testPipeline } from '../pipeline/parts.ts';
import { FIELDS, FORMATS } from './formats.ts';

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await testPipeline({ rules: null });
});
afterAll(() => pipeline.close());

test.each(Object.entries(FORMATS))('%s', async (_, bytes) => {
  // The name says nothing: the type is found by the bytes.
  const url = await pipeline.file('document.bin', bytes);
  const response = await pipeline.run({ use_case: 'invoice', context: { files: [url] }, options: { ocr: { include_ocr_text: true } } });
  expect(response).toMatchObject({ error: null, ix_result: { result: FIELDS } });
  expect(response.ocr_result?.result.text?.replace(/^<\/?page.*>$/gm, '')).not.toMatch(/[<>]|=\d[A-F\d]|&\w+;|w:t|base64/);
});
