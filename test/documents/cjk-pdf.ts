/** PDFs with Chinese and Japanese letters: the shapes are those of Latin letters, their map to Unicode says the others. */
import { type RawPage, rawPdf } from './raw-pdf.ts';

const hex = (code: number): string => code.toString(16).padStart(4, '0');

/** @param writing down the page: the font itself does it, or each letter is put in its place. */
export class CjkFont {
  readonly #letters: string[] = [];

  /** The codes of a text, for a `Tj`. */
  codes(text: string): string {
    return `<${[...text].map((letter) => hex(this.#codeOf(letter))).join('')}>`;
  }

  /** A PDF whose `/F3` is this font. Call it when all codes are known. */
  pdf(page: RawPage, writing: 'across' | 'down'): Buffer {
    const chars = this.#letters.map((letter, index) => `<${hex(0x41 + index)}> <${hex(letter.codePointAt(0) ?? 0)}>`);
    const font = `/Type /Font /Subtype /Type0 /BaseFont /Test-V /Encoding /UniJIS-UCS2-${writing === 'down' ? 'V' : 'H'}`;
    return rawPdf([page], {
      fonts: '/F3 @font',
      objects: {
        map: [
          '',
          `begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange ${chars.length} beginbfchar ${chars.join(' ')} endbfchar endcmap`,
        ],
        descriptor: '<< /Type /FontDescriptor /FontName /Test /Flags 6 /FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120 /StemV 80 >>',
        descendant: `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Test /DW 1000 /FontDescriptor @descriptor
          /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>`,
        font: `<< ${font} /DescendantFonts [@descendant] /ToUnicode @map >>`,
      },
    });
  }

  #codeOf(letter: string): number {
    if (!this.#letters.includes(letter)) this.#letters.push(letter);
    return 0x41 + this.#letters.indexOf(letter);
  }
}
