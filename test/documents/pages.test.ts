/** Pages as viewers show them: boxes that are inherited, fields and notes that bring no drawing, a page among others that cannot be read. */

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { PageSchema } from '../../src/contracts/response.ts';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { createPageRenderer } from '../../src/pipeline/reading/render.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { bombPage, type RawOptions, type RawPage, rawPdf } from './raw-pdf.ts';

const at = (text: string, x: number, y: number) => `BT /F1 12 Tf ${x} ${y} Td (${text}) Tj ET\n`;

async function pagesOf(pages: readonly RawPage[], options: RawOptions = {}, maxMb = 512) {
  const reading = await readPdf(rawPdf(pages, options), { maxPages: 100, maxMb });
  return { ...reading, pages: reading.pages.map((page) => PageSchema.parse(page)) };
}
const linesOf = async (...args: Parameters<typeof pagesOf>) =>
  (await pagesOf(...args)).pages.map(({ lines }) => lines.map((line) => line.text));

describe('an inherited box with something laid over the page', () => {
  const stamp = { forms: { X1: { content: at('stamp', 10, 10) } }, annotations: [{ form: 'X1', rect: [100, 300, 1100, 1300] }] };
  const content = at('top right', 500, 800) + at('bottom', 72, 60);

  test.each<[string, string, [number, number], [number, number]]>([
    ['media box', '/MediaBox [0 0 595 842]', [595, 842], [500, 842 - 800]],
    ['crop box', '/MediaBox [0 0 700 900] /CropBox [50 40 645 882]', [595, 842], [450, 882 - 800]],
  ])('%s: nothing is lost, all stands where it is drawn', async (_, tree, size, [x, baseline]) => {
    const { pages } = await pagesOf([{ content, mediaBox: null, ...stamp }], { tree });
    expect([pages[0]?.width, pages[0]?.height]).toEqual(size);
    expect(pages[0]?.lines.map(({ text }) => text)).toEqual(['top right', 'stamp', 'bottom']);
    const box = pages[0]?.lines[0]?.bounding_box ?? [];
    expect([box[0], box[7]]).toEqual([expect.closeTo(x, 0), expect.closeTo(baseline + 0.21 * 12, 0)]);
  });
});

describe('what was typed in, without a drawing of it', () => {
  const fonts = { helvetica: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>' };
  const field = (name: string, value: string, y: number, more = '') =>
    `/Subtype /Widget /FT /Tx /T (${name}) /V (${value}) /DA (/Helv 10 Tf 0 g) /F 4 /Rect [200 ${y} 400 ${y + 16}] ${more}`;
  const catalog = (appearances: string, fields: string) =>
    `/AcroForm << /Fields [${fields}] ${appearances} /DR << /Font << /Helv @helvetica >> >> /DA (/Helv 10 Tf 0 g) >>`;
  const labels = at('Number', 72, 700) + at('Total', 72, 680);

  test.each(['/NeedAppearances true', '/NeedAppearances false'])('fields of a form, with %s', async (appearances) => {
    const objects = {
      ...fonts,
      one: `<< /Type /Annot ${field('one', '2026-0815', 696)} >>`,
      two: `<< /Type /Annot ${field('two', '1.190,00 EUR', 676)} >>`,
    };
    const page: RawPage = { content: labels, entries: '/Annots [@one @two]' };
    expect(await linesOf([page], { objects, catalog: catalog(appearances, '@one @two') })).toEqual([
      ['Number', '2026-0815', 'Total', '1.190,00 EUR'],
    ]);
  });

  test('a field that is hidden stays so', async () => {
    const objects = { ...fonts, one: `<< /Type /Annot ${field('one', 'secret', 696).replace('/F 4', '/F 2')} >>` };
    const page: RawPage = { content: labels, entries: '/Annots [@one]' };
    expect(await linesOf([page], { objects, catalog: catalog('/NeedAppearances true', '@one') })).toEqual([['Number', 'Total']]);
  });

  test('a typed note, wrapped in its rectangle', async () => {
    const note = '/Subtype /FreeText /F 4 /Contents (paid \\(in full\\) on 3 April) /DA (0 g /Helv 10 Tf) /Rect [200 600 290 660]';
    expect(await linesOf([{ content: labels, notes: [note] }])).toEqual([['Number', 'Total', 'paid (in full) on', '3 April']]);
  });

  test('both are on the image of the page', async () => {
    const renderer = createPageRenderer({
      threads: new ThreadPool({ threads: 1, kept: 0, maxHeapMb: 128 }),
      cacheBytes: 0,
      timeoutSeconds: 50,
    });
    try {
      const objects = {
        ...fonts,
        one: `<< /Type /Annot ${field('one', 'MMMMMM', 696)} >>`,
        note: '<< /Type /Annot /Subtype /FreeText /F 4 /Contents (MMMMMM) /DA (/Helv 10 Tf) /Rect [200 600 290 620] >>',
      };
      const bytes = rawPdf([{ content: '', entries: '/Annots [@one @note]' }], {
        objects,
        catalog: catalog('/NeedAppearances true', '@one'),
      });
      const image = await renderer.render('form', async () => bytes, 1, 72);
      const darkest = async (left: number, top: number) =>
        Math.min(
          ...(await sharp(image?.png ?? new Uint8Array())
            .extract({ left, top, width: 30, height: 14 })
            .greyscale()
            .raw()
            .toBuffer()),
        );
      expect(await darkest(202, 842 - 710)).toBeLessThan(128);
      expect(await darkest(202, 842 - 618)).toBeLessThan(128);
    } finally {
      await renderer.close();
    }
  });
});

describe('a page that cannot be read', () => {
  const good = { content: at('good', 72, 700) };
  const bomb = bombPage(10, 12, at('boom', 72, 700));

  test('is told, and those before it are read', async () => {
    const whole = rawPdf([good, good]).toString('latin1');
    // The second page is an object that is not there.
    const broken = whole.replace(/(Kids \[\d+ 0 R )\d+/, (all, before: string) => before + '9'.repeat(all.length - before.length));
    const { pages, unread } = await readPdf(Buffer.from(broken, 'latin1'), { maxPages: 10 });
    expect(pages.map(({ lines }) => lines.length)).toEqual([1, 0]);
    expect(unread).toEqual([{ file_index: 0, page_no: 2, reason: 'page 2 is damaged and was not read' }]);
  });

  test('for the memory it takes: a fresh PDFium reads on', async () => {
    const { pages, unread } = await pagesOf([good, bomb, good], {}, 64);
    expect(pages.map(({ page_no, lines }) => [page_no, lines.map(({ text }) => text)])).toEqual([
      [1, ['good']],
      [2, []],
      [3, ['good']],
    ]);
    expect(unread).toEqual([
      {
        file_index: 0,
        page_no: 2,
        reason: 'page 2 is damaged, or takes more than 64 MiB to read (IX_PIPELINE_THREAD_MB); it was not read',
      },
    ]);
  });
});

test('annotations without number are refused before the work', async () => {
  const forms = { S: { content: '0 0 10 10 re f' } };
  const stamped = {
    content: at('stamped', 72, 700),
    forms,
    annotations: Array.from({ length: 60_000 }, () => ({ form: 'S', rect: [10, 10, 50, 50] })),
  };
  await expect(pagesOf([{ content: at('one', 72, 700) }, stamped])).rejects.toMatchObject({
    code: 'IX_000_008',
    detail: 'page 2 of the PDF has 60000 annotations, at most 5000 are read',
  });
});
