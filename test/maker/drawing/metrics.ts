/** How wide texts are in the standard fonts, by the metrics that pdfkit carries. */
import PDFDocument from 'pdfkit';

export const FONTS = {
  sans: 'Helvetica',
  'sans-bold': 'Helvetica-Bold',
  serif: 'Times-Roman',
  'serif-bold': 'Times-Bold',
  mono: 'Courier',
  'mono-bold': 'Courier-Bold',
} as const;
export type Font = keyof typeof FONTS;

const widths = new Map<Font, Map<string, number>>();
const measure = new PDFDocument({ autoFirstPage: false });

/** Thousandths of the font size. A letter that the fonts lack is as wide as the one it is drawn with. */
export function letterWidth(letter: string, font: Font): number {
  let known = widths.get(font);
  if (known === undefined) {
    known = new Map();
    widths.set(font, known);
  }
  let width = known.get(letter);
  if (width === undefined) {
    width = Math.round(measure.font(FONTS[font]).fontSize(1000).widthOfString(drawnAs(letter)));
    known.set(letter, width);
  }
  return width;
}

export function textWidth(text: string, font: Font, size: number): number {
  let sum = 0;
  for (const letter of text) sum += letterWidth(letter, font);
  return (sum * size) / 1000;
}

/** The sign of WinAnsi whose shape stands for a letter that the standard fonts lack: the letter without its accent, a plain blank. */
export function drawnAs(letter: string): string {
  if (WIN_ANSI.has(letter)) return letter;
  const bare = BARE[letter] ?? letter.normalize('NFD').charAt(0);
  if (WIN_ANSI.has(bare)) return bare;
  return /\s/u.test(letter) ? ' ' : '?';
}

const BARE: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  '\u202f': ' ',
  '\u2009': ' ',
  '\u2007': ' ',
  '\u2011': '-',
  '\u2212': '-',
};

/** Windows code page 1252, which PDF calls WinAnsi: sign → code. */
export const WIN_ANSI: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 - 32 }, (_, n) => n + 32).flatMap((code): [string, number][] => {
    const sign = new TextDecoder('windows-1252').decode(Uint8Array.of(code));
    // U+00AD is no sign, and codes without one decode to controls.
    return /\p{Cc}/u.test(sign) || code === 0xad ? [] : [[sign, code]];
  }),
);
