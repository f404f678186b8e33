/** What a kind of value is: how it is found in a document, compared, found again, and whether a label has to say that it is meant. */
import type { FieldDefinition, FieldType } from '../../contracts/use-case.ts';
import type { Segment } from '../reading/reading.ts';
import type { FoundAmount } from '../values/amount.ts';
import type { FoundCurrency } from '../values/currency.ts';
import type { FoundDate } from '../values/date.ts';
import type { FoldedWords } from '../values/fold.ts';
import type { FoundIban } from '../values/iban.ts';

/** A stretch [start, end) of a text, UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A value in a cell; its place is in the cell's text. */
export interface Value extends Stretch {
  /** Canonical form: decimal, ISO date, compact IBAN, ISO code, or the words as they stand. */
  readonly text: string;
  /** 0 for a plain case; what it takes from a candidate's score where its form leaves doubt. */
  readonly doubt: number;
  /** Other readings nothing in the document decides against. */
  readonly others: readonly string[];
}

/** How this document writes what may be written in two ways; null where it does not show. */
export interface Habits {
  /** Which comes first in "03/04/2025". */
  readonly dateOrder: 'dmy' | 'mdy' | null;
  /** An American address: a hint for dates, never a proof. */
  readonly american: boolean;
  /** Its money is that of countries that write the day first. */
  readonly dayFirst: boolean;
  readonly decimalSeparator: '.' | ',' | null;
}

/** A cell as kinds see it: a piece of a line that no gap runs through. Each part is found when it is first asked for. */
export interface Sight {
  readonly text: string;
  /** Spans are in `text`. */
  readonly folded: FoldedWords;
  readonly dates: readonly FoundDate[];
  /** Numbers that are no part of a date, a time or an account number. */
  readonly amounts: readonly FoundAmount[];
  readonly currencies: readonly FoundCurrency[];
  readonly ibans: readonly FoundIban[];
  readonly habits: Habits;
  /** Its words were read from a picture: a letter may be misread. */
  readonly recognised: boolean;
  /** And that without confidence. */
  readonly weak: boolean;
  /** Its letters stand apart: the blanks between them say nothing. */
  readonly spaced: boolean;
}

export interface Kind {
  /** As use cases name it. */
  readonly name: string;
  /** Types of fields that may hold it. */
  readonly types: readonly FieldType[];
  /**
   * Which one is meant where no label says so; null: it needs a label. `only`: the only one of the document; `prevalent`: what
   * nearly all of them are; `mentioned`: the one that the head of the document names; `listed`: one beside an amount.
   */
  readonly withoutLabel: null | 'only' | 'prevalent' | 'mentioned' | 'listed';
  /**
   * The values in [from, to), by start. A kind that is `formed` finds them wherever they stand, in whole cells at once; any other
   * reads what a stretch behind a label begins with.
   */
  find(sight: Sight, from: number, to: number): readonly Value[];
  readonly formed: boolean;
  /** The one form in which equal values are equal; null for what is no value of this kind. */
  canonicalise(value: string): string | null;
  /** Where a line says the canonical value. Without it: where the value stands as a text, blanks and punctuation apart. */
  ground?(value: string, segment: Segment): readonly Stretch[];
  /** Digits that a line has to hold to say the value: a cheap test before `ground`. */
  trace?(value: string): readonly string[];
  /** Stands in any document by chance. */
  isShort?(value: string): boolean;
  /** The value that groups standing apart, or in two lines, say together; null where they say none for certain. */
  together?(text: string): Value | null;
  /** A number: several may stand in a row or column, and dates, rates and currencies beside it are circumstances. */
  readonly numeric?: true;
  /** Two of them may be the ends of a range. */
  readonly ranged?: true;
  /** A token of a series: a word for "number" may stand before it. */
  readonly numbered?: true;
  /** May be said by tick boxes: then the options beside its label are read to the end of the row. */
  readonly ticked?: true;
  /** Any label that names it will do, as a part of a longer word too: "Verkäufer-IBAN". */
  readonly selfEvident?: true;
  /** A kind that depends on the field: its choices, its pattern, its words. */
  for?(field: FieldDefinition): Kind;
}

/** A value that its form leaves no doubt about. */
export const plainValue = (start: number, end: number, text: string): Value => ({ start, end, text, doubt: 0, others: [] });

/** `find` of a kind whose values are found in any text by their shape. */
export const byShape =
  (shapes: (text: string) => readonly (Stretch & { readonly value: string })[]) =>
  ({ text }: Sight): readonly Value[] =>
    shapes(text).map(({ start, end, value }) => plainValue(start, end, value));

/** `canonicalise` of a kind whose values are compared as they stand. */
export const asItStands = (value: string): string => value;
