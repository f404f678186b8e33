/** A roll of paper: a till prints line after line, and cuts it where the text ends. */
import type { Style } from '../../drawing/sheet.ts';
import { textOf, type Words } from '../../drawing/words.ts';
import type { Scene } from '../../scene.ts';

const MARGIN = 12;

export class Till {
  readonly scene: Scene;
  readonly #leading: number;
  #y = 24;

  constructor(scene: Scene) {
    this.scene = scene;
    this.#leading = scene.sheet.base.size * (1.15 + scene.random.int(0, 20) / 100);
  }

  get right(): number {
    return this.scene.sheet.width - MARGIN;
  }

  /** A place across the paper, from 0 at its left to 1. */
  at(share: number): number {
    return MARGIN + share * (this.right - MARGIN);
  }

  line(words: Words, align: Style['align'] = 'left', style: Partial<Style> = {}): void {
    const x = { left: MARGIN, right: this.right, center: this.scene.sheet.width / 2 }[align];
    // What is too long for the roll is printed smaller.
    const width = this.scene.sheet.widthOf(words, style);
    const size = (style.size ?? this.scene.sheet.base.size) * Math.min(1, (this.right - MARGIN) / Math.max(1, width));
    this.scene.sheet.text(x, this.#y, words, { ...style, align, size });
    this.down();
  }

  pair(left: Words, right: Words, style: Partial<Style> = {}): void {
    this.scene.sheet.text(MARGIN, this.#y, left, style);
    this.scene.sheet.text(this.right, this.#y, right, { ...style, align: 'right' });
    this.down();
  }

  /** Cells at shares of the width; the first begins, the others end there. */
  row(cells: readonly Words[], at: readonly number[]): void {
    cells.forEach((cell, n) => {
      if (textOf(cell) !== '') this.scene.sheet.text(this.at(at[n] ?? 1), this.#y, cell, { align: n === 0 ? 'left' : 'right' });
    });
    this.down();
  }

  rule(): void {
    const sign = this.scene.random.pick(['-', '=', '-', '*', '.']);
    this.line(sign.repeat(Math.floor((this.right - MARGIN) / this.scene.sheet.widthOf(sign))));
  }

  down(lines = 1): void {
    this.#y += this.#leading * lines;
  }

  cut(): void {
    this.scene.sheet.cutAt(this.#y + 20);
  }
}
