/** A thread's task: one page of a PDF, drawn by PDFium. */
import sharp from 'sharp';
import { IxError } from '../../contracts/errors.ts';
import { type PageFrame, pageFrame, SCRATCH_BYTES } from './glyphs.ts';
import { paint } from './paint.ts';
import { openPdf } from './pdf-page.ts';
import { isCrash, loadPdfium, OutOfMemory, type Pdfium } from './pdfium.ts';
import { readUpright } from './upright.ts';

export interface DrawingInput {
  readonly bytes: Uint8Array;
  /** 1-based. */
  readonly page: number;
  /** Null: only how many pages there are and how large this one is. */
  readonly dpi: number | null;
  readonly maxMb: number;
}

export interface PageImage {
  /** Pages of the document. */
  readonly pages: number;
  /** Of the page as displayed, in points. */
  readonly width: number;
  readonly height: number;
  /** Null where no image was asked for. */
  readonly png: Uint8Array | null;
}

const POINTS_PER_INCH = 72;
/** Pixels of one image at most: A3 at 300 dpi is 17 million, 4 bytes each in PDFium's memory. Larger pages are rendered smaller. */
const PIXELS_MAX = 20_000_000;

let current: Promise<Pdfium> | null = null;

/** @returns null: there is no such page. @throws IxError IX_000_008 when it cannot be drawn. */
export default async function drawPage(input: DrawingInput): Promise<PageImage | null> {
  const page = await drawOnce(input);
  if (page?.pixels == null) return page === null ? null : { ...page.size, png: null };
  const { pixels, width, height } = page.pixels;
  const png = await sharp(pixels, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .toBuffer();
  return { ...page.size, png };
}

/** The page's size and its pixels: red, green, blue and 255. @returns and throws as above. */
export async function drawOnce(input: DrawingInput): Promise<Drawn | null> {
  current ??= loadPdfium(input.maxMb * 2 ** 20);
  try {
    return draw(await current, input);
  } catch (error) {
    if (!isCrash(error)) throw error;
    // A trap inside WebAssembly leaves its memory in an unknown state.
    current = null;
    throw new IxError('IX_000_008', `the page could not be drawn within ${input.maxMb} MiB (IX_PIPELINE_THREAD_MB)`);
  }
}

export interface Drawn {
  readonly size: { readonly pages: number; readonly width: number; readonly height: number };
  readonly pixels: { readonly pixels: Uint8Array; readonly width: number; readonly height: number } | null;
}

function draw(pdfium: Pdfium, { bytes, page: number, dpi }: DrawingInput): Drawn | null {
  const scratch = pdfium.wasmExports.malloc(SCRATCH_BYTES);
  if (scratch === 0) throw new OutOfMemory();
  const document = openPdf(pdfium, bytes);
  let page = 0;
  try {
    if (number > document.pages) return null;
    page = document.page(number - 1, scratch);
    if (page === 0) throw new IxError('IX_000_008', `page ${number} of the PDF is damaged`);
    const { width, height } = frameOf(pdfium, page, scratch);
    const size = { pages: document.pages, width, height };
    return { size, pixels: dpi === null ? null : pixelsOf(pdfium, page, width, height, dpi) };
  } finally {
    if (page !== 0) pdfium._FPDF_ClosePage(page);
    document.close();
    pdfium.wasmExports.free(scratch);
  }
}

/** As the page was read: turned upright where that was done. */
function frameOf(pdfium: Pdfium, page: number, scratch: number): PageFrame {
  const textPage = pdfium._FPDFText_LoadPage(page);
  if (textPage === 0) return pageFrame(pdfium, page, scratch);
  try {
    return readUpright(pdfium, page, textPage, scratch).frame;
  } finally {
    pdfium._FPDFText_ClosePage(textPage);
  }
}

function pixelsOf(pdfium: Pdfium, page: number, pointsWide: number, pointsHigh: number, dpi: number) {
  const wanted = dpi / POINTS_PER_INCH;
  const scale = Math.min(wanted, Math.sqrt(PIXELS_MAX / (pointsWide * pointsHigh)));
  const width = Math.max(1, Math.round(pointsWide * scale));
  const height = Math.max(1, Math.round(pointsHigh * scale));
  return { pixels: paint(pdfium, page, width, height), width, height };
}
