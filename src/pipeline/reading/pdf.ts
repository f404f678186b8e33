/** A PDF's text layer → contract pages: the work itself, without a thread around it. Pages without text wait for OCR. */
import { IxError } from '../../contracts/errors.ts';
import type { Page } from '../../contracts/response.ts';
import { type Glyph, SCRATCH_BYTES } from './glyphs.ts';
import { layOut } from './layout.ts';
import { objectsOf } from './objects.ts';
import { type Doubt, doubtOf } from './ocr/doubts.ts';
import { join } from './ocr/join.ts';
import { PageNotes, type Recognised } from './ocr/recognised.ts';
import { frameOf } from './ocr/straightening.ts';
import type { PdfAttachment } from './pdf-attachments.ts';
import { type OpenPdf, openPdf } from './pdf-page.ts';
import { isCrash, loadPdfium, OutOfMemory, type Pdfium } from './pdfium.ts';
import { type FileReading, nothingRead } from './readers/reader.ts';
import { seenGlyphs } from './seen.ts';
import { readUpright } from './upright.ts';

export interface PdfOptions {
  /** A PDF with more pages is refused with IX_000_006. */
  readonly maxPages: number;
  /** Most memory PDFium may take, MiB; the bounds on characters and words follow from it too. */
  readonly maxMb?: number;
  /** Null or absent: none was sent. */
  readonly password?: string | null;
  /** What OCR has given so far; null, or not said: there is none. */
  readonly recognised?: Recognised;
  /** Called after each page: pages read so far, pages in all. */
  readonly onPage?: (page: number, pages: number) => void;
}

export interface PdfReading extends Required<FileReading> {
  /** Files within the PDF. */
  readonly attachments: PdfAttachment[];
}

/**
 * V8 ends the whole process, not just the thread, when a heap outgrows its limit in one leap; so what a document may become is
 * bounded long before that. A glyph in work takes about 300 bytes, a word about 600.
 */
const GLYPHS_OF_A_PAGE_PER_MB = 1000;
const WORDS_PER_MB = 1000;

/** A page that crashes PDFium is left out, and a fresh one reads on; so often at most, for each try may take seconds. */
const CRASHES_MAX = 3;

/** One instance serves document after document; after a crash, or a document that made it large, a fresh one takes over. */
let current: { readonly pdfium: Promise<Pdfium>; readonly maxMb: number } | null = null;
const KEEP_BELOW_BYTES = 128 * 2 ** 20;

/**
 * Reads a PDF's text layer. A page that cannot be read is told in `unread`; the others are read all the same.
 * @throws IxError IX_000_006 too many pages, IX_000_008 not readable, no page of it, IX_000_009 password needed.
 */
export async function readPdf(bytes: Uint8Array, options: PdfOptions): Promise<PdfReading> {
  const { maxPages, maxMb = 512, password = null, onPage, recognised = null } = options;
  const empty: PdfReading = { ...nothingRead(), attachments: [] };
  const work: Work = { bytes, password, maxPages, maxMb, onPage, recognised, ...empty, told: new PageNotes(), damaged: 0, words: 0 };
  for (let crashes = 0; ; crashes++) {
    if (current?.maxMb !== maxMb) current = { pdfium: loadPdfium(maxMb * 2 ** 20), maxMb };
    const pdfium = await current.pdfium;
    try {
      readWith(pdfium, work);
      if (pdfium.HEAPU8.length > KEEP_BELOW_BYTES) current = null;
      if (work.damaged < work.pages.length) {
        const { pages, unread, wanted, straightened, attachments } = work;
        return { ...nothingRead(), pages, unread, wanted, notes: work.told.sentences(), straightened, attachments };
      }
      throw new IxError('IX_000_008', work.pages.length === 1 ? 'page 1 of the PDF is damaged' : 'all pages of the PDF are damaged');
    } catch (error) {
      if (error instanceof IxError) throw error;
      // A trap inside WebAssembly leaves its memory in an unknown state.
      current = null;
      if (!isCrash(error)) throw error;
      const { count } = work;
      if (count === undefined || crashes === CRASHES_MAX || (work.damaged === work.pages.length && work.pages.length + 1 === count)) {
        const words = `the PDF is damaged, or takes more than ${maxMb} MiB to read (IX_PIPELINE_THREAD_MB)`;
        throw new IxError('IX_000_008', words, { cause: error });
      }
      leaveOut(work, ` is damaged, or takes more than ${maxMb} MiB to read (IX_PIPELINE_THREAD_MB); it was not read`, {
        width: 0,
        height: 0,
      });
    }
  }
}

/** A document that is being read; more than one PDFium may have to do with it. */
interface Work extends PdfReading {
  readonly bytes: Uint8Array;
  readonly password: string | null;
  readonly maxPages: number;
  readonly maxMb: number;
  readonly onPage: PdfOptions['onPage'];
  readonly recognised: Recognised;
  readonly told: PageNotes;
  /** Pages in all, once known. */
  count?: number;
  /** Of those read so far, how many could not be. */
  damaged: number;
  words: number;
}

/** From the page where the work stands. */
function readWith(pdfium: Pdfium, work: Work): void {
  const scratch = pdfium.wasmExports.malloc(SCRATCH_BYTES);
  if (scratch === 0) throw new OutOfMemory();
  const document = openPdf(pdfium, work.bytes, work.password);
  try {
    const count = document.pages;
    if (count === 0) throw new IxError('IX_000_008', 'the PDF has no pages, or is cut off');
    if (count > work.maxPages) throw new IxError('IX_000_006', `${count} pages, at most ${work.maxPages} are read`);
    // Only once: another PDFium may go on with the pages.
    if (work.count === undefined) work.attachments.push(...document.attachments(scratch));
    work.count = count;
    while (work.pages.length < count) {
      readPage(pdfium, document, scratch, work);
      if (work.words > work.maxMb * WORDS_PER_MB) throw tooMuch(`more than ${work.maxMb * WORDS_PER_MB} words`);
      work.onPage?.(work.pages.length, count);
    }
  } finally {
    document.close();
    pdfium.wasmExports.free(scratch);
  }
}

const tooMuch = (what: string): IxError =>
  new IxError('IX_000_008', `the PDF has ${what}, too many for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)`);

/** Where OCR will step in. */
function tellUnread({ pages, unread }: Work, reason: string): void {
  const page_no = pages.length + 1;
  unread.push({ file_index: 0, page_no, reason: `page ${page_no}${reason}` });
}

function leaveOut(work: Work, reason: string, size: Pick<Page, 'width' | 'height'>): void {
  tellUnread(work, reason);
  work.damaged++;
  work.pages.push({ page_no: work.pages.length + 1, file_index: 0, ...size, unit: 'point', origin: 'pdf-text', rotation: 0, lines: [] });
}

function readPage(pdfium: Pdfium, document: OpenPdf, scratch: number, work: Work): void {
  const index = work.pages.length;
  const page = document.page(index, scratch);
  if (page === 0) {
    leaveOut(work, ' is damaged and was not read', document.size(index, scratch));
    return;
  }
  const textPage = pdfium._FPDFText_LoadPage(page);
  try {
    if (textPage === 0) {
      leaveOut(work, ' is damaged and was not read', document.size(index, scratch));
      return;
    }
    const characters = pdfium._FPDFText_CountChars(textPage);
    if (characters > work.maxMb * GLYPHS_OF_A_PAGE_PER_MB) throw tooMuch(`${characters} characters on page ${index + 1}`);
    const read = readUpright(pdfium, page, textPage, scratch);
    const { frame } = read;
    const objects = objectsOf(pdfium, page, scratch);
    const glyphs = seenGlyphs(pdfium, page, read.glyphs, frame, objects);
    const doubt = doubtOf(read, glyphs, frame, objects);
    const { width, height, rotation } = frame;
    const plain: Page = { page_no: index + 1, file_index: 0, width, height, unit: 'point', origin: 'pdf-text', rotation, lines: [] };
    const done = doubt === null ? { ...plain, lines: layOut(glyphs) } : resolve(work, doubt, plain, glyphs, read.unmapped);
    work.words += done.lines.reduce((sum, line) => sum + line.words.length, 0);
    work.pages.push(done);
  } finally {
    if (textPage !== 0) pdfium._FPDFText_ClosePage(textPage);
    pdfium._FPDF_ClosePage(page);
  }
}

/** A page whose text layer is not all: with OCR where it has been, else as its text layer says. */
function resolve(work: Work, doubt: Doubt, plain: Page, glyphs: readonly Glyph[], unmapped: number): Page {
  const { page_no } = plain;
  const page = work.recognised?.get(page_no);
  if (page === undefined || 'failed' in page) {
    const why = page === undefined ? '' : `: ${page.failed}`;
    if (work.recognised !== null && page === undefined) work.wanted.push({ page_no, straighten: doubt.why === 'no-text' });
    else if (doubt.why === 'no-text') tellUnread(work, ` has no text; it looks like a scan and was not read${why}`);
    else if (doubt.why === 'unmapped' && unmapped > 0)
      tellUnread(work, `: the fonts of ${unmapped} characters do not say which letters they show; they were not read${why}`);
    return { ...plain, lines: layOut(glyphs) };
  }
  if (doubt.why === 'no-text') {
    if (page.words.length === 0) tellUnread(work, ' has no text that OCR could read');
    else work.told.add(page_no, 'there is no text layer; it was read by OCR');
    if (page.turn !== 0 || page.angle !== 0) work.straightened.push({ page_no, turn: page.turn, angle: page.angle });
    const { rotation, ...size } = frameOf(page);
    return { ...plain, ...size, rotation: turned(plain.rotation, rotation), origin: 'ocr', lines: layOut([], page.words) };
  }
  const joined = join(doubt, glyphs, page);
  if (joined.note !== null) work.told.add(page_no, joined.note);
  const origin = joined.recognised.length === 0 ? 'pdf-text' : joined.glyphs.length === 0 ? 'ocr' : 'pdf-text+ocr';
  return { ...plain, origin, lines: layOut(joined.glyphs, joined.recognised) };
}

const turned = (rotation: Page['rotation'], turn: Page['rotation']): Page['rotation'] =>
  ([0, 90, 180, 270] as const)[((rotation + turn) % 360) / 90] ?? 0;
