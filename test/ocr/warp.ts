/** A page as a camera sees it that is held askew: its corners drawn in, on a dark desk. */
import type { Grey } from './pictures.ts';

const DESK = 50;

/** @param most how far the corners are moved, pixels. */
export function warped({ data, width, height }: Grey, most: number): Grey {
  const [w, h] = [width + most, height + most];
  // Where the corners of the page are seen, clockwise from the top left.
  const seen: Corners = [
    [most * 0.9, most * 0.4],
    [w - most * 0.3, most * 0.8],
    [w - most * 0.8, h - most * 0.2],
    [most * 0.2, h - most * 0.9],
  ];
  const toPage = inverse(squareTo(seen));
  const out = Buffer.alloc(w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [u, v] = apply(toPage, x, y);
      out[y * w + x] = sample(data, width, height, u * width, v * height);
    }
  return { data: out, width: w, height: h };
}

type Corners = readonly (readonly [x: number, y: number])[];
type Matrix = readonly number[];

/** The projective map from the unit square (Heckbert, Fundamentals of texture mapping and image warping, 1989). */
function squareTo([p0 = [0, 0], p1 = [0, 0], p2 = [0, 0], p3 = [0, 0]]: Corners): Matrix {
  const [dx1, dx2, sx] = [p1[0] - p2[0], p3[0] - p2[0], p0[0] - p1[0] + p2[0] - p3[0]];
  const [dy1, dy2, sy] = [p1[1] - p2[1], p3[1] - p2[1], p0[1] - p1[1] + p2[1] - p3[1]];
  const by = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(sx * dy2 - dx2 * sy) / by, (dx1 * sy - sx * dy1) / by];
  const row = (i: 0 | 1) => [p1[i] - p0[i] + g * p1[i], p3[i] - p0[i] + h * p3[i], p0[i]];
  return [...row(0), ...row(1), g, h, 1];
}

function inverse([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0]: Matrix): Matrix {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

function apply([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0]: Matrix, x: number, y: number): [number, number] {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

function sample(data: Uint8Array, width: number, height: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return DESK;
  const [along, down] = [x - 0.5 - left, y - 0.5 - top];
  const at = (dx: number, dy: number) => data[(top + dy) * width + left + dx] ?? DESK;
  return (at(0, 0) * (1 - along) + at(1, 0) * along) * (1 - down) + (at(0, 1) * (1 - along) + at(1, 1) * along) * down;
}
