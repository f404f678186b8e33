/** The objects a page paints, in their order: which texts are plainly seen, which surely not, which have to be looked at; and where pictures are. */
import type { Pdfium } from './pdfium.ts';

/** Page space: y grows upwards. */
export interface Area {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** `unclear`: only the painted page tells. */
export type Sight = 'plain' | 'unpainted' | 'unclear';

export interface Objects {
  /** @param text a text object; those within forms are never plain, for a form may be cut off or switched off. */
  sightOf(text: number): Sight;
  /** Asked only where text is not seen: forms are searched for them too. */
  pictures(): readonly Area[];
}

/** FPDF_PAGEOBJ_… of public/fpdf_edit.h. */
const TEXT = 1;
const PATH = 2;
const IMAGE = 3;
const FORM = 5;
/** FPDF_TEXTRENDERMODE_… of public/fpdf_edit.h. */
const FILL = 0;
const INVISIBLE = 3;
const CLIP = 7;

/** Points. Thinner things are rules and lines: they cover nothing. */
const THIN = 1.5;
/** Of 255, in the channel where two colours differ most: what is closer is looked at. */
const DISTINCT = 64;
/** Of 255: text that is more transparent is not painted. */
const FAINT = 8;
/** So many things that may cover or lie under texts are compared with each; where there are more, all texts are looked at. */
const COVERS_MAX = 500;
/** Forms may draw forms that draw forms: no more objects than these are searched for pictures. */
const SEARCHED_MAX = 20_000;

type Colour = readonly [red: number, green: number, blue: number, alpha: number];
const PAPER: Colour = [255, 255, 255, 255];

/** Anything but text that is painted. */
interface Cover extends Area {
  readonly object: number;
  readonly order: number;
  /** Null: many colours. */
  readonly colour: Colour | null;
}

/** @param scratch at least 32 bytes, 8-aligned. */
export function objectsOf(pdfium: Pdfium, page: number, scratch: number): Objects {
  const texts: [object: number, order: number][] = [];
  const covers: Cover[] = [];
  const count = pdfium._FPDFPage_CountObjects(page);
  for (let order = 0; order < count; order++) {
    const object = pdfium._FPDFPage_GetObject(page, order);
    if (pdfium._FPDFPageObj_GetType(object) === TEXT) texts.push([object, order]);
    else if (covers.length <= COVERS_MAX) {
      const area = boundsOf(pdfium, object, scratch);
      const colour = area.right - area.left > THIN && area.top - area.bottom > THIN ? paintOf(pdfium, object, scratch) : 'none';
      if (colour !== 'none') covers.push({ ...area, object, order, colour });
    }
  }
  const sights = new Map<number, Sight>();
  for (const [object, order] of texts) sights.set(object, sightOnPage(pdfium, object, order, covers, scratch));
  let pictures: readonly Area[] | undefined;
  return {
    sightOf: (text) => sights.get(text) ?? (isPainted(pdfium, text, scratch) ? 'unclear' : 'unpainted'),
    pictures: () => (pictures ??= picturesOf(pdfium, page, scratch)),
  };
}

function sightOnPage(pdfium: Pdfium, text: number, order: number, covers: readonly Cover[], scratch: number): Sight {
  const colour = colourOf(pdfium, text, scratch);
  const mode = pdfium._FPDFTextObj_GetTextRenderMode(text);
  if (mode === INVISIBLE || mode === CLIP || (colour !== null && colour[3] < FAINT)) return 'unpainted';
  if (colour === null || colour[3] !== 255 || mode !== FILL || covers.length > COVERS_MAX) return 'unclear';
  if (isSpecial(pdfium, text, scratch)) return 'unclear';
  const onPaper = differ(colour, PAPER);
  if (onPaper && covers.length === 0 && !isClipped(pdfium, text)) return 'plain';
  const area = boundsOf(pdfium, text, scratch);
  const near = covers.filter((cover) => overlap(cover, area));
  if (near.some((cover) => cover.order > order || cover.colour === null || !differ(cover.colour, colour))) return 'unclear';
  if (!onPaper && !near.some((cover) => isGround(pdfium, cover, area, scratch))) return 'unclear';
  return isWithinClips(pdfium, text, area, scratch) ? 'plain' : 'unclear';
}

/** What is on a layer, which may be off, or painted through a mask or by mixing colours. */
function isSpecial(pdfium: Pdfium, object: number, scratch: number): boolean {
  return pdfium._FPDFPageObj_HasTransparency(object) === 1 || isOnLayer(pdfium, object, scratch);
}

/** A box of one colour that hides the paper under all of the area. */
function isGround(pdfium: Pdfium, { object, ...box }: Cover, area: Area, scratch: number): boolean {
  if (!contains(box, area) || box.colour?.[3] !== 255) return false;
  const points = pdfium._FPDFPath_CountSegments(object);
  const isBox = rectangleOf(pdfium, points, scratch, (at) => pdfium._FPDFPath_GetPathSegment(object, at)) !== null;
  return isBox && !isClipped(pdfium, object) && !isSpecial(pdfium, object, scratch);
}

const contains = (box: Area, area: Area): boolean =>
  box.left <= area.left && area.right <= box.right && box.bottom <= area.bottom && area.top <= box.top;

const isClipped = (pdfium: Pdfium, object: number): boolean => {
  const clip = pdfium._FPDFPageObj_GetClipPath(object);
  return clip !== 0 && pdfium._FPDFClipPath_CountPaths(clip) > 0;
};

function isPainted(pdfium: Pdfium, text: number, scratch: number): boolean {
  const mode = pdfium._FPDFTextObj_GetTextRenderMode(text);
  return mode !== INVISIBLE && mode !== CLIP && (colourOf(pdfium, text, scratch)?.[3] ?? 255) >= FAINT;
}

const differ = (a: Colour, b: Colour): boolean => Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2])) >= DISTINCT;

const overlap = (a: Area, b: Area): boolean => a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;

function boundsOf(pdfium: Pdfium, object: number, scratch: number): Area {
  pdfium._FPDFPageObj_GetBounds(object, scratch, scratch + 4, scratch + 8, scratch + 12);
  const [left = 0, bottom = 0, right = 0, top = 0] = pdfium.HEAPF32.subarray(scratch / 4, scratch / 4 + 4);
  return { left, bottom, right, top };
}

/** Null: a pattern. */
function colourOf(pdfium: Pdfium, object: number, scratch: number): Colour | null {
  if (pdfium._FPDFPageObj_GetFillColor(object, scratch, scratch + 4, scratch + 8, scratch + 12) !== 1) return null;
  const [red = 0, green = 0, blue = 0, alpha = 0] = pdfium.HEAP32.subarray(scratch / 4, scratch / 4 + 4);
  return [red, green, blue, alpha];
}

/** What an object that is no text paints its area with; null: many colours, `none`: nothing but thin lines. */
function paintOf(pdfium: Pdfium, object: number, scratch: number): Colour | null | 'none' {
  if (pdfium._FPDFPageObj_GetType(object) !== PATH) return null;
  pdfium._FPDFPath_GetDrawMode(object, scratch, scratch + 4);
  const [fill = 0, stroke = 0] = pdfium.HEAP32.subarray(scratch / 4, scratch / 4 + 2);
  if (fill !== 0) return colourOf(pdfium, object, scratch);
  if (stroke === 0 || pdfium._FPDFPageObj_GetStrokeWidth(object, scratch) !== 1) return 'none';
  return (pdfium.HEAPF32[scratch / 4] ?? 0) > THIN ? null : 'none';
}

/** Marked content named OC belongs to a layer; other marks say what a text means. */
function isOnLayer(pdfium: Pdfium, object: number, scratch: number): boolean {
  const marks = pdfium._FPDFPageObj_CountMarks(object);
  for (let mark = 0; mark < marks; mark++) {
    pdfium.HEAPU8.fill(0, scratch, scratch + 16);
    pdfium._FPDFPageObjMark_GetName(pdfium._FPDFPageObj_GetMark(object, mark), scratch, 12, scratch + 12);
    if (Buffer.from(pdfium.HEAPU8.subarray(scratch, scratch + 6)).toString('utf16le') === 'OC\0') return true;
  }
  return false;
}

function isWithinClips(pdfium: Pdfium, text: number, area: Area, scratch: number): boolean {
  const clip = pdfium._FPDFPageObj_GetClipPath(text);
  const paths = clip === 0 ? 0 : pdfium._FPDFClipPath_CountPaths(clip);
  for (let path = 0; path < paths; path++) {
    const box = rectangleOf(pdfium, pdfium._FPDFClipPath_CountPathSegments(clip, path), scratch, (at) =>
      pdfium._FPDFClipPath_GetPathSegment(clip, path, at),
    );
    if (box === null || !contains(box, area)) return false;
  }
  return true;
}

/** Null: the path is no upright rectangle. */
function rectangleOf(pdfium: Pdfium, segments: number, scratch: number, segmentAt: (index: number) => number): Area | null {
  if (segments < 4 || segments > 5) return null;
  const [xs, ys] = [new Set<number>(), new Set<number>()];
  for (let index = 0; index < segments; index++) {
    pdfium._FPDFPathSegment_GetPoint(segmentAt(index), scratch, scratch + 4);
    xs.add(pdfium.HEAPF32[scratch / 4] ?? 0);
    ys.add(pdfium.HEAPF32[scratch / 4 + 1] ?? 0);
  }
  if (xs.size !== 2 || ys.size !== 2) return null;
  return { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) };
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

function picturesOf(pdfium: Pdfium, page: number, scratch: number): Area[] {
  const pictures: Area[] = [];
  let searched = 0;
  const search = (count: number, objectAt: (index: number) => number, [a, b, c, d, e, f]: Matrix): void => {
    for (let index = 0; index < count && searched < SEARCHED_MAX; index++, searched++) {
      const object = objectAt(index);
      const type = pdfium._FPDFPageObj_GetType(object);
      if (type === IMAGE) {
        const { left, bottom, right, top } = boundsOf(pdfium, object, scratch);
        const xs = [left, right].flatMap((x) => [bottom, top].map((y) => a * x + c * y + e));
        const ys = [left, right].flatMap((x) => [bottom, top].map((y) => b * x + d * y + f));
        pictures.push({ left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) });
      }
      if (type !== FORM) continue;
      pdfium._FPDFPageObj_GetMatrix(object, scratch);
      const [fa = 1, fb = 0, fc = 0, fd = 1, fe = 0, ff = 0] = pdfium.HEAPF32.subarray(scratch / 4, scratch / 4 + 6);
      const matrix: Matrix = [a * fa + c * fb, b * fa + d * fb, a * fc + c * fd, b * fc + d * fd, a * fe + c * ff + e, b * fe + d * ff + f];
      search(pdfium._FPDFFormObj_CountObjects(object), (inner) => pdfium._FPDFFormObj_GetObject(object, inner), matrix);
    }
  };
  search(pdfium._FPDFPage_CountObjects(page), (index) => pdfium._FPDFPage_GetObject(page, index), [1, 0, 0, 1, 0, 0]);
  return pictures;
}
