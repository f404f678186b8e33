/** Pages that were fed in the wrong way round: when nearly all their text runs sideways or upside down, a person turns them, and so does ix. */
import { type Glyph, type Glyphs, type PageFrame, pageFrame, readGlyphs } from './glyphs.ts';
import type { Pdfium } from './pdfium.ts';

/** With fewer letters a page proves nothing: it may hold no more than a note at its margin. */
const FEWEST = 40;
/** Of all letters; a table may be set sideways on a page that is upright. */
const NEARLY_ALL = 0.9;
/** A scan is off by no more degrees than this. */
const ASKEW = 5;

export interface UprightPage extends Glyphs {
  readonly frame: PageFrame;
}

/** The page's letters and its frame; where need be, the page itself is turned, so that it is painted upright too. */
export function readUpright(pdfium: Pdfium, page: number, textPage: number, scratch: number): UprightPage {
  const frame = pageFrame(pdfium, page, scratch);
  const read = readGlyphs(pdfium, textPage, frame, scratch);
  const turn = turnOf(read.glyphs);
  if (turn === 0) return { ...read, frame };
  pdfium._FPDFPage_SetRotation(page, ((frame.rotation + 360 - turn) % 360) / 90);
  const turned = pageFrame(pdfium, page, scratch);
  return { ...readGlyphs(pdfium, textPage, turned, scratch), frame: turned };
}

/** Degrees clockwise that the text is turned by: 0, 90, 180 or 270. */
function turnOf(glyphs: readonly Glyph[]): number {
  if (glyphs.length < FEWEST) return 0;
  const turns = [90, 180, 270];
  return (
    turns.find((turn) => glyphs.filter(({ direction }) => Math.abs(direction - turn) <= ASKEW).length >= NEARLY_ALL * glyphs.length) ?? 0
  );
}
