/** The maker of documents: the same seed gives the same bytes, and what it says of values and places is so on the page that ix reads. */
import { expect, test } from 'vitest';
import type { Page } from '../../src/contracts/response.ts';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { readText } from '../../src/pipeline/reading/text.ts';
import { FAMILIES, KINDS, type MadeDocument, makeDocument } from './maker.ts';

const made: readonly MadeDocument[] = KINDS.flatMap((kind) => Array.from({ length: 12 }, (_, n) => makeDocument(kind, 9000 + n)));

test('the same seed gives the same document, another one another', () => {
  for (const document of made.slice(0, 8)) expect(makeDocument(document.kind, document.seed)).toEqual(document);
  const [first, second] = made;
  expect(first?.bytes.equals(second?.bytes ?? Buffer.alloc(0))).toBe(false);
});

test('families have ids of their own, and each kind has several', () => {
  expect(new Set(FAMILIES.map(({ id }) => id)).size).toBe(FAMILIES.length);
  for (const kind of KINDS) expect(FAMILIES.filter((family) => family.kind === kind).length).toBeGreaterThan(2);
});

test('a true value stands where the truth says, in the text that ix reads', async () => {
  const lost: string[] = [];
  for (const document of made) {
    const pages =
      document.format === 'pdf' ? (await readPdf(document.bytes, { maxPages: 100 })).pages : readText(document.bytes.toString());
    for (const [field, { places }] of Object.entries(document.truth)) {
      for (const place of places) {
        const read = 'box' in place ? wordsIn(pages[place.page - 1], place.box) : spanOf(pages[place.page - 1], place);
        if (!bare(read).includes(bare(place.text)))
          lost.push(`${document.name} ${field}: ${JSON.stringify(place.text)} reads ${JSON.stringify(read)}`);
      }
    }
  }
  expect(lost).toEqual([]);
});

test('a value is visible if it is printed, and null if nobody could be sure of it', () => {
  for (const { truth } of made) {
    for (const { value, visible, places } of Object.values(truth)) {
      expect(visible).toBe(value !== null);
      expect(places.length > 0).toBe(visible);
    }
  }
});

/** The words whose middle is in the box. */
function wordsIn(page: Page | undefined, [left, top, right, bottom]: readonly [number, number, number, number]): string {
  const words = (page?.lines ?? []).flatMap((line) => line.words);
  const inside = words.filter(({ bounding_box: [x0 = 0, y0 = 0, x1 = 0, , , y2 = 0] }) => {
    const y = (y0 + y2) / 2;
    return x1 > left + 0.5 && x0 < right - 0.5 && y > top - 1 && y < bottom + 1;
  });
  return inside.map(({ text }) => text).join(' ');
}

function spanOf(page: Page | undefined, { line, char_span: [start, end] }: { line: number; char_span: readonly [number, number] }): string {
  return page?.lines[line]?.text.slice(start, end) ?? '';
}

const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');
