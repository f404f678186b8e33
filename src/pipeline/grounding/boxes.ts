/** From a span of a line to the box of its words on the page. */
import type { BoundingBox, Line, Word } from '../../contracts/response.ts';
import type { Span } from './segments.ts';

/** Where a word stands in its line's text: [start, end) in UTF-16 units. */
interface PlacedWord {
  readonly word: Word;
  readonly start: number;
  readonly end: number;
}

/** The words of a line with their places in its text. A word its line does not spell is left out. */
export function placeWords(line: Line): PlacedWord[] {
  const placed: PlacedWord[] = [];
  let from = 0;
  for (const word of line.words) {
    const start = word.text === '' ? -1 : line.text.indexOf(word.text, from);
    if (start === -1) continue;
    from = start + word.text.length;
    placed.push({ word, start, end: from });
  }
  return placed;
}

/** Decimals kept of a normalised coordinate: a hundredth of a point on an A4 page. */
const DECIMALS = 5;

/**
 * The box around the words that the span touches: four corners clockwise from the top left of the text, in 0–1 of the page's
 * width and height, in the direction of the first word (slanted and upright text keep their slant). The line's own box where
 * no word is known; null on pages without a size (texts).
 */
export function boxOf({ segment, start, end }: Span): BoundingBox | null {
  const { page, line } = segment;
  if (page.unit === 'none' || !(page.width > 0) || !(page.height > 0)) return null;
  const touched = placeWords(line).filter((placed) => placed.start < end && placed.end > start);
  const boxes = touched.length === 0 ? [line.bounding_box] : touched.map(({ word }) => word.bounding_box);
  const normalise = (value: number, size: number) => Number(Math.min(1, Math.max(0, value / size)).toFixed(DECIMALS));
  return union(boxes).flatMap(([x, y]) => [normalise(x, page.width), normalise(y, page.height)]);
}

type Point = readonly [x: number, y: number];

const cornersOf = (box: BoundingBox): Point[] => [0, 2, 4, 6].map((i): Point => [box[i] ?? 0, box[i + 1] ?? 0]);

/** The smallest box that holds all boxes and lies in the direction of the first one's upper edge. */
function union(boxes: readonly BoundingBox[]): Point[] {
  const corners = boxes.map(cornersOf);
  const [[x1, y1] = [0, 0], [x2, y2] = [0, 0]] = corners[0] ?? [];
  const length = Math.hypot(x2 - x1, y2 - y1);
  // `along` the text and `down` its lines: a turn by 90° clockwise, as y points down.
  const along: Point = length === 0 ? [1, 0] : [(x2 - x1) / length, (y2 - y1) / length];
  const down: Point = [-along[1], along[0]];
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [x, y] of corners.flat()) {
    const u = x * along[0] + y * along[1];
    const v = x * down[0] + y * down[1];
    [left, right, top, bottom] = [Math.min(left, u), Math.max(right, u), Math.min(top, v), Math.max(bottom, v)];
  }
  const point = (u: number, v: number): Point => [u * along[0] + v * down[0], u * along[1] + v * down[1]];
  return [point(left, top), point(right, top), point(right, bottom), point(left, bottom)];
}
