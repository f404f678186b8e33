/** One PDF for each thing that goes wrong with pages, the words on it, and where each of them stands on the page as displayed. */
import { CjkFont } from './cjk-pdf.ts';
import { LINE_12, width12 } from './drawn-pdf.ts';
import { type RawOptions, type RawPage, rawPdf } from './raw-pdf.ts';

export type Point = readonly [x: number, y: number];

export interface Place {
  readonly text: string;
  /** The corners of the word, in order around it; origin top left. */
  readonly corners: readonly Point[];
}

export interface Fault {
  readonly name: string;
  readonly bytes: Buffer;
  readonly places: readonly Place[];
  /** Pages that are told as not read, or not whole. */
  readonly unread?: readonly number[];
}

const WORDS = ['Invoice', '2026-0815', 'Total', '1.190,00', 'Customer', 'Northwind', 'Delivery', 'Reference', 'Amount', 'payable'];
const [WIDTH, HEIGHT] = [595, 842];
const drawnAt = (index: number) => ({ x: 60 + 165 * (index % 3), y: 720 - 150 * Math.floor(index / 3) });

const rectangle = (x: number, y: number, width: number, height: number): Point[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];
/** Letter by letter: what is drawn in one piece is not kerned. */
const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + width12(letter), 0);

/** A word in Helvetica 12 with its baseline at y from the foot of the page. */
const helvetica = (text: string, x: number, y: number): Place => ({
  text,
  corners: rectangle(x, HEIGHT - y - 0.718 * 12, widthOf(text), LINE_12),
});
const courier = (text: string, x: number, y: number): Place => ({
  text,
  corners: rectangle(x, HEIGHT - y - 0.718 * 12, 7.2 * text.length, LINE_12),
});

const plain = WORDS.map((text, index) => helvetica(text, drawnAt(index).x, drawnAt(index).y));
const drawn = WORDS.map((text, index) => `BT /F1 12 Tf ${drawnAt(index).x} ${drawnAt(index).y} Td (${text}) Tj ET`).join('\n');
const sheet = { content: drawn };

const stamp = {
  forms: { X1: { content: 'BT /F1 12 Tf 10 10 Td (stamp) Tj ET' } },
  annotations: [{ form: 'X1', rect: [60, 60, 1060, 1060] }],
};

const fault = (name: string, pages: readonly RawPage[], options: RawOptions = {}, places: readonly Place[] = plain): Fault => ({
  name,
  bytes: rawPdf(pages, options),
  places,
});

/** Turned clockwise around the middle of the page. */
function skewed(degrees: number): Fault {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [x0, y0] = [WIDTH / 2, HEIGHT / 2];
  const content = `q 1 0 0 1 ${x0} ${y0} cm ${cos} ${-sin} ${sin} ${cos} 0 0 cm 1 0 0 1 ${-x0} ${-y0} cm ${drawn} Q`;
  const turn = ([x, y]: Point): Point => [x0 + (x - x0) * cos - (y - y0) * sin, y0 + (x - x0) * sin + (y - y0) * cos];
  const places = plain.map(({ text, corners }) => ({ text, corners: corners.map(turn) }));
  return fault(`askew by ${degrees}°`, [{ content }], {}, places);
}

/** Letters whose font calls them by names that say nothing; with a map they are said. */
function type3(scale: number, size: number, map: readonly [string, string] | null): RawOptions {
  const unit = 12 / size / scale / 1000;
  const codes = Array.from({ length: 26 }, (_, index) => `/g${index}`);
  return {
    fonts: '/F3 @font',
    objects: {
      glyph: ['', `${600 * unit} 0 0 0 ${500 * unit} ${700 * unit} d1 0 0 ${500 * unit} ${700 * unit} re f`],
      ...(map === null ? {} : { map }),
      font: `<< /Type /Font /Subtype /Type3 ${map === null ? '' : '/ToUnicode @map'} /FontBBox [0 0 ${1000 * unit} ${1000 * unit}]
        /FontMatrix [${scale} 0 0 ${scale} 0 0] /FirstChar 65 /LastChar 90 /Widths [${`${600 * unit} `.repeat(26)}] /Resources << >>
        /CharProcs << ${codes.map((name) => `${name} @glyph`).join(' ')} >> /Encoding << /Type /Encoding /Differences [65 ${codes.join(' ')}] >> >>`,
    },
  };
}
const map = (ranges: string): readonly [string, string] => [
  '',
  `begincmap 1 begincodespacerange <00> <FF> endcodespacerange ${ranges} endcmap`,
];
const capitals = ['TOTAL', 'INVOICE', 'NUMBER', 'AMOUNT'];
const drawnCapitals = (font: string, size: number) =>
  capitals.map((text, row) => `BT /${font} ${size} Tf 72 ${700 - 40 * row} Td (${text}) Tj ET`).join('\n');
const smallMatrix = (scale: number, size: number): Fault =>
  fault(
    `Type 3, matrix ${scale}, size ${size}`,
    [{ content: drawnCapitals('F3', size) }],
    type3(scale, size, map('1 beginbfrange <41> <5A> <0041> endbfrange')),
    capitals.map((text, row) => courier(text, 72, 700 - 40 * row)),
  );

function rightToLeft(): Fault {
  // Each letter of the word at its code, as it stands on the page: from left to right.
  const words = ['שלום', 'חשבונית', 'סכום'];
  const letters = [...new Set(words.join(''))];
  const chars = letters.map((letter, index) => `<${(0x61 + index).toString(16)}> <${letter.charCodeAt(0).toString(16).padStart(4, '0')}>`);
  const content = words.map((word, row) => {
    const codes = [...word].reverse().map((letter) => String.fromCharCode(0x61 + letters.indexOf(letter)));
    return `BT /F3 12 Tf 72 ${700 - 40 * row} Td (${codes.join('')}) Tj ET`;
  });
  const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding /ToUnicode @map >>';
  return fault(
    'right to left',
    [{ content: content.join('\n') }],
    { fonts: '/F3 @font', objects: { font, map: map(`${chars.length} beginbfchar ${chars.join(' ')} endbfchar`) } },
    words.map((text, row) => courier(text, 72, 700 - 40 * row)),
  );
}

function inColumns(): Fault {
  const font = new CjkFont();
  const columns = ['請求書番号', '合計金額壱万円', '発行日令和六年'];
  const content = columns.map((text, index) => `BT /F3 12 Tf ${500 - 30 * index} 700 Td ${font.codes(text)} Tj ET`).join('\n');
  const places = columns.map((text, index) => ({
    text,
    corners: rectangle(494 - 30 * index, HEIGHT - 700, 12, 12 * [...text].length),
  }));
  return { name: 'Japanese in columns', bytes: font.pdf({ content }, 'down'), places };
}

/** Fields and notes at the places of the words, without a drawing of their own. */
function typedIn(what: 'fields' | 'notes'): Fault {
  const rectOf = (index: number) => {
    const { x, y } = drawnAt(index);
    // What a field holds is drawn one point inside of it.
    const left = what === 'fields' ? x - 1 : x;
    return `/F 4 /Rect [${left} ${y - 4} ${x + 120} ${y + 12}] /DA (/Helv 12 Tf 0 g)`;
  };
  const annotations = WORDS.map((text, index) =>
    what === 'notes'
      ? `/Subtype /FreeText /Contents (${text}) ${rectOf(index)}`
      : `/Subtype /Widget /FT /Tx /T (f${index}) /V (${text}) ${rectOf(index)}`,
  );
  const names = annotations.map((_, index) => `@a${index}`).join(' ');
  const objects = {
    helvetica: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...Object.fromEntries(annotations.map((entries, index) => [`a${index}`, `<< /Type /Annot ${entries} >>`])),
  };
  const catalog = `/AcroForm << /Fields [${what === 'fields' ? names : ''}] /NeedAppearances true /DR << /Font << /Helv @helvetica >> >> >>`;
  return fault(
    `${what === 'fields' ? 'form fields' : 'typed notes'} without appearance`,
    [{ content: '', entries: `/Annots [${names}]` }],
    {
      objects,
      catalog,
    },
  );
}

function oneBadPage(): Fault {
  const whole = rawPdf([sheet, sheet]).toString('latin1');
  // The second page is an object that is not there.
  const broken = whole.replace(/(Kids \[\d+ 0 R )\d+/, (all, before: string) => before + '9'.repeat(all.length - before.length));
  return { name: 'one bad page', bytes: Buffer.from(broken, 'latin1'), places: plain, unread: [2] };
}

export const FAULTS: readonly Fault[] = [
  fault('none', [sheet]),
  fault('hidden text beside it', [{ content: `${drawn} 1 g ${drawn.replace(/(\d+) Td/g, (_, y) => `${Number(y) - 40} Td`)}` }]),
  fault('boxes over and under it', [{ content: `0.9 g 50 50 500 760 re f 0 g ${drawn} 0 G 55 55 490 750 re S` }]),
  fault('inherited media box, annotation', [{ ...sheet, mediaBox: null, ...stamp }], { tree: '/MediaBox [0 0 595 842]' }),
  fault('inherited crop box, annotation', [{ content: `q 1 0 0 1 50 40 cm ${drawn} Q`, mediaBox: null, ...stamp }], {
    tree: '/MediaBox [0 0 700 900] /CropBox [50 40 645 882]',
  }),
  {
    ...fault('a font without letters beside it', [{ content: `${drawn} BT /F3 12 Tf 60 60 Td (ABCDEF) Tj ET` }], type3(0.001, 12, null)),
    unread: [1],
  },
  typedIn('fields'),
  typedIn('notes'),
  smallMatrix(0.0001, 120),
  smallMatrix(1, 0.012),
  rightToLeft(),
  inColumns(),
  fault('upside down', [{ content: `q -1 0 0 -1 595 842 cm ${drawn} Q` }]),
  fault('turned to the right', [{ content: `q 0 -1 1 0 0 595 cm ${drawn} Q`, mediaBox: [0, 0, 842, 595] }]),
  fault('turned to the left', [{ content: `q 0 1 -1 0 842 0 cm ${drawn} Q`, mediaBox: [0, 0, 842, 595] }]),
  skewed(1),
  skewed(-1),
  skewed(4),
  { name: 'junk before the header', bytes: Buffer.concat([Buffer.from('Dear reader,\r\n\x00\xff'), rawPdf([sheet])]), places: plain },
  oneBadPage(),
];
