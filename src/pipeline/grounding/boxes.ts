/** From a span of a line to the box of its words on the page. */
import type { BoundingBox } from '../../contracts/response.ts';
import { union } from '../reading/box.ts';
import { spanAsSent } from '../reading/reading.ts';
import type { Span } from './segments.ts';

/** Decimals kept of a normalised coordinate: a hundredth of a point on an A4 page. */
const DECIMALS = 5;

/**
 * The box around the words that the span touches: four corners clockwise from the top left of the text, in 0–1 of the page's
 * width and height, in the direction of the first word (slanted and upright text keep their slant). The line's own box where
 * no word is known; null on pages without a size (texts).
 */
export function boxOf({ segment, start, end }: Span): BoundingBox | null {
  const { page, sent } = segment;
  if (page.unit === 'none' || !(page.width > 0) || !(page.height > 0)) return null;
  const [first, last] = spanAsSent(segment, start, end);
  const touched = sent.words.filter(({ char_span: [from, to] }) => from < last && to > first);
  const boxes = touched.length === 0 ? [sent.bounding_box] : touched.map(({ bounding_box }) => bounding_box);
  const normalise = (value: number, size: number) => Number(Math.min(1, Math.max(0, value / size)).toFixed(DECIMALS));
  return union(boxes).flatMap(([x, y]) => [normalise(x, page.width), normalise(y, page.height)]);
}
