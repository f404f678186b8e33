/** Writes a sheet as a PDF with a text layer: standard fonts, no compression, the same bytes every time. */
import { drawnAs, FONTS, type Font, letterWidth, WIN_ANSI } from './metrics.ts';
import type { Box, Colour, Run, Sheet, SheetPage } from './sheet.ts';

/** Codes for signs that WinAnsi lacks: its upper half, which ends where the reader's blanks and dashes are not needed. */
const FIRST_OWN_CODE = 0x80;

/** @param turned the pages lie on their side in the file, and their `/Rotate` sets them upright. */
export function pdfOf(sheet: Sheet, turned = false): Buffer {
  const codes = codesOf(sheet);
  const objects: string[] = ['<< /Type /Catalog /Pages 2 0 R >>', ''];
  const add = (text: string): number => objects.push(text);
  const stream = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
  const used = new Set(sheet.pages.flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'run' ? [mark.font] : []))));
  const toUnicode = add(stream(unicodeMap(codes)));
  const names = new Map<Font, string>();
  const fonts = [...used].map((font, n) => {
    names.set(font, `F${n}`);
    return `/F${n} ${add(fontObject(font, codes, toUnicode))} 0 R`;
  });
  const resources = `<< /Font << ${fonts.join(' ')} >> >>`;
  const kids = sheet.pages.map((page) => {
    const upright = contentOf(page, codes, names);
    const contents = add(stream(turned ? `0 1 -1 0 ${number(page.height)} 0 cm\n${upright}` : upright));
    const sides = turned ? [page.height, page.width] : [page.width, page.height];
    const box = `[0 0 ${sides.map(number).join(' ')}]${turned ? ' /Rotate 90' : ''}`;
    return add(`<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Resources ${resources} /Contents ${contents} 0 R >>`);
  });
  objects[1] = `<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`;
  return fileOf(objects);
}

function fileOf(objects: readonly string[]): Buffer {
  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** Sign → code in the fonts of this document. Signs that are not used give their codes to those that WinAnsi lacks. */
function codesOf(sheet: Sheet): Map<string, number> {
  const signs = new Set(sheet.pages.flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'run' ? [...mark.text] : []))));
  const codes = new Map<string, number>();
  const taken = new Set<number>();
  for (const sign of signs) {
    const code = WIN_ANSI.get(sign);
    if (code === undefined) continue;
    codes.set(sign, code);
    taken.add(code);
  }
  let next = FIRST_OWN_CODE;
  for (const sign of signs) {
    if (codes.has(sign)) continue;
    while (taken.has(next)) next++;
    if (next > 0xff) throw new Error('a document has more signs than a font has codes');
    codes.set(sign, next);
    taken.add(next);
  }
  return codes;
}

function fontObject(font: Font, codes: ReadonlyMap<string, number>, toUnicode: number): string {
  const bySigns = [...codes].sort(([, a], [, b]) => a - b);
  const last = bySigns.at(-1)?.[1] ?? 32;
  const byCode = new Map(bySigns.map(([sign, code]) => [code, sign]));
  const widths = Array.from({ length: last - 31 }, (_, n) => letterWidth(byCode.get(n + 32) ?? ' ', font));
  const differences = bySigns.filter(([sign]) => !WIN_ANSI.has(sign)).map(([sign, code]) => `${code} /${glyphName(drawnAs(sign))}`);
  const encoding = `<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [${differences.join(' ')}] >>`;
  const named = `/Type /Font /Subtype /Type1 /BaseFont /${FONTS[font]} /Encoding ${encoding} /ToUnicode ${toUnicode} 0 R`;
  return `<< ${named} /FirstChar 32 /LastChar ${last} /Widths [${widths.join(' ')}] >>`;
}

function glyphName(sign: string): string {
  if (/^[A-Za-z]$/.test(sign)) return sign;
  return { ' ': 'space', '-': 'hyphen' }[sign] ?? 'question';
}

function unicodeMap(codes: ReadonlyMap<string, number>): string {
  const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');
  const lines = [...codes].map(([sign, code]) => `<${hex(code, 2)}> <${hex(sign.codePointAt(0) ?? 0, 4)}>`);
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; at += 100) {
    const block = lines.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Signs def /CMapType 2 def',
    '1 begincodespacerange <00> <FF> endcodespacerange',
    ...blocks,
    'endcmap end end',
  ].join('\n');
}

function contentOf(page: SheetPage, codes: ReadonlyMap<string, number>, names: ReadonlyMap<Font, string>): string {
  return page.marks.map((mark) => (mark.kind === 'box' ? drawBox(mark, page) : drawRun(mark, page, codes, names))).join('\n');
}

function drawBox({ x, y, w, h, fill, stroke }: Box, page: SheetPage): string {
  const place = h === 0 ? `${number(x)} ${number(page.height - y)} m ${number(x + w)} ${number(page.height - y)} l` : '';
  const path = place === '' ? `${number(x)} ${number(page.height - y - h)} ${number(w)} ${number(h)} re` : place;
  const paint = fill === null ? 'S' : stroke === null ? 'f' : 'B';
  return `q 0.5 w ${colour(fill, 'rg')}${colour(stroke, 'RG')}${path} ${paint} Q`;
}

const colour = (of: Colour | null, operator: 'rg' | 'RG'): string => (of === null ? '' : `${of.map(number).join(' ')} ${operator} `);

function drawRun(run: Run, page: SheetPage, codes: ReadonlyMap<string, number>, names: ReadonlyMap<Font, string>): string {
  const bytes = [...run.text].map((sign) => {
    const byte = String.fromCharCode(codes.get(sign) ?? 63);
    return '()\\'.includes(byte) ? `\\${byte}` : byte;
  });
  const turned = { 0: '1 0 0 1', 90: '0 1 -1 0', 270: '0 -1 1 0' }[run.turn];
  const matrix = `${turned} ${number(run.x)} ${number(page.height - run.y)} Tm`;
  const settings = `${colour(run.color, 'rg')}${run.mode} Tr ${number(run.spacing)} Tc`;
  return `BT /${names.get(run.font)} ${number(run.size)} Tf ${settings} ${matrix} (${bytes.join('')}) Tj ET`;
}

const number = (n: number): string => String(Math.round(n * 100) / 100);
