/** What a model says, as JSON values of a field's type; what does not fit is told in words that it can act on. */
import type { FieldDefinition } from '../../../contracts/use-case.ts';
import { plainDecimal } from '../../grounding/normalise.ts';
import { squeeze } from '../../grounding/segments.ts';
import { kindOf } from '../../kinds/kinds.ts';
import { findAmounts } from '../../values/amount.ts';
import { findDates } from '../../values/date.ts';

export type Read = { readonly value: unknown } | { readonly fault: string };

/** Models write in place of null what people write. */
const NOTHING = /^(?:null|none|n\/a|-*)$/i;
const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;
const ISO_DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/** Null, or a value of the field's type in the form that results have. */
export function readValue(field: FieldDefinition, raw: unknown): Read {
  if (raw === null || raw === undefined) return { value: null };
  if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean') return { fault: `expected a ${field.type} or null` };
  const text = (typeof raw === 'number' ? plainDecimal(raw) : String(raw)).trim();
  if (typeof raw === 'string' && NOTHING.test(text)) return { value: null };
  if (field.choices !== null) return choiceOf(field.choices, text);
  switch (field.type) {
    case 'integer': {
      const number = numberIn(text);
      return number !== null && Number.isSafeInteger(Number(number)) ? { value: Number(number) } : unfit('a whole number', text);
    }
    case 'number': {
      const number = numberIn(text);
      return number === null ? unfit('a number', text) : { value: Number(number) };
    }
    case 'decimal': {
      const number = numberIn(text);
      return number === null ? unfit('a decimal such as "1234.56"', text) : { value: number };
    }
    case 'date':
      return dateOf(text);
    case 'datetime':
      return ISO_DATETIME.test(text) ? { value: text } : dateOf(text);
    case 'boolean':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : unfit('true or false', text);
    default:
      return { value: text };
  }
}

const unfit = (expected: string, text: string): Read => ({ fault: `expected ${expected}, found ${JSON.stringify(text.slice(0, 100))}` });

function choiceOf(choices: NonNullable<FieldDefinition['choices']>, text: string): Read {
  const same = (a: string, b: string) => squeeze(a).text === squeeze(b).text;
  const choice = choices.find((one) => String(one) === text) ?? choices.find((one) => same(String(one), text));
  return choice === undefined ? unfit(`one of ${JSON.stringify(choices.slice(0, 20))}`, text) : { value: choice };
}

/** Exact, without a plus: as it stands, or as documents print it where only one reading is possible. */
function numberIn(text: string): string | null {
  if (DECIMAL.test(text)) return text.replace(/^\+/, '');
  const [amount, ...others] = findAmounts(text);
  const [reading, ...more] = amount?.readings ?? [];
  return reading !== undefined && others.length === 0 && more.length === 0 ? reading : null;
}

function dateOf(text: string): Read {
  const [date, ...others] = findDates(text);
  const sure = date !== undefined && others.length === 0 && date.alternatives.length === 0;
  return sure ? { value: date.iso } : unfit('a date as YYYY-MM-DD', text);
}

/** Equal for values that say the same: numbers and dates by what they are, texts by their letters and digits. */
export function keyOf(field: FieldDefinition, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return JSON.stringify(value) ?? '';
  const text = typeof value === 'number' ? plainDecimal(value) : value;
  if (field.choices !== null) return text;
  const canonical = kindOf(field).canonicalise(text);
  return canonical !== null && kindOf(field).formed ? canonical : squeeze(text).text;
}
