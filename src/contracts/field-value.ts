/**
 * Whether a value that a person or a program gives is one of its field, by the field's type and choices. (Not by its pattern: that is a
 * submitter's, may take for ever on a text made for it, and would hold up whoever asks.)
 */
import { z } from 'zod';
import type { DecidedValue } from './review.ts';
import type { FieldDefinition, FieldType } from './use-case.ts';

/** What a single value is held to. */
export type ValueField = Pick<FieldDefinition, 'type' | 'choices'>;

/** The field at a path below the result: `items.0.amount`. Null: the use case has none there. */
export function fieldAt(fields: readonly FieldDefinition[], path: readonly string[]): ValueField | null {
  const [name, ...rest] = path;
  const field = fields.find((one) => one.name === name);
  if (field === undefined || rest.length === 0) return field ?? null;
  const inner = field.type === 'array' ? rest.slice(1) : rest;
  if (inner.length === 0) return field.items ?? field;
  return fieldAt(field.fields ?? [], inner);
}

const DECIMAL = /^-?\d{1,30}(?:\.\d{1,30})?$/;
const isDateTime = (value: unknown): boolean => z.iso.datetime({ offset: true, local: true }).safeParse(value).success;

const TYPES: Readonly<Record<FieldType, { readonly is: (value: DecidedValue) => boolean; readonly expected: string }>> = {
  string: { is: (value) => typeof value === 'string' && value !== '', expected: 'a text' },
  integer: { is: (value) => Number.isSafeInteger(value), expected: 'a whole number, like 42' },
  number: { is: (value) => typeof value === 'number', expected: 'a number, like 12.5' },
  decimal: {
    is: (value) => typeof value === 'string' && DECIMAL.test(value),
    expected: 'an amount with a point and without thousands separators, like 1234.56',
  },
  date: { is: (value) => z.iso.date().safeParse(value).success, expected: 'a day there is, like 2026-03-31' },
  datetime: { is: isDateTime, expected: 'a day and a time, like 2026-03-31T14:30' },
  boolean: { is: (value) => typeof value === 'boolean', expected: 'true or false' },
  object: { is: () => false, expected: 'nothing here: its parts are decided one by one' },
  array: { is: (value) => Array.isArray(value), expected: 'an empty list: its rows are decided value by value' },
};

/** Why the field cannot have the value, in words: what was expected. Null: it can. Every field may be left empty. */
export function faultOf(field: ValueField, value: DecidedValue): string | null {
  if (value === null) return null;
  const { is, expected } = TYPES[field.type];
  if (!is(value)) return `expected ${expected}, got ${JSON.stringify(value)}`;
  if (field.choices === null || field.choices.some((choice) => choice === value)) return null;
  return `expected one of ${field.choices.map((choice) => JSON.stringify(choice)).join(', ')}, got ${JSON.stringify(value)}`;
}

/** What is typed into a form, as a value of the field's type; where it is none of it, as it stands. */
export function typedValue({ type, choices }: ValueField, text: string): DecidedValue {
  const typed = text.trim();
  const choice = choices?.find((one) => String(one) === typed);
  if (choice !== undefined) return choice;
  if ((type === 'integer' || type === 'number') && DECIMAL.test(typed)) return Number(typed);
  if (type === 'boolean' && ['true', 'false'].includes(typed)) return typed === 'true';
  return type === 'array' && typed === '[]' ? [] : typed;
}
