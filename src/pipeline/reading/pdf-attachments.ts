/** Files that lie within a PDF. */
import { OutOfMemory, type Pdfium } from './pdfium.ts';

export interface PdfAttachment {
  readonly name: string;
  /** Null: it cannot be read, or is too large. */
  readonly bytes: Uint8Array | null;
}

/** Of one PDF at most; the others are not looked at. */
const ATTACHMENTS_MAX = 50;
const BYTES_MAX = 20 * 2 ** 20;
const NAME_BYTES = 1024;

/** @param document of `FPDF_LoadMemDocument`. @param scratch at least 16 bytes, 8-aligned. */
export function attachmentsOf(pdfium: Pdfium, document: number, scratch: number): PdfAttachment[] {
  const count = Math.min(pdfium._FPDFDoc_GetAttachmentCount(document), ATTACHMENTS_MAX);
  return Array.from({ length: Math.max(count, 0) }, (_, index) => {
    const attachment = pdfium._FPDFDoc_GetAttachment(document, index);
    if (attachment === 0) return { name: '', bytes: null };
    return { name: nameOf(pdfium, attachment), bytes: bytesOf(pdfium, attachment, scratch) };
  });
}

/** The functions say how much they have, and write it when there is room. */
function filled(pdfium: Pdfium, size: number, fill: (buffer: number) => void): Uint8Array {
  const buffer = pdfium.wasmExports.malloc(size);
  if (buffer === 0) throw new OutOfMemory();
  try {
    fill(buffer);
    return pdfium.HEAPU8.slice(buffer, buffer + size);
  } finally {
    pdfium.wasmExports.free(buffer);
  }
}

function nameOf(pdfium: Pdfium, attachment: number): string {
  const size = pdfium._FPDFAttachment_GetName(attachment, 0, 0);
  if (size < 2 || size > NAME_BYTES) return '';
  const utf16 = filled(pdfium, size, (buffer) => pdfium._FPDFAttachment_GetName(attachment, buffer, size));
  return new TextDecoder('utf-16le').decode(utf16.subarray(0, size - 2));
}

function bytesOf(pdfium: Pdfium, attachment: number, scratch: number): Uint8Array | null {
  if (pdfium._FPDFAttachment_GetFile(attachment, 0, 0, scratch) === 0) return null;
  const size = pdfium.HEAP32[scratch / 4] ?? 0;
  if (size <= 0 || size > BYTES_MAX) return null;
  return filled(pdfium, size, (buffer) => pdfium._FPDFAttachment_GetFile(attachment, buffer, size, scratch));
}
