/** How far a page lies askew: lines of text make the sharpest profile when one looks along them. */
import type { Pixels } from './pixels.ts';

/** Degrees. Scanners and hands are off by less. */
const MOST = 10;
const COARSE = 0.5;
const FINE = 0.05;
/** Points of ink looked at, at most. */
const POINTS = 40_000;
/** Of 255: ink is darker than its paper by more. */
const INK = 60;
/** The best angle must make the profile so much sharper than none does. */
const GAIN = 1.03;
/** With fewer points there is nothing to go by. */
const FEWEST = 200;

/**
 * Degrees clockwise that straighten the page, from −10 to 10; the page may lie on its side as well. Projection profiles as in Postl, Detection
 * of linear oblique structures and skew scan in digitized documents (1986): the sum of the squared steps from row to row.
 */
export function skewOf(pixels: Pixels): number {
  const points = inkOf(pixels);
  if (points.xs.length < FEWEST) return 0;
  const lying = { xs: points.ys, ys: points.xs.map((x) => pixels.width - 1 - x) };
  const upright = bestAngle(points);
  const sideways = bestAngle(lying);
  const best = sideways.score > upright.score ? sideways : upright;
  return best.score < GAIN * best.straight ? 0 : best.angle;
}

interface Ink {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
}

/** Edges of ink, from above and from the left. A stroke counts once, however thick; so do dark areas. */
function inkOf({ data, width, height }: Pixels): Ink {
  const found: number[] = [];
  for (let y = 1; y < height; y++)
    for (let x = 1; x < width; x++) {
      const at = y * width + x;
      const value = (data[at] ?? 0) + INK;
      if ((data[at - width] ?? 0) > value || (data[at - 1] ?? 0) > value) found.push(at);
    }
  const step = Math.max(1, Math.ceil(found.length / POINTS));
  const count = Math.ceil(found.length / step);
  const xs = new Float32Array(count);
  const ys = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const at = found[i * step] ?? 0;
    xs[i] = at % width;
    ys[i] = Math.floor(at / width);
  }
  return { xs, ys };
}

function bestAngle(ink: Ink): { angle: number; score: number; straight: number } {
  const straight = sharpness(ink, 0);
  let best = { angle: 0, score: straight };
  const look = (angle: number) => {
    const score = sharpness(ink, angle);
    if (score > best.score) best = { angle, score };
  };
  for (let angle = -MOST; angle <= MOST; angle += COARSE) look(angle);
  const middle = best.angle;
  for (let off = -COARSE; off <= COARSE; off += FINE) look(middle + off);
  return { ...best, straight };
}

/** Of the page turned by `angle` degrees clockwise. */
function sharpness({ xs, ys }: Ink, angle: number): number {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const rows = new Float32Array(xs.length);
  for (let i = 0; i < xs.length; i++) {
    const row = (ys[i] ?? 0) * cos + (xs[i] ?? 0) * sin;
    rows[i] = row;
    if (row < least) least = row;
    if (row > most) most = row;
  }
  const profile = new Float32Array(Math.ceil(most - least) + 2);
  for (const row of rows) {
    const at = Math.floor(row - least);
    profile[at] = (profile[at] ?? 0) + 1;
  }
  let sum = 0;
  for (let i = 1; i < profile.length; i++) sum += ((profile[i] ?? 0) - (profile[i - 1] ?? 0)) ** 2;
  return sum;
}
