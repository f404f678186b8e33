/** Where something is drawn, found by its colour in a picture of the screen. */
import sharp from 'sharp';

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest rectangle around all reddish pixels, in pixels of the picture; null: there are none. */
export async function redRect(png: Buffer): Promise<Rect | null> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let at = 0; at < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (red - Math.max(green, blue) < 60) continue;
    xs.push((at / 3) % info.width);
    ys.push(Math.floor(at / 3 / info.width));
  }
  const ends = (values: number[]): [number, number] => values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v + 1)], [Infinity, 0]);
  const [[left, right], [top, bottom]] = [ends(xs), ends(ys)];
  return xs.length === 0 ? null : { left, top, right, bottom };
}
