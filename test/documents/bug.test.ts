/** A fault of ix's own while it reads is told as one, and never laid to the document. */
import { expect, test, vi } from 'vitest';
import read from '../../src/pipeline/reading/reading-thread.ts';
import { rawPdf } from './raw-pdf.ts';

test('an exception of ix is no damage of the PDF', async () => {
  const bytes = rawPdf([{ content: 'BT /F1 12 Tf 72 700 Td (fine) Tj ET' }]);
  const fault = vi.spyOn(String, 'fromCodePoint').mockImplementation(() => {
    throw new TypeError('of our own making');
  });
  const result = await read({ bytes, encoding: null, maxPages: 1, maxMb: 64, progress: null });
  fault.mockRestore();
  expect(result).toEqual({ bug: expect.stringContaining('TypeError: of our own making') });
  expect(await read({ bytes, encoding: null, maxPages: 1, maxMb: 64, progress: null })).toMatchObject({ unread: [] });
});
