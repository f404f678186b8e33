/** What a reading passed over: Tesseract takes a block of text between rules for a picture now and then, and leaves all of it out. */
import type { Pixels } from './pixels.ts';
import type { LineOfWords } from './tesseract-json.ts';

/** Rows of the page, with what was read on them wiped out. */
export interface Strip extends Pixels {
  /** Of the page, pixels. */
  readonly top: number;
}

/** Of 255: darker is ink. */
const INK = 140;
/** Strokes that a row of pixels through a word crosses; frames of tables, rules and stains have fewer. */
const STROKES = 8;
/** In heights of capitals: a stroke is no wider, so rules and dark areas are none. */
const STROKE = 1;
/** In heights of capitals: rows with strokes that a line of print has at least, the space between two lines of a strip, and around it. */
const PRINT = 0.5;
const SPACE = 1.5;
const MARGIN = 0.6;
/** In heights of capitals: how far letters reach out of the box that they were read in. */
const AROUND = 0.3;

/** None where nothing was read, which says nothing of the size of letters. */
export function passedOver(page: Pixels, lines: readonly LineOfWords[]): Strip[] {
  const heights = lines.map(({ ascent }) => ascent).sort((a, b) => a - b);
  const height = heights[Math.floor(heights.length / 2)];
  if (height === undefined) return [];
  const rest = withoutWords(page, lines, Math.round(AROUND * height));
  const strips: Strip[] = [];
  let [from, to, printed] = [0, Number.NEGATIVE_INFINITY, 0];
  const end = () => {
    if (printed < PRINT * height) return;
    const top = Math.max(0, Math.floor(from - MARGIN * height));
    const bottom = Math.min(page.height, Math.ceil(to + 1 + MARGIN * height));
    strips.push({ top, data: rest.slice(top * page.width, bottom * page.width), width: page.width, height: bottom - top });
  };
  for (let y = 0; y < page.height; y++) {
    if (strokesIn(rest.subarray(y * page.width, (y + 1) * page.width), STROKE * height) < STROKES) continue;
    if (y - to > SPACE * height) {
      end();
      [from, printed] = [y, 0];
    }
    [to, printed] = [y, printed + 1];
  }
  end();
  return strips;
}

function withoutWords({ data, width, height }: Pixels, lines: readonly LineOfWords[], around: number): Uint8Array {
  const rest = Uint8Array.from(data);
  for (const { left, right, top, bottom } of lines.flatMap(({ words }) => words)) {
    const [start, stop] = [Math.max(0, left - around), Math.min(width, right + around)];
    for (let y = Math.max(0, top - around); y < Math.min(height, bottom + around); y++) rest.fill(255, y * width + start, y * width + stop);
  }
  return rest;
}

/** Of ink, no wider than `widest`. */
function strokesIn(row: Uint8Array, widest: number): number {
  let [strokes, width] = [0, 0];
  for (const value of row) {
    if (value < INK) width++;
    else {
      if (width > 0 && width <= widest) strokes++;
      width = 0;
    }
  }
  return strokes;
}
