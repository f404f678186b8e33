/** Windows bitmaps, which libvips does not read: uncompressed ones of 1 to 32 bits a pixel, as scanners and screenshots are. */
import { IxError } from '../../../contracts/errors.ts';

export interface Bitmap {
  /** Red, green, blue; row by row from the top. */
  readonly data: Uint8Array;
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 3 };
}

/** BITMAPFILEHEADER and BITMAPINFOHEADER: offsets of their fields (learn.microsoft.com, wingdi.h). */
const PIXELS_AT = 10;
const INFO_AT = 14;
const WIDTH_AT = 18;
const HEIGHT_AT = 22;
const BITS_AT = 28;
const COMPRESSION_AT = 30;
const COLOURS_AT = 46;
const HEADERS = 54;
/** BI_RGB, and BI_BITFIELDS, whose 32 bits a pixel are nearly always blue, green, red and alpha too. */
const PLAIN = [0, 3];

/** Null: it is none. @throws IxError IX_000_005 for kinds that are not read, IX_000_008 damaged or too large. */
export function decodeBmp(file: Uint8Array, maxPixels: number): Bitmap | null {
  if (file[0] !== 0x42 || file[1] !== 0x4d) return null;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADERS) throw new IxError('IX_000_008', 'the picture is damaged, or cut off');
  const [width, tall] = [view.getInt32(WIDTH_AT, true), view.getInt32(HEIGHT_AT, true)];
  const [bits, compression] = [view.getUint16(BITS_AT, true), view.getUint32(COMPRESSION_AT, true)];
  const height = Math.abs(tall);
  if (view.getUint32(INFO_AT, true) < 40 || !PLAIN.includes(compression) || ![1, 4, 8, 24, 32].includes(bits))
    throw new IxError('IX_000_005', 'image/bmp of a compressed or rare kind');
  if (width <= 0 || height === 0) throw new IxError('IX_000_008', 'the picture is damaged, or cut off');
  if (width * height > maxPixels)
    throw new IxError('IX_000_008', `the picture has ${width} × ${height} pixels, at most ${maxPixels / 1e6} million are read`);
  const start = view.getUint32(PIXELS_AT, true);
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (start + stride * height > file.length) throw new IxError('IX_000_008', 'the picture is damaged, or cut off');
  const palette = INFO_AT + view.getUint32(INFO_AT, true);
  const colours = Math.min(view.getUint32(COLOURS_AT, true) || 2 ** Math.min(bits, 8), 256);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = start + stride * (tall > 0 ? height - 1 - y : y);
    for (let x = 0; x < width; x++) {
      const from = bits >= 24 ? row + (x * bits) / 8 : palette + 4 * Math.min(indexAt(file, row, x, bits), colours - 1);
      const to = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) data[to + channel] = file[from + 2 - channel] ?? 255;
    }
  }
  return { data, raw: { width, height, channels: 3 } };
}

function indexAt(file: Uint8Array, row: number, x: number, bits: number): number {
  const byte = file[row + Math.floor((x * bits) / 8)] ?? 0;
  return (byte >> (8 - bits - ((x * bits) % 8))) & (2 ** bits - 1);
}
