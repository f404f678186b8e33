/** A thread that opens PDFs and their text with PDFium, and does nothing else: what reading costs at the least. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadPdfium } from '../src/pipeline/reading/pdfium.ts';

export interface BareWork {
  readonly pdfs: readonly Uint8Array[];
}

const { pdfs }: BareWork = workerData;
const pdfium = await loadPdfium(512 * 2 ** 20);

/** @returns pages read. */
function open(bytes: Uint8Array): number {
  const data = pdfium.wasmExports.malloc(bytes.length);
  pdfium.HEAPU8.set(bytes, data);
  const document = pdfium._FPDF_LoadMemDocument(data, bytes.length, 0);
  const pages = pdfium._FPDF_GetPageCount(document);
  for (let index = 0; index < pages; index++) {
    const page = pdfium._FPDF_LoadPage(document, index);
    const text = pdfium._FPDFText_LoadPage(page);
    pdfium._FPDFText_CountChars(text);
    pdfium._FPDFText_ClosePage(text);
    pdfium._FPDF_ClosePage(page);
  }
  pdfium._FPDF_CloseDocument(document);
  pdfium.wasmExports.free(data);
  return pages;
}

parentPort?.on('message', (which: number) => {
  const bytes = pdfs[which];
  parentPort?.postMessage(bytes === undefined ? 0 : open(bytes));
});
