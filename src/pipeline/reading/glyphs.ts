/** A PDF page's characters as glyphs: what is written, where it stands on the page as displayed, which way it runs. */
import { isAccent } from './accents.ts';
import { RIGHT_TO_LEFT } from './logical-order.ts';
import type { Pdfium } from './pdfium.ts';

/**
 * One character, or the letters of one ligature. Lengths are points. `u` and `v` are the axes of its text: u along the writing direction, v across it,
 * downwards; for upright text they are the x and y of the page as displayed (origin top left).
 */
export interface Glyph {
  text: string;
  /** Degrees clockwise from left-to-right, 0 to below 360: the direction it is written in, with those that hardly differ made one. */
  readonly direction: number;
  /** The same to the last digit. */
  readonly angle: number;
  /** From its origin to where the next character may start. */
  readonly u0: number;
  u1: number;
  readonly baseline: number;
  readonly top: number;
  readonly bottom: number;
  /** Font size as displayed. */
  readonly em: number;
  /** The text object it was drawn with: one Tj or TJ operator. */
  readonly object: number;
  /** White space follows it in its text. */
  endsWord: boolean;
}

export interface PageFrame {
  readonly width: number;
  readonly height: number;
  readonly rotation: 0 | 90 | 180 | 270;
  /** Page space (PDF user space) → the page as displayed: x' = a·x + c·y + e, y' = b·x + d·y + f. */
  readonly toDisplay: Matrix;
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const ROTATIONS = [0, 90, 180, 270] as const;

/** The visible part of the page (crop box inside the media box) and the way it is turned. */
export function pageFrame(pdfium: Pdfium, page: number, scratch: number): PageFrame {
  pdfium._FPDF_GetPageBoundingBox(page, scratch);
  const [left = 0, top = 0, right = 0, bottom = 0] = pdfium.HEAPF32.subarray(scratch / 4, scratch / 4 + 4);
  const rotation = ROTATIONS[pdfium._FPDFPage_GetRotation(page)] ?? 0;
  const toDisplay: Record<typeof rotation, Matrix> = {
    0: [1, 0, 0, -1, -left, top],
    90: [0, 1, 1, 0, -bottom, -left],
    180: [-1, 0, 0, 1, right, -bottom],
    270: [0, -1, -1, 0, top, right],
  };
  return {
    width: pdfium._FPDF_GetPageWidthF(page),
    height: pdfium._FPDF_GetPageHeightF(page),
    rotation,
    toDisplay: toDisplay[rotation],
  };
}

/** Bytes `readGlyphs` and `pageFrame` need as scratch space, 8-aligned. */
export const SCRATCH_BYTES = 128;

/**
 * Latin text reaches from 0.21 em below the baseline to 0.72 em above it (descender and ascender of Helvetica and Times in
 * Adobe's font metrics). Fonts' own ascents are not used: they are missing or wild in many PDFs, and would make boxes of
 * neighbouring lines overlap.
 */
const ASCENT = 0.72;
const DESCENT = 0.21;
/** Of an em: shares of one ink meet, but for rounding. */
const SHARED = 0.01;
/** No letter is so many times smaller than its font, in ink and in advance: the font's own matrix then makes it so (Type 3). */
const HOLLOW = 8;
/** Smaller text is not meant to be read: it is hidden. Points; the smallest print that is used on forms is 3. */
const LEGIBLE = 1;

/** What of a glyph counts only until its neighbours are known. */
interface Placed extends Glyph {
  u0: number;
  /** Along the writing direction: its origin, and its ink. */
  readonly at: number;
  readonly inkFrom: number;
  readonly inkTo: number;
}

export interface Glyphs {
  readonly glyphs: Glyph[];
  /** Characters whose font does not say which letters they are. */
  readonly unmapped: number;
  /** Characters of Unicode's private areas: signs of a font's own, such as the bullets of Wingdings. */
  readonly symbols: number;
}

/** @param slope degrees clockwise that the page's text runs down by: directions are whole degrees from it. */
export function readGlyphs(pdfium: Pdfium, textPage: number, frame: PageFrame, scratch: number, slope = 0): Glyphs {
  const count = pdfium._FPDFText_CountChars(textPage);
  const glyphs: Placed[] = [];
  let unmapped = 0;
  let symbols = 0;
  for (let index = 0; index < count; index++) {
    // Then PDFium gives the font's own code in place of a letter: another letter, or a control character.
    if (pdfium._FPDFText_HasUnicodeMapError(textPage, index) === 1) {
      unmapped++;
      continue;
    }
    const unicode = pdfium._FPDFText_GetUnicode(textPage, index) >>> 0;
    const code = unicode > 0x10ffff ? 0xfffd : unicode;
    if (isSpace(code)) {
      // Spaces and line breaks that PDFium adds by its own lights are skipped; ix goes by the boxes.
      if (pdfium._FPDFText_IsGenerated(textPage, index) === 1) continue;
      const before = glyphs.at(-1);
      // PDFium gives right-to-left text in reading order: a space after such a letter stands left of it, where its gap says so.
      if (before !== undefined && !RIGHT_TO_LEFT.test(before.text)) before.endsWord = true;
      continue;
    }
    const text = isHyphen(pdfium, textPage, index, code) ? '-' : letters(code);
    if (text === '') {
      if (isPrivate(code)) symbols++;
      else if (!isIgnorable(code)) unmapped++;
      continue;
    }
    const glyph = place(pdfium, textPage, index, text, frame, slope, scratch);
    if (glyph === null) continue;
    const before = glyphs.at(-1);
    if (before !== undefined && !isAccent(before) && !isAccent(glyph)) {
      if (isSpelledAfter(before, glyph)) {
        before.u1 = before.inkTo;
        glyph.u0 = glyph.inkFrom;
        glyph.u1 = glyph.inkTo;
      } else if (isSamePlace(before, glyph)) {
        before.text += text;
        continue;
      }
    }
    glyphs.push(glyph);
  }
  return { glyphs, unmapped, symbols };
}

/** PDFium spells ligatures out, each letter in the whole ligature's place. */
const isSamePlace = (a: Glyph, b: Glyph): boolean => a.object === b.object && a.u0 === b.u0 && a.u1 === b.u1 && a.baseline === b.baseline;

/**
 * Letters that a file says in place of what it draws (ActualText; Chromium does for each ligature): PDFium gives all of them the origin of
 * what is drawn, and each its share of that ink.
 */
const isSpelledAfter = (a: Placed, b: Placed): boolean =>
  a.object === b.object && a.at === b.at && a.baseline === b.baseline && b.inkFrom > a.inkFrom && b.inkFrom >= a.inkTo - SHARED * a.em;

/** A byte order mark is none, whatever regular expressions hold. */
const isSpace = (code: number): boolean => !isAscii(code) && code !== 0xfeff && /\s/u.test(String.fromCodePoint(code));

/** Most of a page: printable, and what it says. */
const isAscii = (code: number): boolean => code > 0x20 && code < 0x7f;

/** Letters and digits are not asked about: they are most of a page. */
const isHyphen = (pdfium: Pdfium, textPage: number, index: number, code: number): boolean =>
  (code < 0x30 || code > 0x7a) && pdfium._FPDFText_IsHyphen(textPage, index) === 1;

const isPrivate = (code: number): boolean => /\p{Co}/u.test(String.fromCodePoint(code));

/** Zero-width and formatting characters: nothing of theirs can be seen. */
const isIgnorable = (code: number): boolean => code !== 0 && /[\p{Cf}\p{Cc}]/u.test(String.fromCodePoint(code));

/** What a code point reads as; empty when it says nothing. Ligatures are spelled out. */
function letters(code: number): string {
  // A soft hyphen that was drawn is a hyphen.
  if (code === 0xad) return '-';
  if (isAscii(code)) return String.fromCharCode(code);
  const text = String.fromCodePoint(code);
  if (code >= 0xfb00 && code <= 0xfb06) return text.normalize('NFKC');
  return /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\ufffd]/u.test(text) ? '' : text;
}

/** Null when nothing of it is seen: zero size, or outside the visible page. */
function place(
  pdfium: Pdfium,
  textPage: number,
  index: number,
  text: string,
  frame: PageFrame,
  slope: number,
  scratch: number,
): Placed | null {
  pdfium._FPDFText_GetCharBox(textPage, index, scratch, scratch + 8, scratch + 16, scratch + 24);
  pdfium._FPDFText_GetCharOrigin(textPage, index, scratch + 32, scratch + 40);
  pdfium._FPDFText_GetLooseCharBox(textPage, index, scratch + 48);
  pdfium._FPDFText_GetMatrix(textPage, index, scratch + 64);
  const fontSize = pdfium._FPDFText_GetFontSize(textPage, index);
  const doubles = pdfium.HEAPF64;
  const floats = pdfium.HEAPF32;
  const d = scratch / 8;
  const f = scratch / 4;
  const ink = displayed(frame, doubles[d] ?? 0, doubles[d + 3] ?? 0, doubles[d + 1] ?? 0, doubles[d + 2] ?? 0);
  const loose = displayed(frame, floats[f + 12] ?? 0, floats[f + 13] ?? 0, floats[f + 14] ?? 0, floats[f + 15] ?? 0);
  const [ma, mb, mc, md] = [floats[f + 16] ?? 1, floats[f + 17] ?? 0, floats[f + 18] ?? 0, floats[f + 19] ?? 1];
  const [a, b, c, dd, e, ff] = frame.toDisplay;
  const [px, py] = [doubles[d + 4] ?? 0, doubles[d + 5] ?? 0];
  const x = a * px + c * py + e;
  const y = b * px + dd * py + ff;

  const sign = fontSize < 0 ? -1 : 1;
  const [dx, dy] = [sign * (a * ma + c * mb), sign * (b * ma + dd * mb)];
  const angle = (Math.atan2(dy, dx) * 180) / Math.PI;
  const direction = (Math.round(angle - slope) + slope + 360) % 360;

  const inkHeight = Math.max(ink.bottom - ink.top, 0);
  const inkWidth = Math.max(ink.right - ink.left, 0);
  let em = Math.abs(fontSize) * Math.hypot(mc, md);
  // A font may hide its size in its own matrix (Type 3); then the ink tells.
  if (em < 1 || inkHeight > 3 * em) em = Math.max(loose.bottom - loose.top, inkHeight);
  const extent = Math.max(inkHeight, inkWidth, Math.min(loose.right - loose.left, loose.bottom - loose.top));
  if (em > HOLLOW * extent) em = extent / ASCENT;
  if (em < LEGIBLE || (inkHeight === 0 && inkWidth === 0 && loose.right - loose.left < LEGIBLE)) return null;

  const box = hasArea(loose) ? loose : ink;
  if (box.right <= 0 || box.bottom <= 0 || box.left >= frame.width || box.top >= frame.height) return null;

  const [cos, sin] = cosSin(direction);
  const along = along4(box, cos, sin);
  const u = x * cos + y * sin;
  const v = -x * sin + y * cos;
  // Numbers that a file gives may be too large for what is made of them.
  if (!Number.isFinite(u + v + em + box.left + box.right + box.top + box.bottom)) return null;
  const inkAcross = direction % 90 === 0 && hasArea(ink) ? along4(ink, -sin, cos) : { from: v, to: v };
  const inkAlong = direction % 90 === 0 && hasArea(ink) ? along4(ink, cos, sin) : { from: u, to: u };
  return {
    text,
    direction,
    angle,
    at: u,
    inkFrom: inkAlong.from,
    inkTo: inkAlong.to,
    u0: direction % 90 === 0 ? along.from : u,
    u1: direction % 90 === 0 ? along.to : u + advance(box, cos, sin, em),
    baseline: v,
    top: Math.min(v - ASCENT * em, inkAcross.from),
    bottom: Math.max(v + DESCENT * em, inkAcross.to),
    em,
    object: pdfium._FPDFText_GetTextObject(textPage, index),
    endsWord: false,
  };
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const hasArea = (box: Box): boolean => box.right > box.left && box.bottom > box.top;

/** A rectangle of page space on the page as displayed. */
export function displayed(frame: PageFrame, x0: number, y0: number, x1: number, y1: number): Box {
  const [a, b, c, d, e, f] = frame.toDisplay;
  const [xa, xb] = [a * x0 + c * y0 + e, a * x1 + c * y1 + e];
  const [ya, yb] = [b * x0 + d * y0 + f, b * x1 + d * y1 + f];
  return { left: Math.min(xa, xb), right: Math.max(xa, xb), top: Math.min(ya, yb), bottom: Math.max(ya, yb) };
}

const UPRIGHT = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** Exact for the four upright directions, so that no box is off by a rounding of sin 180°. */
export function cosSin(direction: number): readonly [cos: number, sin: number] {
  if (direction % 90 === 0) return UPRIGHT[(direction / 90) % 4] ?? UPRIGHT[0];
  const angle = (direction * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}

/** Where a letter's ink is looked for: the upright rectangle from just below its baseline to the top of its capitals. */
export function glyphArea({ u0, u1, baseline, em, direction }: Glyph): Box {
  const [cos, sin] = cosSin(direction);
  const box = { left: u0, right: u1, top: baseline - ASCENT * em, bottom: baseline + 0.1 * em };
  const { from: left, to: right } = along4(box, cos, -sin);
  const { from: top, to: bottom } = along4(box, sin, cos);
  return { left, right, top, bottom };
}

/** The extent of a box along the unit vector (cos, sin). */
function along4(box: Box, cos: number, sin: number): { from: number; to: number } {
  const [xa, xb, ya, yb] = [box.left * cos, box.right * cos, box.top * sin, box.bottom * sin];
  return { from: Math.min(xa, xb) + Math.min(ya, yb), to: Math.max(xa, xb) + Math.max(ya, yb) };
}

/**
 * The width of an oblique character. PDFium gives the upright rectangle around the turned one of width w and height h:
 * W = w·|cos| + h·|sin|, H = w·|sin| + h·|cos|. h is taken as one em; the better conditioned equation gives w.
 */
function advance(box: Box, cos: number, sin: number, em: number): number {
  const [c, s] = [Math.abs(cos), Math.abs(sin)];
  const width = c >= s ? (box.right - box.left - em * s) / c : (box.bottom - box.top - em * c) / s;
  return Math.max(width, 0);
}
