/** Reads PDFs: their text layer. */
import { readPdf } from '../pdf.ts';
import type { Reader } from './reader.ts';

export const pdfReader: Reader = {
  read: ({ bytes }, { limits, onPage }) => readPdf(bytes, { ...limits, onPage }),
};
