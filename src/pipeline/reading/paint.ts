/** A page painted by PDFium, as pixels. */
import { OutOfMemory, type Pdfium } from './pdfium.ts';

/** FPDFBitmap_BGRA, FPDF_REVERSE_BYTE_ORDER (so the bytes are RGBA) and FPDF_ANNOT of public/fpdfview.h. */
const BGRA = 4;
const FLAGS = 0x10 | 0x01;

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of a painted page; its place is from the top left. */
export interface Part extends Size {
  readonly left: number;
  readonly top: number;
}

/**
 * @param size of the whole page.
 * @returns the part, row by row, four bytes a pixel, red, green, blue and 255, on white paper.
 */
export function paint(pdfium: Pdfium, page: number, size: Size, part: Part = { left: 0, top: 0, ...size }): Uint8Array {
  const { left, top, width, height } = part;
  const stride = width * 4;
  const buffer = pdfium.wasmExports.malloc(stride * height);
  if (buffer === 0) throw new OutOfMemory();
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, BGRA, buffer, stride);
  try {
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    pdfium._FPDF_RenderPageBitmap(bitmap, page, -left, -top, size.width, size.height, 0, FLAGS);
    // A copy: PDFium's memory is used for the next page.
    return pdfium.HEAPU8.slice(buffer, buffer + stride * height);
  } finally {
    pdfium._FPDFBitmap_Destroy(bitmap);
    pdfium.wasmExports.free(buffer);
  }
}
