/** A document as it is printed: words, rules and boxes placed on pages, and where each value stands. */
import { type Font, textWidth } from './metrics.ts';
import { marked, piecesOf, textOf, type Value, type Words } from './words.ts';

export interface Style {
  /** Points. */
  readonly size: number;
  readonly font: Font;
  /** Red, green and blue from 0 to 1. */
  readonly color: Colour;
  /** What `x` is: the text's left edge, right edge or middle. */
  readonly align: 'left' | 'right' | 'center';
  /** Degrees counter-clockwise about the place; only 0, 90 and 270. */
  readonly turn: 0 | 90 | 270;
  /** A person cannot see it: its values get no place. What hides it is drawn (colour, size, a box) or is `mode` 3. */
  readonly hidden: boolean;
  readonly mode: 0 | 3;
  /** Points more between letters. */
  readonly spacing: number;
  /** Points; what is wider is printed smaller. The paper's edge is a bound in any case. */
  readonly room: number;
}
export type Colour = readonly [red: number, green: number, blue: number];
export const BLACK: Colour = [0, 0, 0];
export const WHITE: Colour = [1, 1, 1];

export interface Run extends Style {
  readonly kind: 'run';
  /** The left end of the baseline. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly text: string;
  readonly words: Words;
}

export interface Box {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  /** 0: a rule. */
  readonly h: number;
  readonly fill: Colour | null;
  readonly stroke: Colour | null;
}

export interface SheetPage {
  readonly width: number;
  readonly height: number;
  /** In the order they are painted. */
  readonly marks: (Run | Box)[];
}

/** Where a value is printed, whole. */
export interface Place {
  readonly page: number;
  readonly text: string;
  /** Points from the top left of the page: left, top, right, bottom. */
  readonly box: readonly [number, number, number, number];
}

/** Sizes of paper in points. */
export const A4 = { width: 595.28, height: 841.89 };
export const LETTER = { width: 612, height: 792 };

/** Printers leave so many points at the edges. */
const EDGE = 8;

/** Part of the font size above and below the baseline (Helvetica's ascender and descender). */
const ABOVE = 0.718;
const BELOW = 0.207;

/** All positions are points from the top left; a text's y is its baseline. */
export class Sheet {
  readonly pages: SheetPage[] = [];
  readonly places = new Map<string, Place[]>();
  /** A word that is a value wherever it stands: the currency's code in "Total EUR". */
  readonly always: Value | null;
  readonly width: number;
  readonly height: number;
  readonly base: Style;

  constructor(width: number, height: number, base: Partial<Style> = {}, always: Value | null = null) {
    this.always = always;
    this.width = width;
    this.height = height;
    this.base = {
      size: 10,
      font: 'sans',
      color: BLACK,
      align: 'left',
      turn: 0,
      hidden: false,
      mode: 0,
      spacing: 0,
      room: Number.POSITIVE_INFINITY,
      ...base,
    };
    this.nextPage();
  }

  nextPage(): void {
    this.pages.push({ width: this.width, height: this.height, marks: [] });
  }

  /** Tills cut their paper where the text ends. */
  cutAt(height: number): void {
    const last = this.pages.length - 1;
    const page = this.pages[last];
    if (page !== undefined) this.pages[last] = { ...page, height };
  }

  widthOf(words: Words, style: Partial<Style> = {}): number {
    const text = textOf(words);
    const { font, size, spacing } = { ...this.base, ...style };
    return textWidth(text, font, size) + spacing * text.length;
  }

  /** @returns where the text ends, to its right. */
  text(x: number, y: number, written: Words, style: Partial<Style> = {}): number {
    const words = this.always === null ? written : marked(written, this.always);
    const text = textOf(words);
    if (text === '') return x;
    const full = this.#fitted(x, words, { ...this.base, ...style });
    const width = this.widthOf(words, full);
    const left = x - { left: 0, right: width, center: width / 2 }[full.align];
    const run: Run = { kind: 'run', ...full, x: left, y, width, text, words };
    this.#page().marks.push(run);
    if (!full.hidden) this.#keepPlaces(run);
    return left + width;
  }

  #fitted(x: number, words: Words, style: Style): Style {
    if (style.turn !== 0) return style;
    const edges = { left: this.width - x - EDGE, right: x - EDGE, center: 2 * Math.min(x, this.width - x) - EDGE };
    const width = this.widthOf(words, style);
    const room = Math.min(style.room, edges[style.align]);
    return width <= room ? style : { ...style, size: Math.floor((style.size * room * 10) / width) / 10 };
  }

  box(x: number, y: number, w: number, h: number, fill: Colour | null, stroke: Colour | null = null): void {
    this.#page().marks.push({ kind: 'box', x, y, w, h, fill, stroke });
  }

  rule(x1: number, y: number, x2: number): void {
    this.box(x1, y, x2 - x1, 0, null, [0.3, 0.3, 0.3]);
  }

  /** Values that were printed and then painted over are no longer there. */
  forget(field: string): void {
    this.places.delete(field);
  }

  #keepPlaces(run: Run): void {
    let before = 0;
    for (const piece of piecesOf(run.words)) {
      const text = typeof piece === 'string' ? piece : piece.text;
      const width = this.widthOf(text, run);
      if (typeof piece !== 'string') {
        const [from, to] = [before, before + width];
        const [up, down] = [run.size * ABOVE, run.size * BELOW];
        const { x, y } = run;
        const box = {
          0: [x + from, y - up, x + to, y + down],
          90: [x - up, y - to, x + down, y - from],
          270: [x - down, y + from, x + up, y + to],
        }[run.turn].map((n) => Math.round(n * 100) / 100);
        const [left = 0, top = 0, right = 0, bottom = 0] = box;
        const places = this.places.get(piece.field) ?? [];
        places.push({ page: this.pages.length, text, box: [left, top, right, bottom] });
        this.places.set(piece.field, places);
      }
      before += width;
    }
  }

  #page(): SheetPage {
    const page = this.pages.at(-1);
    if (page === undefined) throw new Error('a sheet has at least one page');
    return page;
  }
}
