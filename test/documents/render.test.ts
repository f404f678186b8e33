/** Pages as images: their size, what is not there, what cannot be drawn, and the bound on what is kept. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BoundedCache } from '../../src/pipeline/reading/bounded-cache.ts';
import { createPageRenderer, type PageRenderer } from '../../src/pipeline/reading/render.ts';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { A4, drawPdf, write } from './drawn-pdf.ts';
import { docxFile, wordTable } from './office-files.ts';

let renderer: PageRenderer;
let pdf: Buffer;
beforeAll(async () => {
  renderer = createPageRenderer({
    threads: new ThreadPool({ threads: 1, kept: 0, maxHeapMb: 256 }),
    cacheBytes: 2 ** 20,
    timeoutSeconds: 50,
  });
  pdf = await drawPdf([
    (doc) => write(doc, 'one', 100, 100),
    (doc) => {
      Object.assign(doc.page.dictionary.data, { Rotate: 90 });
      write(doc, 'two', 100, 100);
    },
  ]);
});
afterAll(() => renderer.close());

const bytes = async () => pdf;

test('an image is as large as the page at its resolution, turned as it is displayed', async () => {
  const upright = await renderer.render('pdf', bytes, 1, 72);
  expect(upright).toMatchObject({ pages: 2, width: expect.closeTo(A4.width, 0), height: expect.closeTo(A4.height, 0) });
  const meta = await sharp(upright?.png ?? new Uint8Array()).metadata();
  expect([meta.format, meta.width, meta.height]).toEqual(['png', 595, 842]);
  const turned = await renderer.render('pdf', bytes, 2, 144);
  const { width, height } = await sharp(turned?.png ?? new Uint8Array()).metadata();
  expect([width, height]).toEqual([1684, 1191]);
});

test('what is drawn is there: ink where the text stands, paper elsewhere', async () => {
  const image = await renderer.render('pdf', bytes, 1, 72);
  const ink = async (left: number, top: number) => {
    const region = sharp(image?.png ?? new Uint8Array()).extract({ left, top, width: 30, height: 14 });
    return Math.min(...(await region.greyscale().raw().toBuffer()));
  };
  expect(await ink(98, 98)).toBeLessThan(128);
  expect(await ink(400, 600)).toBe(255);
});

test('the size alone needs no image; a page past the end is null', async () => {
  expect(await renderer.render('pdf', bytes, 1, null)).toMatchObject({ pages: 2, png: null });
  expect(await renderer.render('pdf', bytes, 3, 72)).toBeNull();
});

test('an enormous page is drawn smaller', async () => {
  const huge = await drawPdf([(doc) => write(doc, 'x', 10, 10)], { size: [14_000, 14_000] });
  const image = await renderer.render('huge', async () => huge, 1, 300);
  const { width = 0, height = 0 } = await sharp(image?.png ?? new Uint8Array()).metadata();
  expect(width * height).toBeLessThanOrEqual(20_100_000);
});

test('what is no PDF, or a broken one, fails with words, and the next page is drawn all the same', async () => {
  const broken = Buffer.from('%PDF-1.7 and nothing more');
  await expect(renderer.render('broken', async () => broken, 1, 72)).rejects.toMatchObject({ code: 'IX_000_008' });
  expect(await renderer.render('pdf again', bytes, 1, 72)).not.toBeNull();
});

describe('BoundedCache', () => {
  const cache = () => new BoundedCache<string>(10, (text) => text.length);

  test('makes a value once, also when it is asked for twice at the same time', async () => {
    const kept = cache();
    let made = 0;
    const make = async () => `${++made}`;
    expect(await Promise.all([kept.get('a', make), kept.get('a', make)])).toEqual(['1', '1']);
    expect(await kept.get('a', make)).toBe('1');
  });

  test('never holds more than its bound; what was used last stays', async () => {
    const kept = cache();
    for (const key of ['a', 'b']) await kept.get(key, async () => key.repeat(4));
    await kept.get('a', async () => 'not made');
    await kept.get('c', async () => 'cccc');
    expect(kept.bytes).toBe(8);
    expect(await kept.get('a', async () => 'made anew')).toBe('aaaa');
    expect(await kept.get('b', async () => 'anew')).toBe('anew');
  });

  test('keeps neither failures nor what is larger than all of it', async () => {
    const kept = cache();
    await expect(kept.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await kept.get('a', async () => 'x'.repeat(11))).toHaveLength(11);
    expect(kept.bytes).toBe(0);
  });
});

test('a file without a picture is shown as its text, page by page', async () => {
  const file = docxFile(`${wordTable([['Total', '119.00']])}<w:p><w:r><w:br w:type="page"/><w:t>next</w:t></w:r></w:p>`);
  expect(await renderer.text('docx', { bytes: file, type: await sniff(file), password: null }, 10)).toBe('| Total | 119.00 |\fnext');
});
