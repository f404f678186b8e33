/** Drops text that nobody can see: in the paper's colour, cut off, covered or switched off. What a scanner's OCR left over its picture stays. */
import { displayed, type Glyph, glyphArea, type PageFrame } from './glyphs.ts';
import { objectsOf } from './objects.ts';
import { paint } from './paint.ts';
import type { Pdfium } from './pdfium.ts';

/**
 * Of the page. With less of it under pictures it is no scan: text that nothing paints was then left by no OCR. A till receipt
 * scanned onto A4 takes a quarter; a letterhead's logo a twentieth.
 */
const SCANNED = 0.2;
/** Of 255, in any channel of any pixel: what painting a text must change to be seen. */
const VISIBLE = 10;
/** Pixels of a painted page at most (A0 at one a point); of larger pages each pixel holds more. */
const PIXELS_MAX = 8_100_000;
/** Pixels. Smaller letters may fall between the pixels; they count as seen. */
const SMALLEST = 3;

export function seenGlyphs(pdfium: Pdfium, page: number, glyphs: Glyph[], frame: PageFrame, scratch: number): Glyph[] {
  const objects = objectsOf(pdfium, page, scratch);
  const unclear = new Set<number>();
  const unpainted = new Set<number>();
  let last = 0;
  for (const { object } of glyphs) {
    if (object === last) continue;
    last = object;
    const sight = objects.sightOf(object);
    if (sight === 'unclear') unclear.add(object);
    if (sight === 'unpainted') unpainted.add(object);
  }
  if (unclear.size + unpainted.size === 0) return glyphs;

  const shows = unclear.size === 0 ? () => true : changesOf(pdfium, page, unclear, frame);
  const seen = glyphs.map((glyph) => !unpainted.has(glyph.object) && (!unclear.has(glyph.object) || shows(glyph)));
  // A letter alone among seen ones, such as a dot in grey, fell between the pixels.
  const isAlone = (index: number) =>
    [index - 1, index + 1].every((at) => seen[at] === true && glyphs[at]?.object === glyphs[index]?.object);
  const isSeen = (index: number) => seen[index] === true || isAlone(index);
  if (glyphs.every((_, index) => isSeen(index))) return glyphs;

  const pictures = objects.pictures().map(({ left, bottom, right, top }) => displayed(frame, left, bottom, right, top));
  const covered = pictures.reduce((sum, { left, right, top, bottom }) => {
    const width = Math.min(right, frame.width) - Math.max(left, 0);
    const height = Math.min(bottom, frame.height) - Math.max(top, 0);
    return sum + Math.max(width, 0) * Math.max(height, 0);
  }, 0);
  const isScan = covered >= SCANNED * frame.width * frame.height;
  const isOcr = (glyph: Glyph) => {
    const { left, right, top, bottom } = glyphArea(glyph);
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return isScan && pictures.some((picture) => picture.left <= x && x <= picture.right && picture.top <= y && y <= picture.bottom);
  };
  return glyphs.filter((glyph, index) => isSeen(index) || isOcr(glyph));
}

/** Paints the page with and without some of its texts, and says of each letter whether that makes a difference. */
function changesOf(pdfium: Pdfium, page: number, texts: ReadonlySet<number>, frame: PageFrame): (glyph: Glyph) => boolean {
  const scale = Math.min(1, Math.sqrt(PIXELS_MAX / (frame.width * frame.height)));
  const width = Math.max(1, Math.round(frame.width * scale));
  const height = Math.max(1, Math.round(frame.height * scale));
  const all = paint(pdfium, page, width, height);
  for (const text of texts) pdfium._FPDFPageObj_SetIsActive(text, 0);
  const rest = paint(pdfium, page, width, height);
  for (const text of texts) pdfium._FPDFPageObj_SetIsActive(text, 1);
  return (glyph) => {
    if (glyph.em * scale < SMALLEST) return true;
    const { left, right, top, bottom } = glyphArea(glyph);
    const [x0, x1] = [Math.max(0, Math.floor(left * scale)), Math.min(width, Math.ceil(right * scale))];
    for (let y = Math.max(0, Math.floor(top * scale)); y < Math.min(height, Math.ceil(bottom * scale)); y++)
      for (let at = (y * width + x0) * 4; at < (y * width + x1) * 4; at++)
        if (Math.abs((all[at] ?? 0) - (rest[at] ?? 0)) >= VISIBLE) return true;
    return false;
  };
}
