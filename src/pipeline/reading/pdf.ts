/** A PDF's text layer → contract pages: the work itself, without a thread around it. Pages without text wait for OCR. */
import { IxError } from '../../contracts/errors.ts';
import type { Page } from '../../contracts/response.ts';
import { pageFrame, readGlyphs, SCRATCH_BYTES } from './glyphs.ts';
import { layOut } from './layout.ts';
import { loadPdfium, type Pdfium } from './pdfium.ts';
import type { Unread } from './reading.ts';
import { seenGlyphs } from './seen.ts';

export interface PdfOptions {
  /** A PDF with more pages is refused with IX_000_006. */
  readonly maxPages: number;
  /** Most memory PDFium may take, MiB; the bounds on characters and words follow from it too. */
  readonly maxMb?: number;
  /** Called after each page: pages read so far, pages in all. */
  readonly onPage?: (page: number, pages: number) => void;
}

export interface PdfReading {
  /** `file_index` is 0: whoever knows the file's place sets it. */
  readonly pages: Page[];
  readonly unread: Unread[];
}

/**
 * V8 ends the whole process, not just the thread, when a heap outgrows its limit in one leap; so what a document may become is
 * bounded long before that. A glyph in work takes about 300 bytes, a word about 600.
 */
const GLYPHS_OF_A_PAGE_PER_MB = 1000;
const WORDS_PER_MB = 1000;

/** FPDF_GetLastError, public/fpdfview.h. */
const FPDF_ERR_PASSWORD = 4;
const FPDF_ERR_SECURITY = 5;

/** One instance serves document after document; after a crash, or a document that made it large, a fresh one takes over. */
let current: { readonly pdfium: Promise<Pdfium>; readonly maxMb: number } | null = null;
const KEEP_BELOW_BYTES = 128 * 2 ** 20;

/**
 * Reads a PDF's text layer.
 * @throws IxError IX_000_006 too many pages, IX_000_008 not readable, IX_000_009 password needed.
 */
export async function readPdf(bytes: Uint8Array, { maxPages, maxMb = 512, onPage }: PdfOptions): Promise<PdfReading> {
  if (current?.maxMb !== maxMb) current = { pdfium: loadPdfium(maxMb * 2 ** 20), maxMb };
  const pdfium = await current.pdfium;
  try {
    const reading = readWith(pdfium, bytes, maxPages, maxMb, onPage);
    if (pdfium.HEAPU8.length > KEEP_BELOW_BYTES) current = null;
    return reading;
  } catch (error) {
    if (error instanceof IxError) throw error;
    // A trap inside WebAssembly leaves its memory in an unknown state.
    current = null;
    const words = `the PDF is damaged, or takes more than ${maxMb} MiB to read (IX_PIPELINE_THREAD_MB)`;
    throw new IxError('IX_000_008', words, { cause: error });
  }
}

function readWith(pdfium: Pdfium, bytes: Uint8Array, maxPages: number, maxMb: number, onPage: PdfOptions['onPage']): PdfReading {
  const { malloc, free } = pdfium.wasmExports;
  const data = malloc(bytes.length);
  const scratch = malloc(SCRATCH_BYTES);
  if (data === 0 || scratch === 0) throw new Error('out of memory');
  pdfium.HEAPU8.set(bytes, data);
  const document = pdfium._FPDF_LoadMemDocument(data, bytes.length, 0);
  try {
    if (document === 0) throw openError(pdfium._FPDF_GetLastError());
    const count = pdfium._FPDF_GetPageCount(document);
    if (count === 0) throw new IxError('IX_000_008', 'the PDF has no pages, or is cut off');
    if (count > maxPages) throw new IxError('IX_000_006', `${count} pages, at most ${maxPages} are read`);
    const pages: Page[] = [];
    const unread: Unread[] = [];
    let words = 0;
    for (let index = 0; index < count; index++) {
      const page = readPage(pdfium, document, index, scratch, maxMb, unread);
      words += page.lines.reduce((sum, line) => sum + line.words.length, 0);
      if (words > maxMb * WORDS_PER_MB) throw tooMuch(`more than ${maxMb * WORDS_PER_MB} words`);
      pages.push(page);
      onPage?.(index + 1, count);
    }
    return { pages, unread };
  } finally {
    if (document !== 0) pdfium._FPDF_CloseDocument(document);
    free(scratch);
    free(data);
  }
}

const tooMuch = (what: string): IxError =>
  new IxError('IX_000_008', `the PDF has ${what}, too many for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)`);

function openError(code: number): IxError {
  if (code === FPDF_ERR_PASSWORD) return new IxError('IX_000_009', 'the PDF opens only with a password');
  if (code === FPDF_ERR_SECURITY) return new IxError('IX_000_008', 'the PDF is encrypted in a way that is not supported');
  return new IxError('IX_000_008', 'the PDF is damaged beyond repair');
}

/** FLATTEN_SUCCESS, public/fpdf_flatten.h. */
const FLATTENED = 1;

/** The page with what is laid over it (filled-in form fields, typed notes, stamps) made part of it; 0 when it cannot be read. */
export function loadPage(pdfium: Pdfium, document: number, index: number): number {
  const page = pdfium._FPDF_LoadPage(document, index);
  if (page === 0 || pdfium._FPDFPage_GetAnnotCount(page) === 0 || pdfium._FPDFPage_Flatten(page, 0) !== FLATTENED) return page;
  // Only a page loaded anew shows it.
  pdfium._FPDF_ClosePage(page);
  return pdfium._FPDF_LoadPage(document, index);
}

function readPage(pdfium: Pdfium, document: number, index: number, scratch: number, maxMb: number, unread: Unread[]): Page {
  const page = loadPage(pdfium, document, index);
  if (page === 0) throw new IxError('IX_000_008', `page ${index + 1} of the PDF is damaged`);
  const textPage = pdfium._FPDFText_LoadPage(page);
  try {
    if (textPage === 0) throw new IxError('IX_000_008', `page ${index + 1} of the PDF is damaged`);
    const characters = pdfium._FPDFText_CountChars(textPage);
    if (characters > maxMb * GLYPHS_OF_A_PAGE_PER_MB) throw tooMuch(`${characters} characters on page ${index + 1}`);
    const frame = pageFrame(pdfium, page, scratch);
    const { glyphs, unmapped } = readGlyphs(pdfium, textPage, frame, scratch);
    const lines = layOut(seenGlyphs(pdfium, page, glyphs, frame, scratch));
    // Where OCR will step in: the page has nothing to read, or nothing that says which letters it shows.
    const notRead = (reason: string) => unread.push({ file_index: 0, page_no: index + 1, reason: `page ${index + 1}${reason}` });
    if (lines.length === 0 && unmapped === 0) notRead(' has no text; it looks like a scan and was not read');
    if (unmapped > glyphs.length) notRead(`: the fonts of ${unmapped} characters do not say which letters they show; they were not read`);
    return {
      page_no: index + 1,
      file_index: 0,
      width: frame.width,
      height: frame.height,
      unit: 'point',
      origin: 'pdf-text',
      rotation: frame.rotation,
      lines,
    };
  } finally {
    if (textPage !== 0) pdfium._FPDFText_ClosePage(textPage);
    pdfium._FPDF_ClosePage(page);
  }
}
