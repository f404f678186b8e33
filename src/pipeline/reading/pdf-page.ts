/** Opens PDFs and their pages the way viewers show them: what is laid over a page (form fields, typed notes, stamps) becomes part of it. */
import { IxError } from '../../contracts/errors.ts';
import { giveAppearances } from './appearances.ts';
import { attachmentsOf, type PdfAttachment } from './pdf-attachments.ts';
import { OutOfMemory, type Pdfium } from './pdfium.ts';

/** FPDF_GetLastError, public/fpdfview.h. */
const FPDF_ERR_PASSWORD = 4;
const FPDF_ERR_SECURITY = 5;

/** FPDFDOC_InitFormFillEnvironment takes an FPDF_FORMFILLINFO of 140 bytes, public/fpdf_formfill.h: a version, and callbacks that are not needed. */
const FORM_INFO_BYTES = 256;
const FORM_INFO_VERSION = 2;
/** FLATTEN_SUCCESS, public/fpdf_flatten.h. */
const FLATTENED = 1;

/**
 * Most annotations of a page that are made part of it: that takes a tenth of a millisecond each, and more the more there are. They need not
 * take space in the file: one that is named many times is that many.
 */
const ANNOTATIONS_OF_A_PAGE = 5000;

export interface OpenPdf {
  readonly pages: number;
  /**
   * @param index from 0. @param scratch at least 16 bytes, 8-aligned.
   * @returns the page, to be closed by `_FPDF_ClosePage`; 0: it cannot be read. @throws IxError IX_000_008: it has too many annotations.
   */
  page(index: number, scratch: number): number;
  /** In points, of a page that cannot be read. */
  size(index: number, scratch: number): { readonly width: number; readonly height: number };
  /** Files within it. @param scratch as for `page`. */
  attachments(scratch: number): PdfAttachment[];
  close(): void;
}

/** @throws IxError IX_000_008 not readable, IX_000_009 password needed. */
export function openPdf(pdfium: Pdfium, file: Uint8Array, password: string | null = null): OpenPdf {
  const { malloc, free } = pdfium.wasmExports;
  // PDFium looks for the header in the first 1024 bytes alone.
  const bytes = file.subarray(Math.max(0, Buffer.from(file.buffer, file.byteOffset, file.length).indexOf('%PDF-')));
  const data = malloc(bytes.length);
  if (data === 0) throw new OutOfMemory();
  pdfium.HEAPU8.set(bytes, data);
  const secret = password === null ? 0 : cString(pdfium, password);
  const document = pdfium._FPDF_LoadMemDocument(data, bytes.length, secret);
  if (secret !== 0) free(secret);
  if (document === 0) {
    free(data);
    throw openError(pdfium._FPDF_GetLastError(), password !== null);
  }
  let form: FormFiller | null = null;
  return {
    pages: pdfium._FPDF_GetPageCount(document),
    page(index, scratch) {
      const page = pdfium._FPDF_LoadPage(document, index);
      const annotations = page === 0 ? 0 : pdfium._FPDFPage_GetAnnotCount(page);
      if (annotations === 0) return page;
      if (annotations > ANNOTATIONS_OF_A_PAGE) {
        pdfium._FPDF_ClosePage(page);
        const most = `at most ${ANNOTATIONS_OF_A_PAGE} are read`;
        throw new IxError('IX_000_008', `page ${index + 1} of the PDF has ${annotations} annotations, ${most}`);
      }
      form ??= fillForms(pdfium, document);
      giveAppearances(pdfium, page);
      form.fill(page);
      ownBox(pdfium, page, scratch);
      const flattened = pdfium._FPDFPage_Flatten(page, 0) === FLATTENED;
      form.leave(page);
      if (!flattened) return page;
      // Only a page loaded anew shows what was laid over it.
      pdfium._FPDF_ClosePage(page);
      return pdfium._FPDF_LoadPage(document, index);
    },
    size(index, scratch) {
      const known = pdfium._FPDF_GetPageSizeByIndexF(document, index, scratch) === 1;
      const [width = 0, height = 0] = pdfium.HEAPF32.subarray(scratch / 4, scratch / 4 + 2);
      return known ? { width, height } : { width: 0, height: 0 };
    },
    attachments: (scratch) => attachmentsOf(pdfium, document, scratch),
    close() {
      form?.close();
      pdfium._FPDF_CloseDocument(document);
      free(data);
    },
  };
}

function cString(pdfium: Pdfium, text: string): number {
  const bytes = Buffer.from(`${text}\0`);
  const at = pdfium.wasmExports.malloc(bytes.length);
  if (at === 0) throw new OutOfMemory();
  pdfium.HEAPU8.set(bytes, at);
  return at;
}

function openError(code: number, hadPassword: boolean): IxError {
  if (code === FPDF_ERR_PASSWORD && hadPassword) return new IxError('IX_000_009', 'the password sent with it does not open the PDF');
  if (code === FPDF_ERR_PASSWORD) return new IxError('IX_000_009', 'the PDF opens only with a password; send it as `password` of the file');
  if (code === FPDF_ERR_SECURITY) return new IxError('IX_000_008', 'the PDF is encrypted in a way that is not supported');
  return new IxError('IX_000_008', 'the PDF is damaged beyond repair');
}

/** Flattening knows only boxes that a page states itself; one that it inherits would be replaced by the rectangle of its annotations. */
function ownBox(pdfium: Pdfium, page: number, scratch: number): void {
  pdfium._FPDF_GetPageBoundingBox(page, scratch);
  const [left = 0, top = 0, right = 0, bottom = 0] = pdfium.HEAPF32.subarray(scratch / 4, scratch / 4 + 4);
  pdfium._FPDFPage_SetMediaBox(page, left, bottom, right, top);
  pdfium._FPDFPage_SetCropBox(page, left, bottom, right, top);
}

interface FormFiller {
  /** Draws what the page's fields hold. */
  fill(page: number): void;
  leave(page: number): void;
  close(): void;
}

function fillForms(pdfium: Pdfium, document: number): FormFiller {
  const { malloc, free } = pdfium.wasmExports;
  const info = malloc(FORM_INFO_BYTES);
  if (info === 0) throw new OutOfMemory();
  pdfium.HEAPU8.fill(0, info, info + FORM_INFO_BYTES);
  pdfium.HEAP32[info / 4] = FORM_INFO_VERSION;
  const form = pdfium._FPDFDOC_InitFormFillEnvironment(document, info);
  return {
    fill: (page) => pdfium._FORM_OnAfterLoadPage(page, form),
    leave: (page) => pdfium._FORM_OnBeforeClosePage(page, form),
    close() {
      pdfium._FPDFDOC_ExitFormFillEnvironment(form);
      free(info);
    },
  };
}
