/** Pictures as files of all kinds that ix takes, small ones with something to see on them. */
import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Red at the top left, blue at the bottom right, on white. */
export const WIDTH = 60;
export const HEIGHT = 40;

export function picture(): Sharp {
  const block = (background: string) => ({ create: { width: 20, height: 10, channels: 3 as const, background } });
  const paper = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#fff' } });
  return paper.composite([
    { input: block('#f00'), left: 0, top: 0 },
    { input: block('#00f'), left: WIDTH - 20, top: HEIGHT - 10 },
  ]);
}

/** Uncompressed, 24 bits a pixel, from the bottom up. */
export function bmp(rgb: Uint8Array, width: number, height: number): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + stride * height);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++)
        file[54 + (height - 1 - y) * stride + x * 3 + 2 - channel] = rgb[(y * width + x) * 3 + channel] ?? 0;
  return file;
}

export const FORMATS: Readonly<Record<string, () => Promise<Buffer>>> = {
  PNG: () => picture().png().toBuffer(),
  JPEG: () => picture().jpeg({ quality: 95 }).toBuffer(),
  TIFF: () => picture().tiff({ compression: 'lzw' }).toBuffer(),
  WebP: () => picture().webp({ lossless: true }).toBuffer(),
  GIF: () => picture().gif().toBuffer(),
  /** The same picture by `heif-enc --lossless -p chroma=444` of libheif: no package of npm makes such files. */
  HEIC: async () => readFileSync(new URL('small.heic', import.meta.url)),
  BMP: async () => bmp(await picture().removeAlpha().raw().toBuffer(), WIDTH, HEIGHT),
};

/** Chunk by chunk: its head says a size that its body never has. */
export function hugePng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
