/** Drops text that nobody can see: in the paper's colour, cut off, covered or switched off. What a scanner's OCR left over its picture stays. */
import { type Box, displayed, type Glyph, glyphArea, type PageFrame } from './glyphs.ts';
import type { Objects } from './objects.ts';
import { type Part, paint, type Size } from './paint.ts';
import type { Pdfium } from './pdfium.ts';

/**
 * Of the page. With less of it under pictures it is no scan: text that nothing paints was then left by no OCR. A till receipt
 * scanned onto A4 takes a quarter; a letterhead's logo a twentieth.
 */
const SCANNED = 0.2;
/** Of 255, in any channel of any pixel: what painting a text must change to be seen. */
const VISIBLE = 10;
/** Pixels a point: what painting takes grows with them. */
const SCALE = 0.75;
/** Pixels of a painted page at most; of larger pages each pixel holds more. */
const PIXELS_MAX = 8_100_000;
/** Of the shorter side of the page. Letters that are larger are not painted: that may take minutes, and nobody can tell what they are. */
const HUGE = 4;
/** Pixels. Smaller letters may fall between the pixels; they count as seen. */
const SMALLEST = 3;

export function seenGlyphs(pdfium: Pdfium, page: number, glyphs: Glyph[], frame: PageFrame, objects: Objects): Glyph[] {
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

  const most = HUGE * Math.min(frame.width, frame.height);
  const huge = new Set(glyphs.filter(({ em, u0, u1 }) => Math.max(em, u1 - u0) > most).map(({ object }) => object));
  for (const object of huge) unclear.delete(object);
  const unsure = glyphs.filter(({ object }) => unclear.has(object));
  const shows = unsure.length === 0 ? () => true : changesOf(pdfium, page, unclear, huge, unsure, frame);
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

/** Paints where they stand the page with and without some of its texts, others never, and says of each of their letters whether that makes a difference. */
function changesOf(
  pdfium: Pdfium,
  page: number,
  texts: ReadonlySet<number>,
  never: ReadonlySet<number>,
  letters: readonly Glyph[],
  frame: PageFrame,
): (glyph: Glyph) => boolean {
  const scale = Math.min(SCALE, Math.sqrt(PIXELS_MAX / (frame.width * frame.height)));
  const size = { width: Math.max(1, Math.round(frame.width * scale)), height: Math.max(1, Math.round(frame.height * scale)) };
  const part = partOf(letters, scale, size);
  for (const text of never) pdfium._FPDFPageObj_SetIsActive(text, 0);
  const all = paint(pdfium, page, size, part);
  for (const text of texts) pdfium._FPDFPageObj_SetIsActive(text, 0);
  const rest = paint(pdfium, page, size, part);
  for (const text of [...texts, ...never]) pdfium._FPDFPageObj_SetIsActive(text, 1);
  return (glyph) => {
    if (glyph.em * scale < SMALLEST) return true;
    const { left, right, top, bottom } = pixelsOf(glyph, scale, part);
    for (let y = top; y < bottom; y++)
      for (let at = (y * part.width + left) * 4; at < (y * part.width + right) * 4; at++)
        if (Math.abs((all[at] ?? 0) - (rest[at] ?? 0)) >= VISIBLE) return true;
    return false;
  };
}

/** The part of the painted page that the letters stand in. */
function partOf(letters: readonly Glyph[], scale: number, { width, height }: Size): Part {
  const whole = { left: 0, top: 0, width, height };
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (const letter of letters) {
    const { left, right, top, bottom } = pixelsOf(letter, scale, whole);
    box.left = Math.min(box.left, left);
    box.top = Math.min(box.top, top);
    box.right = Math.max(box.right, right);
    box.bottom = Math.max(box.bottom, bottom);
  }
  return { left: box.left, top: box.top, width: Math.max(1, box.right - box.left), height: Math.max(1, box.bottom - box.top) };
}

/** Where a letter's ink may be, in pixels of the part, from its top left. */
function pixelsOf(letter: Glyph, scale: number, part: Part): Box {
  const { left, right, top, bottom } = glyphArea(letter);
  return {
    left: Math.max(0, Math.floor(left * scale) - part.left),
    right: Math.min(part.width, Math.ceil(right * scale) - part.left),
    top: Math.max(0, Math.floor(top * scale) - part.top),
    bottom: Math.min(part.height, Math.ceil(bottom * scale) - part.top),
  };
}
