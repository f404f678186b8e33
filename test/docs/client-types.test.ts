/** What is written from the contracts and routes is as they are now, and the clients reach every operation there is. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clientFiles, others } from '../../docs/client-types.ts';

describe('is current: npm run docs', async () => {
  test.each((await clientFiles()).map(([path, text]) => [basename(path), path, text] as const))('%s', async (_, path, text) => {
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});

test('what does not go by `call` has a verb of its own', () => {
  // reviews, upload, events, batchEvents, pageImage, document
  expect(others).toEqual(['listReviews', 'uploadFile', 'watchJob', 'watchBatch', 'getPageImage', 'getDocument']);
});
