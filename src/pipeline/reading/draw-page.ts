/** A thread's task: one page of a PDF, drawn by PDFium. */
import sharp from 'sharp';
import { IxError } from '../../contracts/errors.ts';
import { pageFrame, SCRATCH_BYTES } from './glyphs.ts';
import { loadPage } from './pdf.ts';
import { loadPdfium, type Pdfium } from './pdfium.ts';

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
/** FPDFBitmap_BGRA, FPDF_REVERSE_BYTE_ORDER (so the bytes are RGBA) and FPDF_ANNOT of public/fpdfview.h. */
const BGRA = 4;
const FLAGS = 0x10 | 0x01;

let current: Promise<Pdfium> | null = null;

/** @returns null: there is no such page. @throws IxError IX_000_008 when it cannot be drawn. */
export default async function drawPage(input: DrawingInput): Promise<PageImage | null> {
  current ??= loadPdfium(input.maxMb * 2 ** 20);
  try {
    const page = draw(await current, input);
    if (page?.pixels == null) return page === null ? null : { ...page.size, png: null };
    const { pixels, width, height } = page.pixels;
    const png = await sharp(pixels, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .png({ compressionLevel: 6 })
      .toBuffer();
    return { ...page.size, png };
  } catch (error) {
    if (error instanceof IxError) throw error;
    // A trap inside WebAssembly leaves its memory in an unknown state.
    current = null;
    throw new IxError('IX_000_008', `the page could not be drawn within ${input.maxMb} MiB (IX_PIPELINE_THREAD_MB)`);
  }
}

interface Drawn {
  readonly size: { readonly pages: number; readonly width: number; readonly height: number };
  readonly pixels: { readonly pixels: Uint8Array; readonly width: number; readonly height: number } | null;
}

function draw(pdfium: Pdfium, { bytes, page: number, dpi }: DrawingInput): Drawn | null {
  const { malloc, free } = pdfium.wasmExports;
  const data = malloc(bytes.length);
  const scratch = malloc(SCRATCH_BYTES);
  if (data === 0 || scratch === 0) throw new Error('out of memory');
  pdfium.HEAPU8.set(bytes, data);
  const document = pdfium._FPDF_LoadMemDocument(data, bytes.length, 0);
  let page = 0;
  try {
    if (document === 0) throw new IxError('IX_000_008', 'the PDF is damaged, or opens only with a password');
    const pages = pdfium._FPDF_GetPageCount(document);
    if (number > pages) return null;
    page = loadPage(pdfium, document, number - 1);
    if (page === 0) throw new IxError('IX_000_008', `page ${number} of the PDF is damaged`);
    const { width, height } = pageFrame(pdfium, page, scratch);
    const size = { pages, width, height };
    return { size, pixels: dpi === null ? null : pixelsOf(pdfium, page, width, height, dpi) };
  } finally {
    if (page !== 0) pdfium._FPDF_ClosePage(page);
    if (document !== 0) pdfium._FPDF_CloseDocument(document);
    free(scratch);
    free(data);
  }
}

function pixelsOf(pdfium: Pdfium, page: number, pointsWide: number, pointsHigh: number, dpi: number) {
  const wanted = dpi / POINTS_PER_INCH;
  const scale = Math.min(wanted, Math.sqrt(PIXELS_MAX / (pointsWide * pointsHigh)));
  const width = Math.max(1, Math.round(pointsWide * scale));
  const height = Math.max(1, Math.round(pointsHigh * scale));
  const stride = width * 4;
  const buffer = pdfium.wasmExports.malloc(stride * height);
  if (buffer === 0) throw new Error('out of memory');
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, BGRA, buffer, stride);
  try {
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, FLAGS);
    // A copy: PDFium's memory is used for the next page.
    return { pixels: pdfium.HEAPU8.slice(buffer, buffer + stride * height), width, height };
  } finally {
    pdfium._FPDFBitmap_Destroy(bitmap);
    pdfium.wasmExports.free(buffer);
  }
}
