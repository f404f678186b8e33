/** A password opens a PDF; without it, or with another one, the job says so. It is kept to be used, and shown to nobody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RequestIXSchema, redactRequest, toldRequest } from '../../src/contracts/request.ts';
import { createPageRenderer } from '../../src/pipeline/reading/render.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { type TestPipeline, testPipeline } from '../pipeline/parts.ts';
import { PRINTED, pdfOf } from './e-invoice-files.ts';
import { docxFile, odfFile, wordParagraph } from './office-files.ts';
import { zipFile } from './zip-file.ts';

const PASSWORD = 'Schlüssel 7';
let pipeline: TestPipeline;
let url: string;
beforeAll(async () => {
  pipeline = await testPipeline({ rules: null });
  // In this kind of encryption passwords are Latin letters: PDFium writes them so.
  url = await pipeline.file('locked.pdf', await pdfOf(PRINTED, { userPassword: 'Geheim7' }));
});
afterAll(() => pipeline.close());

const run = (password?: string) =>
  pipeline.run({ use_case: 'invoice', context: { files: [{ url, ...(password === undefined ? {} : { password }) }] } });

test('the right one opens the PDF', async () => {
  expect(await run('Geheim7')).toMatchObject({ error: null, ix_result: { result: { gross_amount: '1190.00' } } });
});

test('none and a wrong one are told apart, and neither is shown', async () => {
  expect(await run()).toMatchObject({
    code: 'IX_000_009',
    error:
      'IX_000_009: file needs a password (detail=file 0 "locked.pdf": the PDF opens only with a password; send it as `password` of the file)',
  });
  const wrong = await run(PASSWORD);
  expect(wrong).toMatchObject({
    code: 'IX_000_009',
    error: 'IX_000_009: file needs a password (detail=file 0 "locked.pdf": the password sent with it does not open the PDF)',
  });
  expect(JSON.stringify(wrong)).not.toContain(PASSWORD);
});

test('its pages are drawn with it', async () => {
  const renderer = createPageRenderer({
    threads: new ThreadPool({ threads: 1, kept: 0, maxHeapMb: 256 }),
    cacheBytes: 1e6,
    timeoutSeconds: 20,
  });
  const bytes = () => pdfOf(PRINTED, { userPassword: 'Geheim7' });
  expect(await renderer.render('a', bytes, 1, 20, { kind: 'pdf', password: 'Geheim7', turn: 0, angle: 0 })).toMatchObject({ pages: 1 });
  await expect(renderer.render('b', bytes, 1, 20)).rejects.toMatchObject({ code: 'IX_000_009' });
  await renderer.close();
});

test('requests are shown without it, to callers and to receivers of callbacks', () => {
  const file_id = `sha256:${'0'.repeat(64)}`;
  const request = RequestIXSchema.parse({
    use_case: 'invoice',
    request_id: 'a',
    context: { files: [{ url: 'https://files.example.com/a.pdf', password: PASSWORD }, { file_id, password: PASSWORD }, { file_id }] },
  });
  expect(redactRequest(request).context.files.map(({ password }) => password)).toEqual(['***', '***', null]);
  expect(JSON.stringify([redactRequest(request), toldRequest(request)])).not.toContain(PASSWORD);
});

describe('other files that are encrypted say so', () => {
  const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from('EncryptedPackage', 'utf16le')]);
  test.each<[string, Uint8Array]>([
    ['an Office file', compound],
    ['an OpenDocument text', odfFile('text', '', { manifest: '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>' })],
    ['a DOCX whose parts are', docxFile(wordParagraph('a'), {}, { flags: 1 })],
  ])('%s', async (_, bytes) => {
    const file = await pipeline.file('encrypted', bytes);
    expect(await pipeline.run({ use_case: 'invoice', context: { files: [file] } })).toMatchObject({ code: 'IX_000_009' });
  });
  test('and a ZIP archive is one all the same', async () => {
    const file = await pipeline.file('encrypted.zip', zipFile({ 'a.txt': 'a' }, { flags: 1 }));
    expect(await pipeline.run({ use_case: 'invoice', context: { files: [file] } })).toMatchObject({ code: 'IX_000_005' });
  });
});
