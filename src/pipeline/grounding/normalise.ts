/** From a field's value to what is looked for in the text: each kind in the one form in which equal values are equal. */
import type { FieldDefinition } from '../../contracts/use-case.ts';
import type { Kind } from '../kinds/kind.ts';
import { kindNamed, kindOf } from '../kinds/kinds.ts';
import { type Squeezed, squeeze } from './segments.ts';

/** What a value looks like to the search. */
export type Target = FormedTarget | TextTarget;

/** A value whose kind finds it again itself. */
export interface FormedTarget {
  readonly kind: Kind;
  /** As the kind canonicalises it. */
  readonly value: string;
  readonly ground: NonNullable<Kind['ground']>;
  readonly short: boolean;
}

export interface TextTarget {
  readonly kind: null;
  readonly value: string;
  /** Letters and digits alone: what the search goes by. */
  readonly squeezed: Squeezed;
  /** What a find must be equal in: see {@link writing}. Null for IBANs, whose letters and digits say everything. */
  readonly writing: string | null;
  /** Also found as these: "EUR" stands as "€", "14:30" as "2:30 PM". */
  readonly also: NonNullable<Kind['ground']> | null;
  readonly short: boolean;
}

/** Strings up to this many characters stand in any document by chance (DESIGN section 7). */
const SHORT_TEXT = 2;
/** A text may be one of these, whatever its field is. */
const [AMOUNT, CURRENCY, TIME, IBAN] = [kindNamed('amount'), kindNamed('currency'), kindNamed('time'), kindNamed('iban')];

/**
 * What to look for, or null where there is nothing to verify: no value, one of a list of choices, a yes or no, an object or an
 * array (their parts are verified each).
 */
export function targetOf(value: unknown, field: FieldDefinition): Target | null {
  if (field.choices !== null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? formedTarget(AMOUNT, plainDecimal(value)) : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (text === '') return null;
  // Of strings the form of the value decides: it may be written in more ways than one.
  return (field.type === 'string' ? null : formedTarget(kindOf(field), text)) ?? textTarget(text, kindOf(field));
}

function formedTarget(kind: Kind, text: string): FormedTarget | null {
  const value = kind.canonicalise(text);
  if (value === null || kind.ground === undefined) return null;
  return { kind, value, ground: (canonical, segment) => kind.ground?.(canonical, segment) ?? [], short: kind.isShort?.(value) ?? false };
}

function textTarget(value: string, own: Kind): TextTarget {
  const other = [own, CURRENCY, TIME].find((kind) => kind.ground !== undefined && kind.canonicalise(value) !== null);
  return {
    kind: null,
    value,
    squeezed: squeeze(value),
    writing: IBAN.canonicalise(value) === null ? writing(value) : null,
    also: other?.ground ?? null,
    short: value.length <= SHORT_TEXT,
  };
}

/** A JSON number as an exact decimal without an exponent: 1e-7 → "0.0000001". */
export function plainDecimal(value: number): string {
  const text = String(value);
  const [, sign = '', whole = '', fraction = '', exponent = ''] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === '') return text;
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * How a text is written, as far as it matters: NFKC, one case, its letters and digits, signs like `%`, `+` and `€`, and `.` `,`
 * `:` between two digits ("1.5" is not "15"). Blanks, hyphens and other punctuation make no difference.
 */
export function writing(text: string): string {
  const characters = [...text.normalize('NFKC').toUpperCase().toLowerCase()];
  let kept = '';
  characters.forEach((character, i) => {
    if (LETTER_OR_SIGN.test(character)) kept += character;
    else if (/[.,:]/.test(character) && DIGIT.test(characters[i - 1] ?? '') && DIGIT.test(characters[i + 1] ?? '')) kept += character;
  });
  return kept;
}

const LETTER_OR_SIGN = /[\p{L}\p{M}\p{N}\p{Sc}+%‰@°]/u;
const DIGIT = /\d/;

/** The text is written as the value is. */
export const isWritten = (target: TextTarget, text: string): boolean => target.writing === null || writing(text) === target.writing;
