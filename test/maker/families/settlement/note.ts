/** The page of a note, from top to bottom, and the ways notes are arranged. */
import type { Words } from '../../drawing/words.ts';
import type { Scene } from '../../scene.ts';

export interface Layout {
  readonly id: string;
  /** How the security, its number and its name stand together. */
  readonly security: 'headings' | 'table' | 'pairs' | 'name-first' | 'sentence' | 'brackets';
  readonly execution: 'dividend' | 'pairs' | 'row' | 'two-columns' | 'sentence';
  readonly sums: 'currency-before' | 'pairs' | 'heading-row' | 'debit-line';
  readonly font: 'mono' | 'sans';
}

export class Note {
  readonly scene: Scene;
  readonly left: number;
  readonly leading: number;
  y: number;

  constructor(scene: Scene) {
    this.scene = scene;
    this.left = scene.random.int(44, 60);
    this.leading = scene.sheet.base.size * 1.35;
    this.y = scene.random.int(46, 70);
  }

  at(x: number, words: Words, align: 'left' | 'right' = 'left'): void {
    this.scene.sheet.text(this.left + x, this.y, words, { align });
  }

  line(words: Words, x = 0): void {
    this.at(x, words);
    this.down();
  }

  pair(label: Words, text: Words): void {
    this.at(0, label);
    this.at(150, text);
    this.down();
  }

  down(lines = 1): void {
    this.y += this.leading * lines;
  }
}
