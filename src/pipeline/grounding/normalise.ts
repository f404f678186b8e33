/** From a field's value to what is looked for in the text: each type in the one form in which equal values are equal. */
import type { FieldDefinition } from '../../contracts/use-case.ts';
import { canonicalDecimal } from '../values/amount.ts';
import { isCurrencyCode } from '../values/currency.ts';
import { compactIban, isValidIban } from '../values/iban.ts';
import { type Squeezed, squeeze } from './segments.ts';

/** What a value looks like to the search. */
export type Target =
  | { readonly kind: 'number'; readonly decimal: string; readonly short: boolean }
  | { readonly kind: 'date'; readonly iso: string; readonly short: false }
  | { readonly kind: 'datetime'; readonly iso: string; readonly short: false }
  | TextTarget;

export interface TextTarget {
  readonly kind: 'text';
  readonly value: string;
  /** Letters and digits alone: what the search goes by. */
  readonly squeezed: Squeezed;
  /** What a find must be equal in: see {@link writing}. Null for IBANs, whose letters and digits say everything. */
  readonly writing: string | null;
  /** Also found as these: "EUR" stands as "€", "14:30" as "2:30 PM". */
  readonly also: 'currency' | 'time' | null;
  readonly short: boolean;
}

/** Numbers below this, and strings up to {@link SHORT_TEXT} characters, stand in any document by chance (DESIGN section 7). */
const SHORT_NUMBER = 10;
const SHORT_TEXT = 2;

const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const ISO_DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const ISO_TIME = /^\d{2}:\d{2}(?::\d{2})?$/;

/**
 * What to look for, or null where there is nothing to verify: no value, one of a list of choices, a yes or no, an object or an
 * array (their parts are verified each).
 */
export function targetOf(value: unknown, field: FieldDefinition): Target | null {
  if (field.choices !== null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? numberTarget(plainDecimal(value)) : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (text === '') return null;
  if ((field.type === 'decimal' || field.type === 'number' || field.type === 'integer') && DECIMAL.test(text)) return numberTarget(text);
  if (field.type === 'datetime' && ISO_DATETIME.test(text)) return { kind: 'datetime', iso: text, short: false };
  if ((field.type === 'date' || field.type === 'datetime') && ISO_DATE.test(text)) return { kind: 'date', iso: text, short: false };
  return textTarget(text);
}

function numberTarget(decimal: string): Target {
  const canonical = canonicalDecimal(decimal);
  return { kind: 'number', decimal: canonical, short: Math.abs(Number(canonical)) < SHORT_NUMBER };
}

function textTarget(value: string): TextTarget {
  const iban = isValidIban(compactIban(value));
  return {
    kind: 'text',
    value,
    squeezed: squeeze(value),
    writing: iban ? null : writing(value),
    also: isCurrencyCode(value) ? 'currency' : ISO_TIME.test(value) ? 'time' : null,
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
