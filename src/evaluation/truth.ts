/** What is true of a document: read from the JSON file beside it, in any of the forms that docs/evaluation.md names. */
import { z } from 'zod';
import type { FieldDefinition, UseCase } from '../contracts/use-case.ts';
import { faultOfTruth } from './compare.ts';

/** Where a value is printed. The box (left, top, right, bottom) is in units of the page, from its top left; null in a text. */
export interface TruePlace {
  readonly page: number;
  readonly box: readonly [number, number, number, number] | null;
}

export interface TrueValue {
  /** Null: the document does not say it. */
  readonly value: string | null;
  readonly places: readonly TruePlace[];
}

export interface Truth {
  /** What else the file says of the document (`language`, `family`), to count by. */
  readonly groups: Readonly<Record<string, string>>;
  /** By dotted path: `gross_amount`, `line_items.0.amount`. An empty or absent list has its own path, with null. */
  readonly values: ReadonlyMap<string, TrueValue>;
  /** Names that the use case does not have. */
  readonly unknown: readonly string[];
}

const PlaceSchema = z.object({
  page: z.number().int().min(1),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable().default(null),
});
const PlacedSchema = z.object({
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  places: z.array(PlaceSchema).default([]),
});
const WrappedSchema = z.object({ truth: z.record(z.string(), z.unknown()) });

/** @throws Error naming the field and what was expected. */
export function truthOf(json: unknown, useCase: UseCase): Truth {
  if (!isRecord(json)) throw new Error('expected an object with the true value of each field');
  const wrapped = isWrapped(json) ? WrappedSchema.parse(json) : null;
  const groups = wrapped === null ? [] : Object.entries(json).filter(([name, value]) => name !== 'use_case' && typeof value === 'string');
  const values = new Map<string, TrueValue>();
  const unknown = new Set<string>();

  const collect = (path: string, value: unknown): void => {
    const slot = slotAt(path, useCase.fields);
    if (slot === null) unknown.add(withoutRows(path));
    else if (slot.shape === 'value') values.set(path, trueValue(path, value, slot.field));
    else if (slot.shape === 'list') {
      const rows = isRecord(value) ? value.value : value;
      if (rows !== null && !Array.isArray(rows)) throw new Error(`${path}: expected a list`);
      if (rows === null || rows.length === 0) values.set(path, { value: null, places: [] });
      else for (const [row, item] of rows.entries()) collect(`${path}.${row}`, item);
    } else {
      const parts = value === null ? Object.fromEntries((slot.field.fields ?? []).map(({ name }) => [name, null])) : value;
      if (!isRecord(parts)) throw new Error(`${path}: expected an object`);
      for (const [name, part] of Object.entries(parts)) collect(`${path}.${name}`, part);
    }
  };
  for (const [path, value] of Object.entries(wrapped?.truth ?? json)) collect(path, value);
  return { groups: Object.fromEntries(groups.map(([name, value]) => [name, String(value)])), values, unknown: [...unknown] };
}

/** The use case that a file of truth names; null: it names none. */
export const useCaseNamedBy = (json: unknown): string | null =>
  isRecord(json) && isWrapped(json) && typeof json.use_case === 'string' ? json.use_case : null;

/** `line_items.3.amount` → `line_items[].amount`: all rows of a list are one field. */
export const withoutRows = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '[]');

const isWrapped = (json: Readonly<Record<string, unknown>>): boolean => isRecord(json.truth);

interface Slot {
  readonly shape: 'value' | 'object' | 'list';
  readonly field: FieldDefinition;
}

/** What a dotted path leads to; null: the use case has no such field. */
function slotAt(path: string, fields: readonly FieldDefinition[]): Slot | null {
  const [name, ...rest] = path.split('.');
  const field = fields.find((one) => one.name === name);
  return field === undefined ? null : slotIn(slotOf(field), rest);
}

function slotIn(slot: Slot, parts: readonly string[]): Slot | null {
  const [part, ...rest] = parts;
  if (part === undefined) return slot;
  if (slot.shape === 'list') return /^\d+$/.test(part) ? slotIn(slotOf(itemOf(slot.field)), rest) : null;
  const field = slot.field.fields?.find(({ name }) => name === part);
  return field === undefined ? null : slotIn(slotOf(field), rest);
}

const slotOf = (field: FieldDefinition): Slot => ({
  shape: field.type === 'array' ? 'list' : field.fields === null ? 'value' : 'object',
  field,
});

/** The field of one item of a list: its row, or its single value. */
export const itemOf = (field: FieldDefinition): FieldDefinition =>
  field.items === null ? { ...field, type: 'object' } : { ...field, ...field.items, fields: null, items: null };

function trueValue(path: string, given: unknown, field: FieldDefinition): TrueValue {
  const read = PlacedSchema.safeParse(isRecord(given) ? given : { value: given });
  if (!read.success)
    throw new Error(`${path}: expected a text, a number, yes or no, null, or {"value": …, "places": [{"page": 1, "box": [4 numbers]}]}`);
  const { value, places } = read.data;
  if (value === null) return { value, places: [] };
  const text = String(value);
  const fault = faultOfTruth(field, text);
  if (fault !== null) throw new Error(`${path}: ${fault}, not ${JSON.stringify(value)}`);
  return { value: text, places };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
