/** Pictures as files: how many pages one has and how large, within caps that are kept before anything is decoded; and a page of it as pixels. */
import sharp, { type Sharp } from 'sharp';
import { IxError } from '../../../contracts/errors.ts';
import { type Bitmap, decodeBmp } from './bmp.ts';
import { openHeic } from './heic.ts';

/** Pixels of one picture at most: A3 at 600 dpi has 70 million. */
const PIXELS_MAX = 100_000_000;

export interface PictureSize {
  readonly pages: number;
  /** Of the page as it is shown: turned as its EXIF says. Pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels per inch: as the file says, or as if it were a page of A4 where it says nothing that can be true of paper. */
  readonly dpi: number;
}

/** Pixels per inch that files may say of paper. 72 and 96 are what programs write that do not know. */
const DPI = { least: 100, most: 1200 };

/** Its longer edge, inches. */
const A4 = 11.69;

/** @param page 1-based; past the last one, the size is the first's. @throws IxError IX_000_008 for what cannot be read, or is larger than may be decoded. */
export async function pictureSize(bytes: Uint8Array, page: number): Promise<PictureSize> {
  const heic = openHeic(bytes);
  if (heic !== null) {
    boundPixels(heic);
    return { pages: 1, width: heic.width, height: heic.height, dpi: asA4(heic) };
  }
  // Its head alone is read: the caps come before the decoder's own, whose words say less.
  const picture = await open(bytes, page, false);
  return await faultOfFile(async () => {
    const { width, height, autoOrient, density, format, pages = 1 } = await picture.metadata();
    boundPixels({ width, height });
    const isPaper = density !== undefined && density >= DPI.least && density <= DPI.most;
    // The frames of other formats are an animation, of which the first is shown.
    return { pages: format === 'tiff' ? pages : 1, ...autoOrient, dpi: isPaper ? density : asA4({ width, height }) };
  });
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const asA4 = ({ width, height }: Size): number => Math.max(width, height) / A4;

function boundPixels({ width, height }: Size): void {
  if (width === 0 || height === 0) throw new IxError('IX_000_008', 'the picture is damaged: it has no pixels');
  if (width * height > PIXELS_MAX)
    throw new IxError('IX_000_008', `the picture has ${width} × ${height} pixels, at most ${PIXELS_MAX / 1e6} million are read`);
}

/** A page of it, upright as EXIF says and on white; nothing is decoded before it is asked for its pixels. */
export async function picturePage(bytes: Uint8Array, page: number): Promise<Sharp> {
  return (await open(bytes, page, PIXELS_MAX)).autoOrient().flatten({ background: '#fff' });
}

/** @throws IxError IX_000_008 where the work fails for the sake of the file. */
export async function faultOfFile<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IxError) throw error;
    throw new IxError('IX_000_008', 'the picture is damaged, or cut off', { cause: error });
  }
}

async function open(bytes: Uint8Array, page: number, limitInputPixels: number | false): Promise<Sharp> {
  const options = { limitInputPixels, failOn: 'truncated', sequentialRead: true } as const;
  const bitmap = decodeBmp(bytes, PIXELS_MAX) ?? (await decodeHeic(bytes));
  if (bitmap !== null) return sharp(bitmap.data, { ...options, raw: bitmap.raw });
  // A copy where threads share the bytes: libvips keeps them while it works.
  const file = bytes.buffer instanceof SharedArrayBuffer ? Uint8Array.from(bytes) : bytes;
  return sharp(file, { ...options, page: page - 1 });
}

async function decodeHeic(bytes: Uint8Array): Promise<Bitmap | null> {
  const picture = openHeic(bytes);
  if (picture === null) return null;
  boundPixels(picture);
  const { width, height } = picture;
  return { data: await picture.decode(), raw: { width, height, channels: 3 } };
}
