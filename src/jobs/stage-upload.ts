/** An upload that is stored while it arrives, in transactions of about a megabyte: neither memory nor a commit grows with it. */
import { randomUUID } from 'node:crypto';
import { deleteStaged, openStaged, type StagedPieces, stagePiece } from '../store/staged-files.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

export interface StagedUpload {
  /** What is stored; null: nothing is. */
  readonly stored: StagedPieces | null;
  /** In order; one call at a time. */
  add(pieces: readonly Uint8Array[]): Promise<void>;
  /** Deletes what no file has by then. Where that fails it goes an hour later. */
  discard(): Promise<void>;
}

/** Nothing is stored yet. */
export function stageUpload(deps: Pick<JobsDeps, 'orm'>): StagedUpload {
  const stagedId = `upload:${randomUUID()}`;
  let [stored, begun]: [StagedPieces | null, boolean] = [null, false];
  return {
    get stored() {
      return stored;
    },
    add: async (pieces) => {
      const before = stored ?? { pieces: 0, bytes: 0 };
      begun = true;
      await transact(deps, 'stage upload', async (em) => {
        if (stored === null) await openStaged(em, stagedId);
        for (const [i, { buffer, byteOffset, length }] of pieces.entries())
          await stagePiece(em, stagedId, before.pieces + i, Buffer.from(buffer, byteOffset, length));
      });
      const bytes = pieces.reduce((sum, { length }) => sum + length, before.bytes);
      stored = { stagedId, pieces: before.pieces + pieces.length, bytes };
    },
    discard: async () => {
      if (begun) await deleteStaged(deps.orm.em.fork(), stagedId);
    },
  };
}
