/** What a reader for a type of file is: bytes in, pages out, in a thread that can be killed. */
import type { Page } from '../../../contracts/response.ts';
import type { EInvoice } from '../../e-invoices/e-invoice.ts';
import type { Recognised, StraightenedPage, WantedPage } from '../ocr/recognised.ts';
import type { Unread } from '../reading.ts';
import type { Sniffed } from '../sniff.ts';

export interface ReadingLimits {
  /** A PDF with more pages is refused. */
  readonly maxPages: number;
  /** Limit of the thread's JavaScript heap, and of the PDF parser's memory beside it, MiB. */
  readonly maxMb: number;
}

export interface FileToRead {
  readonly bytes: Uint8Array;
  readonly type: Sniffed;
  /** What the request says opens the file; null: nothing was sent. */
  readonly password: string | null;
}

export interface ReaderTools {
  readonly limits: ReadingLimits;
  /** Whether electronic invoices are evidence of their own: `options.ocr.use_embedded`. */
  readonly useEmbedded: boolean;
  /** What OCR has given for the file so far. */
  readonly recognised: Recognised;
  /** Called while pages are read: how many so far, and in all. */
  readonly onPage: OnPage;
  /** Reads a file within this one, whatever it is, whose pages follow `before` others. @throws IxError as {@link Reader.read} says, and IX_000_005 for a file too far within. */
  readonly readInner: (bytes: Uint8Array, before: number) => Promise<FileReading>;
}

type OnPage = (page: number, pages: number) => void;

export interface FileReading {
  /** `file_index` is 0, here and in `unread`: the caller knows the file's place. */
  readonly pages: Page[];
  readonly unread: Unread[];
  /** Pages that wait for OCR: with it, the file is read again. This and what follows, absent: none. */
  readonly wanted?: WantedPage[];
  /** What was done to read it that people should know, in sentences. */
  readonly notes?: string[];
  readonly straightened?: StraightenedPage[];
  /** As in `Reading`. */
  readonly eInvoices?: EInvoice[];
}

/** To begin with. */
export const nothingRead = (): Required<FileReading> => ({ pages: [], unread: [], wanted: [], notes: [], straightened: [], eInvoices: [] });

export interface Reader {
  /**
   * Nothing of the file is executed, and nothing that it points to is fetched.
   * @throws IxError IX_000_005 a variant that is not read, IX_000_006 too many pages, IX_000_008 unreadable or too costly to read,
   * IX_000_009 password needed.
   */
  read(file: FileToRead, tools: ReaderTools): Promise<FileReading>;
}
