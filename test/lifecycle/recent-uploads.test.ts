/** Uploads on their way from the API to the worker of the same process. */
import { expect, test } from 'vitest';
import { RecentUploads } from '../../src/app/recent-uploads.ts';
import { FileIdSchema } from '../../src/contracts/ids.ts';
import type { NewFile } from '../../src/store/files.ts';

const MIB = 2 ** 20;
const idOf = (n: number) => FileIdSchema.parse(`sha256:${n.toString(16).padStart(64, '0')}`);
const file = (n: number, ...pieces: Uint8Array[]): NewFile => ({ clientId: 'acme', fileId: idOf(n), pieces });

test('what came in is there once, whole, in memory that threads share, and for its client alone', () => {
  const recent = new RecentUploads();
  recent.keep({ ...file(1, Uint8Array.of(3)), staged: { stagedId: 'upload:1', pieces: 1, bytes: 2 } });
  expect(recent.take('acme', idOf(1))).toBeUndefined();
  recent.keep(file(1, Uint8Array.of(1, 2), Uint8Array.of(3)));
  expect(recent.take('other', idOf(1))).toBeUndefined();
  const bytes = recent.take('acme', idOf(1));
  expect([...(bytes ?? [])]).toEqual([1, 2, 3]);
  expect(bytes?.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(recent.take('acme', idOf(1))).toBeUndefined();
});

test('the oldest make room, also when a file comes again, and a large one is not kept', () => {
  const recent = new RecentUploads();
  recent.keep(file(0, new Uint8Array(4 * MIB + 1)));
  expect(recent.take('acme', idOf(0))).toBeUndefined();
  // Nine of 4 MiB, one of them twice, where there is room for eight.
  for (const n of [1, 2, 3, 4, 5, 5, 6, 7, 8, 9]) recent.keep(file(n, new Uint8Array(4 * MIB)));
  const kept = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((n) => recent.take('acme', idOf(n)) !== undefined);
  expect(kept).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
});
