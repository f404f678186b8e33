/** What scanners and phones make of a page: pictures of the sample PDFs, the same each time. */
import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import drawPage from '../../src/pipeline/reading/draw-page.ts';
import { random } from '../documents/random.ts';
import { warped } from './warp.ts';

export const SAMPLES = new URL('../../samples/', import.meta.url);
/** Pixels per inch of a scan where nothing else is said. */
const DPI = 200;

export const sampleBytes = (name: string): Buffer => readFileSync(new URL(`${name}.pdf`, SAMPLES));

/** A page of a sample as it is drawn; null: it has no such page. */
async function drawn(name: string, page: number, dpi: number): Promise<Sharp | null> {
  const image = await drawPage({ bytes: sampleBytes(name), page, dpi, maxMb: 512 });
  return image?.png == null ? null : sharp(image.png).withMetadata({ density: dpi });
}

export interface Grey {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const raw = async (picture: Sharp): Promise<Grey> => {
  const { data, info } = await picture.greyscale().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
};
const fromRaw = ({ data, width, height }: Grey): Sharp => sharp(data, { raw: { width, height, channels: 1 } });
const png = (picture: Sharp): Promise<Buffer> => picture.png({ compressionLevel: 1 }).toBuffer();
const white = { background: '#fff' };

/** Each pixel times `light`, and off by something of this spread (of 255). */
function lit(grey: Grey, spread: number, light: (x: number, y: number) => number): Grey {
  const next = random(18);
  const data = Buffer.from(grey.data);
  for (let at = 0; at < data.length; at++) {
    // The sum of four is nearly normal, with a variance of a third.
    const off = (next() + next() + next() + next() - 2) * Math.sqrt(3) * spread;
    const value = (data[at] ?? 0) * light((at % grey.width) / grey.width, Math.floor(at / grey.width) / grey.height) + off;
    data[at] = Math.max(0, Math.min(255, value));
  }
  return { ...grey, data };
}

/** Held by hand over a desk, a lamp at the left. */
async function photo(page: Sharp): Promise<Buffer> {
  const seen = warped(await raw(page), 70);
  const shaded = lit(seen, 8, (x, y) => 1 - 0.45 * x - 0.1 * y);
  return fromRaw(shaded).blur(0.6).jpeg({ quality: 80 }).toBuffer();
}

export const PICTURES: Readonly<Record<string, (name: string, page: number) => Promise<Buffer | null>>> = {
  '100 dpi': of(png, 100),
  '150 dpi': of(png, 150),
  '200 dpi': of(png),
  '300 dpi': of(png, 300),
  noise: of(async (page) => png(fromRaw(lit(await raw(page), 25, () => 1)))),
  'JPEG 40': of((page) => page.jpeg({ quality: 40 }).toBuffer()),
  grey: of(async (page) => png(fromRaw(lit(await raw(page), 3, () => 0.7)))),
  '1.5°': of((page) => png(page.rotate(1.5, white))),
  '3°': of((page) => png(page.rotate(3, white))),
  '90°': of((page) => png(page.rotate(90))),
  '180°': of((page) => png(page.rotate(180))),
  '270°': of((page) => png(page.rotate(270))),
  photo: of(photo),
};

function of(make: (page: Sharp) => Promise<Buffer>, dpi = DPI) {
  return async (name: string, page: number): Promise<Buffer | null> => {
    const drawing = await drawn(name, page, dpi);
    return drawing === null ? null : make(drawing);
  };
}
