/** PDFium as WebAssembly: loads it with a memory limit and types the functions ix calls. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PDFiumModule } from '@hyzyla/pdfium';
import { withMemoryLimit } from './wasm-memory.ts';

/**
 * What the package's own types leave out. Signatures: PDFium's public/fpdfview.h, fpdf_text.h, fpdf_edit.h, fpdf_annot.h, fpdf_flatten.h,
 * fpdf_transformpage.h, fpdf_attachment.h.
 */
const FUNCTIONS = [
  '_FPDF_GetPageWidthF',
  '_FPDFAttachment_GetFile',
  '_FPDFAttachment_GetName',
  '_FPDFDoc_GetAttachment',
  '_FPDFDoc_GetAttachmentCount',
  '_FPDF_GetPageHeightF',
  '_FPDF_GetPageBoundingBox',
  '_FPDFPage_GetRotation',
  '_FPDFPage_SetRotation',
  '_FPDFPage_GetAnnotCount',
  '_FPDFPage_Flatten',
  '_FPDFPage_GetAnnot',
  '_FPDFPage_CloseAnnot',
  '_FPDFPage_SetCropBox',
  '_FPDFPage_SetMediaBox',
  '_FPDF_GetPageSizeByIndexF',
  '_FPDFAnnot_GetAP',
  '_FPDFAnnot_GetRect',
  '_FPDFAnnot_GetStringValue',
  '_FPDFAnnot_GetSubtype',
  '_FPDFAnnot_SetAP',
  '_FPDFText_GetUnicode',
  '_FPDFText_IsGenerated',
  '_FPDFText_IsHyphen',
  '_FPDFText_HasUnicodeMapError',
  '_FPDFText_GetFontSize',
  '_FPDFText_GetCharBox',
  '_FPDFText_GetLooseCharBox',
  '_FPDFText_GetCharOrigin',
  '_FPDFText_GetMatrix',
  '_FPDFText_GetTextObject',
  '_FPDFPageObj_CountMarks',
  '_FPDFPageObj_GetBounds',
  '_FPDFPageObj_GetClipPath',
  '_FPDFPageObj_GetFillColor',
  '_FPDFPageObj_GetMark',
  '_FPDFPageObj_GetMatrix',
  '_FPDFPageObj_GetStrokeWidth',
  '_FPDFPageObj_HasTransparency',
  '_FPDFPageObj_SetIsActive',
  '_FPDFPageObjMark_GetName',
  '_FPDFTextObj_GetTextRenderMode',
  '_FPDFPath_CountSegments',
  '_FPDFPath_GetDrawMode',
  '_FPDFPath_GetPathSegment',
  '_FPDFClipPath_CountPaths',
  '_FPDFClipPath_CountPathSegments',
  '_FPDFClipPath_GetPathSegment',
  '_FPDFPathSegment_GetPoint',
  '_FPDFFormObj_CountObjects',
  '_FPDFFormObj_GetObject',
] as const;

type Module = Awaited<ReturnType<typeof PDFiumModule>>;
export type Pdfium = Module &
  Record<(typeof FUNCTIONS)[number], (...args: number[]) => number> & { HEAPF32: Float32Array; HEAPF64: Float64Array };

function isPdfium(module: Module): module is Pdfium {
  const has = (name: string, type: string) => typeof Reflect.get(module, name) === type;
  return FUNCTIONS.every((name) => has(name, 'function')) && has('HEAPF32', 'object') && has('HEAPF64', 'object');
}

/** PDFium's memory has no room for what was asked. */
export class OutOfMemory extends Error {
  constructor() {
    super('PDFium is out of memory');
  }
}

/** What a document brought about, by damage or by size: a trap inside WebAssembly, a stack or a memory that is full. All else is a fault of ix. */
export const isCrash = (error: unknown): boolean =>
  error instanceof OutOfMemory ||
  (error instanceof Error && error.name === 'RuntimeError') ||
  (error instanceof RangeError && error.message.includes('call stack'));

/**
 * Loads a fresh PDFium. Its memory is outside the JavaScript heap, where no thread limit reaches it; so the limit goes into
 * the binary itself, and growing past it fails like a full machine.
 * @param maxBytes most memory the instance may take, rounded to 64 KiB; at least 32 MiB are needed to work at all.
 */
export async function loadPdfium(maxBytes: number): Promise<Pdfium> {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('@hyzyla/pdfium/pdfium.wasm')));
  const options = { wasmBinary: withMemoryLimit(wasm, maxBytes), locateFile: () => '', printErr: () => {} };
  const module = await PDFiumModule(options);
  if (!isPdfium(module)) throw new Error('@hyzyla/pdfium does not offer the functions ix was written for');
  module._FPDF_InitLibraryWithConfig({});
  return module;
}
