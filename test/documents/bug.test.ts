/** A fault of ix's own while it reads is told as one, and never laid to the document. */
import { expect, test, vi } from 'vitest';
import { IxError } from '../../src/contracts/errors.ts';
import { readFile } from '../../src/pipeline/reading/readers/readers.ts';
import { rawPdf } from './raw-pdf.ts';

test('an exception of ix is no damage of the PDF', async () => {
  const bytes = rawPdf([{ content: 'BT /F1 12 Tf 72 700 Td (fine \\261 fine) Tj ET' }]);
  const read = () =>
    readFile(
      { bytes, type: { kind: 'pdf' }, password: null },
      { limits: { maxPages: 1, maxMb: 64 }, recognised: null, onPage: () => {}, useEmbedded: true },
    );
  const fault = vi.spyOn(String, 'fromCodePoint').mockImplementation(() => {
    throw new TypeError('of our own making');
  });
  const thrown = await read().catch((error: unknown) => error);
  fault.mockRestore();
  expect(thrown).toBeInstanceOf(TypeError);
  expect(thrown).not.toBeInstanceOf(IxError);
  expect(await read()).toMatchObject({ unread: [] });
});
