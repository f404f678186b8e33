/** The page of a statement, from top to bottom, and how a bank writes balances: what they are called, and debit from credit. */
import { value, type Words } from '../../drawing/words.ts';
import type { WordKey } from '../../languages/language.ts';
import type { Scene } from '../../scene.ts';
import type { Statement } from './content.ts';

export interface Layout {
  readonly id: string;
  readonly head: 'left' | 'right' | 'band';
  readonly info: 'pairs' | 'line' | 'row' | 'box';
  readonly signs: 'sign' | 'behind' | 'letter' | 'letter-column' | 'columns' | 'brackets';
  /** Balances: among the bookings as rows, in a block above them, both. */
  readonly balances: 'rows' | 'summary' | 'box';
  readonly running: boolean;
  readonly valued: 'before-text' | 'behind-date' | 'none';
  readonly mostBookings: number;
}

export class Writer {
  readonly scene: Scene;
  readonly layout: Layout;
  readonly left: number;
  readonly leading: number;
  y: number;

  constructor(scene: Scene, layout: Layout) {
    this.scene = scene;
    this.layout = layout;
    this.left = scene.random.int(42, 58);
    this.leading = scene.sheet.base.size * (1.25 + scene.random.int(0, 20) / 100);
    this.y = scene.random.int(46, 64);
  }

  text(x: number, words: Words, align: 'left' | 'right' = 'left', more: object = {}): void {
    this.scene.sheet.text(this.left + x, this.y, words, { align, ...more });
  }

  down(lines = 1): void {
    this.y += this.leading * lines;
  }
}

export const balanceLabel = ({ scene: { manner } }: Writer, key: WordKey, { start, end }: Statement): Words => {
  const parts = manner.word(key).split(/(\{a\}|\{b\})/);
  return [parts.map((part): Words => (part === '{a}' ? manner.date(start) : part === '{b}' ? manner.date(end) : part)), manner.behindLabel];
};

/** A sum as this bank says debit and credit. */
export function balanceWords(writer: Writer, field: string | null, cents: number): Words {
  const { manner } = writer.scene;
  const tag = (text: string): Words => (field === null ? text : value(field, text));
  const plain = manner.number(Math.abs(cents));
  const mark = cents < 0 ? manner.word('debit_mark') : manner.word('credit_mark');
  switch (writer.layout.signs) {
    case 'letter':
    case 'letter-column':
      return [manner.currencyPlace === 'code-before' ? [manner.currency(), ' '] : '', tag(`${plain} ${mark}`)];
    case 'behind':
      return [
        tag(cents < 0 ? `${plain}-` : marksCredit(writer) ? `${plain}+` : plain),
        manner.currencyPlace === 'code-after' ? [' ', manner.currency()] : '',
      ];
    case 'brackets':
      return tag(cents < 0 ? `(${plain})` : plain);
    default:
      return cents < 0
        ? [tag(`-${plain}`), manner.currencyPlace.startsWith('code') ? [' ', manner.currency()] : '']
        : manner.amount(field, cents);
  }
}

/** Whether this bank marks what is above zero. */
const marksCredit = ({ scene }: Writer): boolean => scene.manner.word('credit_mark') === '+';
