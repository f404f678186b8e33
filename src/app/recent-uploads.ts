/**
 * Uploads that have just come in, for the worker of the same process: most jobs run right after their submit, and reading a file back from the
 * database costs as much as storing it. What is not here, or not here any more, is read from the database.
 */
import type { FileId } from '../contracts/ids.ts';
import { BULK_BYTES } from '../http/traffic.ts';
import type { NewFile } from '../store/files.ts';

/** Of all that is kept. */
const MAX_BYTES = 32 * 2 ** 20;

export class RecentUploads {
  /** By client and file, the oldest first. A file's id is the hash of its bytes: they cannot be out of date. */
  readonly #kept = new Map<string, Uint8Array>();
  #bytes = 0;

  /** Copies a file, in memory that threads share. The oldest ones make room. One that was stored while it came is not all there any more. */
  keep(file: NewFile): void {
    if (file.staged) return;
    const size = file.pieces.reduce((sum, { length }) => sum + length, 0);
    if (size > BULK_BYTES) return;
    this.take(file.clientId, file.fileId);
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    let at = 0;
    for (const piece of file.pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#kept.set(keyOf(file.clientId, file.fileId), bytes);
    this.#bytes += size;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= MAX_BYTES) return;
      this.#kept.delete(oldest);
      this.#bytes -= length;
    }
  }

  /** A file's bytes, which are not kept any longer: they are hardly asked for twice. Undefined: they are not here. */
  take(clientId: string, fileId: FileId): Uint8Array | undefined {
    const key = keyOf(clientId, fileId);
    const bytes = this.#kept.get(key);
    if (bytes !== undefined) {
      this.#kept.delete(key);
      this.#bytes -= bytes.length;
    }
    return bytes;
  }
}

const keyOf = (clientId: string, fileId: FileId): string => `${clientId} ${fileId}`;
