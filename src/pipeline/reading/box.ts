/** Bounding boxes are eight numbers, the corners of a text that may be turned. Here they become what the rest works with. */
import type { BoundingBox } from '../../contracts/response.ts';

export type Point = readonly [x: number, y: number];

/** Clockwise from the text's own top left. */
export type Corners = readonly [topLeft: Point, topRight: Point, bottomRight: Point, bottomLeft: Point];

export function cornersOf([ax = 0, ay = 0, bx = 0, by = 0, cx = 0, cy = 0, dx = 0, dy = 0]: BoundingBox): Corners {
  return [
    [ax, ay],
    [bx, by],
    [cx, cy],
    [dx, dy],
  ];
}

/** The upright rectangle around a box. */
export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function rectangleOf([ax = 0, ay = 0, bx = 0, by = 0, cx = 0, cy = 0, dx = 0, dy = 0]: BoundingBox): Rectangle {
  return {
    left: Math.min(ax, bx, cx, dx),
    right: Math.max(ax, bx, cx, dx),
    top: Math.min(ay, by, cy, dy),
    bottom: Math.max(ay, by, cy, dy),
  };
}

/** The upper edge of its text runs from left to right. */
export const isUpright = ([ax = 0, ay = 0, bx = 0, by = 0]: BoundingBox): boolean => bx > ax && Math.abs(by - ay) <= bx - ax;

export const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(ax - bx, ay - by);

/** The smallest box that holds all boxes and lies in the direction of the first one's upper edge: slanted text keeps its slant. */
export function union(boxes: readonly BoundingBox[]): Corners {
  const corners = boxes.map(cornersOf);
  const [from, to]: readonly Point[] = corners[0] ?? [];
  const [x1, y1] = from ?? [0, 0];
  const [x2, y2] = to ?? [0, 0];
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
