/** Pictures as files: every format by its bytes, EXIF turns, frames, caps before decoding, and what is damaged. */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { openHeic } from '../../src/pipeline/reading/ocr/heic.ts';
import { picturePage, pictureSize } from '../../src/pipeline/reading/ocr/images.ts';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import { decode, decodeMutations, reached, WHILE_DECODED } from './decoded.ts';
import { bmp, FORMATS, HEIGHT, hugePng, picture, WIDTH } from './files.ts';

const rgb = async (bytes: Uint8Array, page = 1) => {
  const { data, info } = await (await picturePage(bytes, page)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) =>
    [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)].map((v) => (v > 128 ? 1 : 0));
  return { width: info.width, height: info.height, at };
};
const [RED, BLUE, WHITE] = [
  [1, 0, 0],
  [0, 0, 1],
  [1, 1, 1],
];

describe.each(Object.entries(FORMATS))('%s', (name, make) => {
  test('is known by its bytes and decoded as it is', async () => {
    const bytes = await make();
    expect(await sniff(bytes)).toEqual({ kind: 'image' });
    expect(await pictureSize(bytes, 1)).toMatchObject({ pages: 1, width: WIDTH, height: HEIGHT });
    const { at } = await rgb(bytes);
    expect([at(5, 5), at(WIDTH - 5, HEIGHT - 5), at(5, HEIGHT - 5)]).toEqual([RED, BLUE, WHITE]);
  });

  test('cut off anywhere it is a fault of the file', async () => {
    const bytes = await make();
    const outcomes = new Set<string>();
    const cuts = Array.from({ length: 15 }, (_, i) => Math.floor((bytes.length * (i + 1)) / 16));
    // Less than its mark is a text, or nothing.
    for (const cut of cuts.filter((bytes) => bytes >= 32)) outcomes.add((await decode(bytes.subarray(0, cut))).replace(WHILE_DECODED, ''));
    // What is cut off behind the pixels is whole to look at; what ends within its mark is no picture any more.
    const allowed = ['IX_000_008', 'IX_000_005', ...(['TIFF', 'GIF', 'PNG'].includes(name) ? ['decoded'] : [])];
    expect([...outcomes].filter((outcome) => !allowed.includes(outcome))).toEqual([]);
    expect(outcomes).toContain('IX_000_008');
  });
});

test('a photo that its camera held on its side is turned as its EXIF says', async () => {
  // Orientation 6: to be turned by 90° clockwise.
  const bytes = await picture().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
  expect(await pictureSize(bytes, 1)).toMatchObject({ width: HEIGHT, height: WIDTH });
  const { width, at } = await rgb(bytes);
  expect(width).toBe(HEIGHT);
  expect([at(HEIGHT - 5, 5), at(5, WIDTH - 5)]).toEqual([RED, BLUE]);
});

test('each frame of a TIFF is a page; of an animation the first is', async () => {
  const first = await picture().png().toBuffer();
  const frames = [first, await sharp(first).flop().png().toBuffer()];
  const joined = () => sharp(frames, { join: { animated: true } });
  const tiff = await joined().tiff().toBuffer();
  expect(await pictureSize(tiff, 2)).toMatchObject({ pages: 2, width: WIDTH, height: HEIGHT });
  expect((await rgb(tiff, 2)).at(WIDTH - 5, 5)).toEqual(RED);
  expect(await pictureSize(await joined().gif().toBuffer(), 1)).toMatchObject({ pages: 1, width: WIDTH, height: HEIGHT });
});

test('what shines through lies on white', async () => {
  const clear = await sharp({ create: { width: 4, height: 4, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .png()
    .toBuffer();
  expect((await rgb(clear)).at(1, 1)).toEqual(WHITE);
});

test('a size in pixels per inch is believed where it can be paper; else the picture is taken for A4', async () => {
  const at = async (density: number) => pictureSize(await picture().withMetadata({ density }).png().toBuffer(), 1);
  expect((await at(300)).dpi).toBeCloseTo(300, 0);
  expect((await at(72)).dpi).toBeCloseTo(WIDTH / 11.69, 2);
});

test.each([
  ['PNG', hugePng(30_000, 30_000)],
  [
    'BMP',
    Buffer.concat([bmp(new Uint8Array(), 0, 0).subarray(0, 18), Buffer.from('30750000307500000100180000000000', 'hex'), Buffer.alloc(20)]),
  ],
])('%s of 30,000 × 30,000 pixels is refused before it is decoded', async (_, bytes) => {
  const before = process.memoryUsage().rss;
  await expect(pictureSize(bytes, 1)).rejects.toMatchObject({
    code: 'IX_000_008',
    detail: 'the picture has 30000 × 30000 pixels, at most 100 million are read',
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
});

test('a HEIC that says it has no pixels is damaged', async () => {
  const bytes = (await FORMATS.HEIC?.()) ?? Buffer.alloc(0);
  // The boxes of sizes (ISO/IEC 14496-12): their name, version and flags, width, height.
  for (let at = bytes.indexOf('ispe'); at >= 0; at = bytes.indexOf('ispe', at + 4)) bytes.fill(0, at + 8, at + 16);
  await expect(pictureSize(bytes, 1)).rejects.toThrow('IX_000_008');
  await expect(picturePage(bytes, 1)).rejects.toThrow('IX_000_008');
});

test('HEIC is refused by name where its optional package is not installed', async () => {
  const bytes = (await FORMATS.HEIC?.()) ?? Buffer.alloc(0);
  expect(() => openHeic(bytes, 'no-libheif-js')).toThrow(
    'IX_000_005: file type not supported (detail=image/heic, which is read where the optional package no-libheif-js is installed; save it as JPEG)',
  );
});

test('a kind of picture that is not read is named', async () => {
  const jxl = Buffer.concat([Buffer.from('0000000c4a584c200d0a870a', 'hex'), Buffer.alloc(64)]);
  await expect(sniff(jxl)).rejects.toMatchObject({
    code: 'IX_000_005',
    detail: expect.stringMatching(/^image\/jxl; PDF, pictures \(PNG, JPEG/),
  });
});

test('changed bytes give pixels or a fault of the file, and most reach the decoder', async () => {
  const outcomes = await decodeMutations(300, 18);
  expect([...outcomes.keys()].filter((outcome) => outcome.startsWith('bug'))).toEqual([]);
  expect(reached(outcomes)).toBeGreaterThan(100);
  expect(outcomes.get('decoded')).toBeGreaterThan(30);
});
