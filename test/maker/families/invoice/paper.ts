/** The sheet an invoice is drawn on, from top to bottom, and the habits of the one who prints it. */
import { daysAfter } from '../../codes.ts';
import type { Font } from '../../drawing/metrics.ts';
import type { Sheet } from '../../drawing/sheet.ts';
import { entries } from '../../languages/language.ts';
import type { Scene } from '../../scene.ts';

export class Paper {
  readonly scene: Scene;
  readonly left: number;
  readonly leading: number;
  readonly bold: Font;
  readonly percent: string;
  /** Amounts of rows have the currency too. */
  readonly amountsSigned: boolean;
  y: number;
  /** Where text ends, above the footer. */
  bottom: number;
  readonly #date: string;

  constructor(scene: Scene, date: string) {
    const { random, sheet } = scene;
    this.scene = scene;
    this.left = random.int(44, 60);
    this.leading = sheet.base.size * (1.2 + random.int(0, 25) / 100);
    this.bold = boldOf(sheet.base.font);
    this.percent = random.pick(['%', ' %', '%', '']);
    this.amountsSigned = random.chance(0.35);
    this.y = random.int(44, 66);
    this.bottom = sheet.height - random.int(96, 120);
    this.#date = date;
  }

  get sheet(): Sheet {
    return this.scene.sheet;
  }

  get right(): number {
    return this.left + 500;
  }

  down(lines = 1): void {
    this.y += this.leading * lines;
  }

  /** Fewer than so many lines are left. */
  full(lines: number): boolean {
    return this.y + lines * this.leading > this.bottom;
  }

  turnOver(): void {
    this.sheet.nextPage();
    this.y = 70;
  }

  room(lines: number): void {
    if (this.full(lines)) this.turnOver();
  }

  /** A day near the invoice's that is no value of it. */
  anyDate(): string {
    return daysAfter(this.#date, -this.scene.random.int(21, 90));
  }

  remark(): string {
    const { random, language } = this.scene;
    return random.pick([
      random.shape('Art. 00000'),
      random.pick(entries(language.products)).toLowerCase(),
      random.shape('SN 00000@@'),
      random.shape('0 x 00 x 000 mm'),
    ]);
  }
}

function boldOf(font: Font): Font {
  if (font.startsWith('serif')) return 'serif-bold';
  return font.startsWith('mono') ? 'mono-bold' : 'sans-bold';
}
