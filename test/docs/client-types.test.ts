/** What is written from the contracts is as they are now. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { CLIENT_TYPES, clientTypes } from '../../docs/client-types.ts';

test('src/client/api.ts is current: npm run docs', async () => {
  expect(await readFile(CLIENT_TYPES, 'utf8')).toBe(await clientTypes());
});
