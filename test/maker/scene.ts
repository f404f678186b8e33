/** What every document made has: chance, a language and its way to write, a sheet, and the true values of its fields. */

import type { Sheet } from './drawing/sheet.ts';
import type { Country, Language } from './languages/language.ts';
import type { Manner } from './manner.ts';
import type { Random } from './random.ts';

export interface Scene {
  readonly random: Random;
  readonly language: Language;
  readonly country: Country;
  readonly manner: Manner;
  readonly sheet: Sheet;
  /** Path of a field → its true value as the use case has it. Only what is printed, seen and said plainly counts: see `maker.ts`. */
  readonly truth: Map<string, string>;
}

export const KINDS = ['invoice', 'receipt', 'bank_statement_header', 'letter', 'settlement'] as const;
export type DocumentKind = (typeof KINDS)[number];

/** A kind of layout: what is left out of training is left out by its id. */
export interface Family {
  readonly id: string;
  readonly kind: DocumentKind;
  /** Points; tills cut theirs where the text ends. */
  readonly paper: { readonly width: number; readonly height: number };
  /** Share of them that come as plain text. */
  readonly texts?: number;
  /** Draws the document on the scene's sheet and says its truth. */
  draw(scene: Scene): void;
}
