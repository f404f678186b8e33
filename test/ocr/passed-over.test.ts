/** Which parts of a page are read once more: print that no word covers, and neither rules nor stains. */
import { expect, test } from 'vitest';
import { passedOver } from '../../src/pipeline/reading/ocr/passed-over.ts';
import type { LineOfWords } from '../../src/pipeline/reading/ocr/tesseract-json.ts';

const [WIDTH, HEIGHT, CAPITALS] = [400, 400, 20];

/** White, with black boxes on it. */
function page(...boxes: (readonly [left: number, top: number, width: number, height: number])[]) {
  const data = new Uint8Array(WIDTH * HEIGHT).fill(255);
  for (const [left, top, width, height] of boxes)
    for (let y = top; y < top + height; y++) data.fill(0, y * WIDTH + left, y * WIDTH + left + width);
  return { data, width: WIDTH, height: HEIGHT };
}
/** Upright strokes as letters have them. */
const print = (left: number, top: number, strokes = 16) =>
  Array.from({ length: strokes }, (_, i) => [left + 8 * i, top, 3, CAPITALS] as const);
const line = (left: number, top: number): LineOfWords => ({
  ascent: CAPITALS,
  words: [{ text: 'read', left, right: left + 130, top, bottom: top + CAPITALS, baseline: top + CAPITALS, confidence: 95 }],
});
const read = line(40, 40);

test('print between what was read is a strip of its own, with the words that were read wiped out', () => {
  const strips = passedOver(page(...print(40, 40), ...print(40, 200), ...print(200, 200), ...print(40, 235)), [read, line(40, 200)]);
  expect(strips).toMatchObject([{ top: 188, width: WIDTH, height: 79 }]);
  const [strip] = strips;
  const ink = (x: number, y: number) => strip?.data[(y - 188) * WIDTH + x] === 0;
  expect([ink(41, 210), ink(201, 210), ink(41, 245)]).toEqual([false, true, true]);
});

test('what is read, rules, frames and dark areas are none', () => {
  const rule = [20, 150, 360, 3] as const;
  const frame = Array.from({ length: 6 }, (_, i) => [20 + 60 * i, 150, 3, 100] as const);
  expect(passedOver(page(...print(40, 40), rule, ...frame, [40, 300, 300, 60]), [read])).toEqual([]);
});

test('on a page on which nothing was read nothing says how large letters are', () => {
  expect(passedOver(page(...print(40, 40)), [])).toEqual([]);
});
