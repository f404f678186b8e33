/** Pages that lie a little askew, as they come from scanners: how much, and their lines as on a straight page. */
import type { BoundingBox, Line, Page } from '../../contracts/response.ts';

/** Degrees. A page is off by no more; text that is was set so. */
export const ASKEW = 6;
/** Degrees. Less moves nothing that stands in one row of a page out of it. */
export const STRAIGHT = 0.05;
/** Degrees that the texts of one page may differ by: words that were recognised one by one. */
const ALIKE = 1;
/** Of all text: as much has to run the same way. */
const MOSTLY = 0.7;

/** Degrees clockwise that most of the texts run down by; 0 for pages that are straight, or have no one slope. Angles are degrees, lengths of any unit. */
export function slopeOf<T>(texts: readonly T[], angleOf: (text: T) => number, lengthOf: (text: T) => number): number {
  if (texts.every((text) => Math.abs(angleOf(text)) < STRAIGHT)) return 0;
  const sorted = texts.map((text) => ({ angle: angleOf(text), length: lengthOf(text) })).sort((a, b) => a.angle - b.angle);
  const total = sorted.reduce((sum, { length }) => sum + length, 0);
  const median = middle(sorted, total / 2);
  if (Math.abs(median) < STRAIGHT || Math.abs(median) > ASKEW) return 0;
  const alike = sorted.reduce((sum, { angle, length }) => sum + (Math.abs(angle - median) <= ALIKE ? length : 0), 0);
  return alike >= MOSTLY * total ? median : 0;
}

/** The angle up to which the texts, by their angle, have half of the length. */
function middle(sorted: readonly { readonly angle: number; readonly length: number }[], half: number): number {
  let sum = 0;
  for (const { angle, length } of sorted) {
    sum += length;
    if (sum >= half) return angle;
  }
  return 0;
}

/** The slope of a page by the boxes of its lines. */
export function slopeOfPage({ lines }: Pick<Page, 'lines'>): number {
  return slopeOf(
    lines,
    ({ bounding_box: [ax = 0, ay = 0, bx = 0, by = 0] }) => degrees(Math.atan2(by - ay, bx - ax)),
    ({ bounding_box: [ax = 0, ay = 0, bx = 0, by = 0] }) => Math.hypot(bx - ax, by - ay),
  );
}

/** Makes of a line what it would be on the same page put straight: turned back around the page's middle. */
export function straightener({ width, height }: Pick<Page, 'width' | 'height'>, slope: number): (line: Line) => Line {
  const [cos, sin] = [Math.cos(radians(slope)), Math.sin(radians(slope))];
  const [middleX, middleY] = [width / 2, height / 2];
  const turn = (box: BoundingBox): BoundingBox =>
    box.map((_, index) => {
      const at = index - (index % 2);
      const [x, y] = [(box[at] ?? 0) - middleX, (box[at + 1] ?? 0) - middleY];
      return index === at ? middleX + x * cos + y * sin : middleY - x * sin + y * cos;
    });
  return (line) => ({
    ...line,
    bounding_box: turn(line.bounding_box),
    words: line.words.map((word) => ({ ...word, bounding_box: turn(word.bounding_box) })),
  });
}

const degrees = (radians: number): number => (radians * 180) / Math.PI;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
