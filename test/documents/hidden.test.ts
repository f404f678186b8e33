/** Text that nobody sees says nothing; text that is seen, and what OCR left over a scan, is read. */
import { describe, expect, test } from 'vitest';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { type RawOptions, type RawPage, rawPdf } from './raw-pdf.ts';

async function linesOf(page: RawPage, options: RawOptions = {}): Promise<string[]> {
  const { pages } = await readPdf(rawPdf([page], options), { maxPages: 1 });
  return pages.flatMap(({ lines }) => lines.map((line) => line.text));
}

const text = (words: string, before = '') => `q ${before} BT /F1 12 Tf 72 600 Td (${words}) Tj ET Q\n`;
const printed = 'BT /F1 12 Tf 72 700 Td (printed) Tj ET\n';
/** One grey pixel, spread over a rectangle. */
const picture = (x: number, y: number, w: number, h: number) => `q ${w} 0 0 ${h} ${x} ${y} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n`;
const resources = '/ExtGState << /Clear << /ca 0 >> /Half << /ca 0.5 >> >>';

test.each<[string, string]>([
  ['in white', text('hidden', '1 g')],
  ['nearly in white', text('hidden', '0.99 g')],
  ['in the colour of its box', `q 0.1 0.2 0.5 rg 50 580 200 40 re f Q ${text('hidden', '0.1 0.2 0.5 rg')}`],
  ['in the colour of a round box', `q 0 g 50 600 m 50 700 250 700 250 600 c 250 500 50 500 50 600 c f Q ${text('hidden', '0 g')}`],
  ['invisible, by mode 3', text('hidden', '3 Tr')],
  ['by mode 7, which only cuts', text('hidden', '7 Tr')],
  ['by mode 3, over a logo', picture(60, 580, 120, 60) + text('hidden', '3 Tr')],
  ['without opacity', text('hidden', '/Clear gs')],
  ['cut off by a clipping path', text('hidden', '0 0 10 10 re W n')],
  ['cut off by two paths that share nothing', text('hidden', '0 580 595 40 re W n 0 0 10 842 re W n')],
  ['under a black box', `${text('hidden')} 0 g 60 590 100 30 re f`],
  ['under a white box', `${text('hidden')} 1 g 60 590 100 30 re f`],
  ['under a thick line', `${text('hidden')} 0 G 30 w 60 604 m 200 604 l S`],
  ['under a picture no larger than it needs', text('hidden') + picture(60, 590, 100, 30)],
  ['too small to be read', 'BT /F1 0.6 Tf 72 600 Td (hidden) Tj ET'],
])('not read: %s', async (_, content) => {
  expect(await linesOf({ content: printed + content, resources })).toEqual(['printed']);
});

test.each<[string, string]>([
  ['white on a dark box', `q 0 0 0.4 rg 50 580 200 40 re f Q ${text('seen', '1 g')}`],
  ['white on a round dark box', `q 0 g 50 600 m 50 700 250 700 250 600 c 250 500 50 500 50 600 c f Q ${text('seen', '1 g')}`],
  ['in light grey', text('seen', '0.8 g')],
  ['at half its opacity', text('seen', '/Half gs')],
  ['inside its clipping path', text('seen', '60 590 200 30 re W n')],
  ['underlined and crossed out', `${text('seen')} 0 G 60 604 m 200 604 l S 60 598 140 0.8 re f`],
  ['in outlines alone', text('seen', '1 Tr')],
  ['in a frame drawn later', `${text('seen')} 0 G 50 580 300 200 re S`],
  ['under a highlighter', `${text('seen')} /Half gs 1 1 0 rg 60 590 100 30 re f`],
  ['written over what was painted out', `${text('gone')} 1 g 60 590 100 30 re f ${text('seen', '0 g')}`],
  ['in a dark page', `${text('gone', '0 g')} q 0 g 0 0 595 690 re f Q ${text('seen', '1 g')}`],
])('read: %s', async (_, content) => {
  expect(await linesOf({ content: printed + content, resources })).toEqual(['printed', 'seen']);
});

test.each<[string, string]>([
  ['over the picture of the page', picture(0, 0, 595, 842) + text('scanned', '3 Tr')],
  ['under the picture of the page', text('scanned') + picture(0, 0, 595, 842)],
  ['without opacity', picture(0, 0, 595, 842) + text('scanned', '/Clear gs')],
  ['over a picture in strips', Array.from({ length: 20 }, (__, n) => picture(0, n * 42.1, 595, 42.1)).join('') + text('scanned', '3 Tr')],
  ['over a receipt on a large sheet', picture(40, 200, 200, 600) + text('scanned', '3 Tr')],
])('OCR stays: %s', async (_, content) => {
  expect(await linesOf({ content, resources })).toEqual(['scanned']);
});

test('OCR stays: its picture in a form', async () => {
  const forms = { X1: { content: picture(0, 0, 297.5, 421) } };
  expect(await linesOf({ content: `q 2 0 0 2 0 0 cm /X1 Do Q ${text('scanned', '3 Tr')}`, forms })).toEqual(['scanned']);
});

test('a letter larger than the page is not painted, which would take minutes', async () => {
  const huge = 'BT /F1 90000 Tf -20000 -20000 Td (W) Tj ET\n';
  const lines = await linesOf({ content: printed + huge + text('hidden', '1 g') });
  expect(lines).toContain('printed');
  expect(lines).not.toContain('hidden');
});

test('of a line under a bar, the part beside it is read', async () => {
  const content = 'BT /F2 12 Tf 72 600 Td (IBAN: DE12 3456) Tj ET 0 g 112 590 120 30 re f';
  expect(await linesOf({ content })).toEqual(['IBAN:']);
});

describe('layers', () => {
  const objects = { layer: '<< /Type /OCG /Name (notes) >>' };
  const catalog = (off: string) => `/OCProperties << /OCGs [@layer] /D << /OFF [${off}] >> >>`;
  const layered: RawPage = { content: `${printed} /OC /L1 BDC ${text('on a layer')} EMC`, resources: '/Properties << /L1 @layer >>' };
  test('that are off are not read, those that are on are', async () => {
    expect(await linesOf(layered, { objects, catalog: catalog('@layer') })).toEqual(['printed']);
    expect(await linesOf(layered, { objects, catalog: catalog('') })).toEqual(['printed', 'on a layer']);
  });

  test('also when a form belongs to one', async () => {
    const forms = { X1: { content: text('on a layer'), entries: '/OC @layer' } };
    const page = { content: `${printed} /X1 Do`, forms };
    expect(await linesOf(page, { objects, catalog: catalog('@layer') })).toEqual(['printed']);
    expect(await linesOf(page, { objects, catalog: catalog('') })).toEqual(['printed', 'on a layer']);
  });
});
