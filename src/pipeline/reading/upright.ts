/** Pages that were fed in the wrong way round: when nearly all their text runs sideways or upside down, a person turns them, and so does ix. */
import { type Glyph, type Glyphs, type PageFrame, pageFrame, readGlyphs } from './glyphs.ts';
import type { Pdfium } from './pdfium.ts';
import { ASKEW, slopeOf } from './slope.ts';

/** With fewer letters a page proves nothing: it may hold no more than a note at its margin. */
const FEWEST = 40;
/** Of all letters; a table may be set sideways on a page that is upright. */
const NEARLY_ALL = 0.9;

export interface UprightPage extends Glyphs {
  readonly frame: PageFrame;
}

/**
 * The page's letters and its frame; where need be, the page itself is turned, so that it is painted upright too. One that is off by a few degrees
 * stays as it lies; its letters are in lines along its slope.
 */
export function readUpright(pdfium: Pdfium, page: number, textPage: number, scratch: number): UprightPage {
  const frame = pageFrame(pdfium, page, scratch);
  const read = readGlyphs(pdfium, textPage, frame, scratch);
  if (read.glyphs.every(({ angle }) => angle === 0)) return { ...read, frame };
  const turn = turnOf(read.glyphs);
  const slope = slopeOf(
    read.glyphs,
    ({ angle }) => fromTurn(angle, turn),
    ({ u0, u1 }) => u1 - u0,
  );
  if (turn === 0 && slope === 0) return { ...read, frame };
  if (turn !== 0) pdfium._FPDFPage_SetRotation(page, ((frame.rotation + 360 - turn) % 360) / 90);
  const turned = pageFrame(pdfium, page, scratch);
  return { ...readGlyphs(pdfium, textPage, turned, scratch, slope), frame: turned };
}

/** Degrees from −180 to 180 that an angle is further clockwise than a turn. */
const fromTurn = (angle: number, turn: number): number => ((angle - turn + 540) % 360) - 180;

/** Degrees clockwise that the text is turned by: 0, 90, 180 or 270. */
function turnOf(glyphs: readonly Glyph[]): number {
  if (glyphs.length < FEWEST) return 0;
  const turns = [90, 180, 270];
  return (
    turns.find((turn) => glyphs.filter(({ angle }) => Math.abs(fromTurn(angle, turn)) <= ASKEW).length >= NEARLY_ALL * glyphs.length) ?? 0
  );
}
