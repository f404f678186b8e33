/** One document → its pages, whatever its type; runs in a thread that can be killed, or anywhere for a small text. */
import { IxError } from '../../contracts/errors.ts';
import type { Page } from '../../contracts/response.ts';
import type { TextEncoding } from './encoding.ts';
import { readPdf } from './pdf.ts';
import type { Unread } from './reading.ts';
import type { Sniffed } from './sniff.ts';
import { readText } from './text.ts';

export interface ReadingLimits {
  /** A PDF with more pages is refused. */
  readonly maxPages: number;
  /** Limit of the thread's JavaScript heap, and of the PDF parser's memory beside it, MiB. */
  readonly maxMb: number;
}

export interface DocumentReading {
  /** `file_index` is 0, here and in `unread`: the caller knows the file's place. */
  readonly pages: Page[];
  readonly unread: Unread[];
}

/** Decoded, cleaned and cut up, a text takes up to 16 times its bytes; its lines and words about 300 bytes each. See also pdf.ts. */
const TEXT_BYTES_PER_MB = 65_536;
const TEXT_PARTS_PER_MB = 2000;

/**
 * @param onPage called while a PDF is read: pages read so far, pages in all.
 * @throws IxError IX_000_006 too many pages, IX_000_008 unreadable or too costly to read, IX_000_009 password needed.
 */
export async function readDocument(
  bytes: Uint8Array,
  type: Sniffed,
  limits: ReadingLimits,
  onPage: (page: number, pages: number) => void,
): Promise<DocumentReading> {
  if (type.kind === 'pdf') return await readPdf(bytes, { ...limits, onPage });
  return { pages: readEncoded(bytes, type.encoding, limits.maxMb), unread: [] };
}

function readEncoded(bytes: Uint8Array, encoding: TextEncoding, maxMb: number): Page[] {
  if (bytes.length > maxMb * TEXT_BYTES_PER_MB) {
    const words = `a text of ${bytes.length} bytes is too long for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)`;
    throw new IxError('IX_000_008', words);
  }
  return readText(new TextDecoder(encoding).decode(bytes), maxMb * TEXT_PARTS_PER_MB);
}
