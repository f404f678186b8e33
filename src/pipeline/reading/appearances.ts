/** Typed notes (FreeText) that come without a drawing of themselves get one: viewers draw them, PDFium does not. */
import type { Pdfium } from './pdfium.ts';

/** FPDF_ANNOT_FREETEXT and FPDF_ANNOT_APPEARANCEMODE_NORMAL of public/fpdf_annot.h. */
const FREE_TEXT = 3;
const NORMAL = 0;
/** Bytes of a note's text at most; what is longer is cut. */
const TEXT_BYTES = 16_384;
/** Points, where the note names no size. */
const SIZE = 12;
/** In em: what a letter takes on average, and from line to line. */
const LETTER = 0.5;
const LEADING = 1.2;

export function giveAppearances(pdfium: Pdfium, page: number): void {
  const count = pdfium._FPDFPage_GetAnnotCount(page);
  for (let index = 0; index < count; index++) {
    const note = pdfium._FPDFPage_GetAnnot(page, index);
    if (note === 0) continue;
    if (pdfium._FPDFAnnot_GetSubtype(note) === FREE_TEXT) draw(pdfium, note);
    pdfium._FPDFPage_CloseAnnot(note);
  }
}

function draw(pdfium: Pdfium, note: number): void {
  const { malloc, free } = pdfium.wasmExports;
  const buffer = malloc(TEXT_BYTES);
  if (buffer === 0) return;
  try {
    if (pdfium._FPDFAnnot_GetAP(note, NORMAL, buffer, TEXT_BYTES) > 2) return;
    const text = stringOf(pdfium, note, 'Contents', buffer);
    if (text === '' || pdfium._FPDFAnnot_GetRect(note, buffer) !== 1) return;
    const [left = 0, top = 0, right = 0] = pdfium.HEAPF32.subarray(buffer / 4, buffer / 4 + 4);
    const size = Number(/([\d.]+)\s+Tf/.exec(stringOf(pdfium, note, 'DA', buffer))?.[1] ?? 0) || SIZE;
    const lines = wrap(text, Math.max(1, Math.floor((right - left) / (size * LETTER))));
    // The rectangle is the appearance's own space too; a font that it does not name is Helvetica.
    const shown = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`).join(' ');
    write(pdfium, `BT /Helv ${size} Tf ${size * LEADING} TL ${left} ${top - size} Td ${shown} ET`, buffer);
    pdfium._FPDFAnnot_SetAP(note, NORMAL, buffer);
  } finally {
    free(buffer);
  }
}

function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|[\r\n]/)) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > letters) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

/** A text of the note's dictionary; empty where it has none. The key is written behind the place for its value. */
function stringOf(pdfium: Pdfium, note: number, key: string, buffer: number): string {
  const room = TEXT_BYTES - 64;
  pdfium.HEAPU8.set(Buffer.from(`${key}\0`), buffer + room);
  const bytes = pdfium._FPDFAnnot_GetStringValue(note, buffer + room, buffer, room);
  if (bytes <= 2 || bytes > room) return '';
  return Buffer.from(pdfium.HEAPU8.subarray(buffer, buffer + bytes - 2)).toString('utf16le');
}

/** As UTF-16LE with an end, cut to the buffer. */
function write(pdfium: Pdfium, text: string, buffer: number): void {
  pdfium.HEAPU8.set(Buffer.from(`${text.slice(0, TEXT_BYTES / 2 - 1)}\0`, 'utf16le'), buffer);
}
