/** How many words of a page are found, and how well their boxes lie on where they were drawn: a line for each thing that goes wrong with pages. */
import { afterAll, expect, test } from 'vitest';
import type { Word } from '../../src/contracts/response.ts';
import { readFile } from '../../src/pipeline/reading/readers/readers.ts';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import { FAULTS, type Place, type Point } from './faults.ts';

const rows: string[] = [];
afterAll(() => console.log(['fault | words | found | overlap, least | mean', ...rows].join('\n')));

test.each(FAULTS)('$name: all words are found, nine tenths of each box', async ({ name, bytes, places, unread = [] }) => {
  const reading = await readFile(
    { bytes, type: await sniff(bytes), password: null },
    { limits: { maxPages: 10, maxMb: 128 }, recognised: null, useEmbedded: false, onPage: () => {} },
  );
  const words = reading.pages.flatMap(({ lines }) => lines.flatMap((line) => line.words));
  const overlaps = places.map((place) =>
    Math.max(0, ...words.filter(({ text }) => text === place.text).map((word) => overlap(word, place))),
  );
  const mean = overlaps.reduce((sum, part) => sum + part, 0) / places.length;
  const found = overlaps.filter((part) => part > 0).length;
  rows.push([name, places.length, found, Math.min(...overlaps).toFixed(3), mean.toFixed(3)].join(' | '));
  expect(found).toBe(places.length);
  expect(Math.min(...overlaps)).toBeGreaterThan(0.9);
  expect(reading.unread.map(({ page_no }) => page_no)).toEqual(unread);
});

/** Intersection over union of the box that a word has and the one that it was drawn in. */
function overlap({ bounding_box: [ax = 0, ay = 0, bx = 0, by = 0, cx = 0, cy = 0, dx = 0, dy = 0] }: Word, { corners }: Place): number {
  const box: readonly Point[] = [
    [ax, ay],
    [bx, by],
    [cx, cy],
    [dx, dy],
  ];
  const both = areaOf(within(box, corners));
  return both / (areaOf(box) + areaOf(corners) - both);
}

/** What of a polygon lies in a convex one, whose corners go clockwise as y grows downwards. */
function within(polygon: readonly Point[], convex: readonly Point[]): readonly Point[] {
  return convex.reduce<readonly Point[]>((rest, [x0, y0], index) => {
    const [x1, y1] = convex[(index + 1) % convex.length] ?? [0, 0];
    const side = ([x, y]: Point) => (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
    return rest.flatMap((point, at): Point[] => {
      const before = rest.at(at - 1) ?? point;
      const [here, there] = [side(point), side(before)];
      const part = there / (there - here);
      const cut: Point = [before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])];
      return [...(here >= 0 !== there >= 0 ? [cut] : []), ...(here >= 0 ? [point] : [])];
    });
  }, polygon);
}

function areaOf(polygon: readonly Point[]): number {
  const twice = polygon.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = polygon[(index + 1) % polygon.length] ?? [0, 0];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}
