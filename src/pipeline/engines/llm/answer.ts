/** A model's answer, read by the fields that were asked for: values with the lines they are cited from, and what does not fit. */
import { z } from 'zod';
import type { FieldDefinition } from '../../../contracts/use-case.ts';
import { isRecord, objectsIn } from './json-object.ts';
import { readValue } from './values.ts';

export interface Cell {
  readonly field: FieldDefinition;
  /** In the field's type; null where there is none, or none that fits. */
  readonly value: unknown;
  /** Ids of lines as the model gives them, which need not exist. */
  readonly segments: readonly string[];
  /** Why what the model said is no value of the field; null: it is one. */
  readonly fault: string | null;
}

/** Path below the row, '' for a list of single values → what stands there. */
export interface Row {
  readonly value: unknown;
  readonly cells: ReadonlyMap<string, Cell>;
}

export interface Sheet {
  /** Dotted path → a single value; those of lists are in `tables`. */
  readonly cells: Map<string, Cell>;
  readonly tables: Map<string, readonly Row[]>;
  /** For the model: `total.value: expected a number, found "abc"`. */
  readonly faults: string[];
}

/** `{value, segments}`, or the bare value of a model that cites nothing. */
const CellSchema = z.union([
  z.object({ value: z.unknown(), segments: z.union([z.array(z.string()), z.string().transform((id) => [id])]).catch([]) }),
  z.union([z.string(), z.number(), z.boolean(), z.null()]).transform((value) => ({ value, segments: [] })),
]);

/** Rows of one list that are read; a model that repeats itself for ever makes more. */
const MOST_ROWS = 2000;
/** Faults that are told. */
const MOST_FAULTS = 20;

/** The best of the objects in the text; null where none has any of the fields. */
export function readAnswer(fields: readonly FieldDefinition[], text: string): Sheet | null {
  const sheets = objectsIn(text)
    .filter((object) => fields.some(({ name }) => Object.hasOwn(object, name)))
    .map((object) => readSheet(fields, object));
  // Of examples in what it thought aloud and the answer, the answer comes last.
  return sheets.reduce<Sheet | null>((best, sheet) => (best === null || sheet.faults.length <= best.faults.length ? sheet : best), null);
}

function readSheet(fields: readonly FieldDefinition[], object: Readonly<Record<string, unknown>>): Sheet {
  const sheet: Sheet = { cells: new Map(), tables: new Map(), faults: [] };
  readFields(fields, object, '', sheet, sheet.tables);
  return { ...sheet, faults: sheet.faults.slice(0, MOST_FAULTS) };
}

type Into = Pick<Sheet, 'cells' | 'faults'>;

/** @param tables null within a row: lists there are read as values. */
function readFields(
  fields: readonly FieldDefinition[],
  object: Readonly<Record<string, unknown>>,
  above: string,
  into: Into,
  tables: Sheet['tables'] | null,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => {
      if (!Object.hasOwn(object, field.name)) into.faults.push(`${above}${field.name}: missing`);
      return [field.name, readField(field, object[field.name] ?? null, above + field.name, into, tables)];
    }),
  );
}

function readField(field: FieldDefinition, raw: unknown, path: string, into: Into, tables: Sheet['tables'] | null): unknown {
  if (field.type === 'array') return readList(field, raw, path, into, tables);
  if (field.type !== 'object') return readCell(field, raw, path, into);
  if (raw !== null && !isRecord(raw)) into.faults.push(`${path}: expected an object`);
  if (raw === null) {
    for (const part of field.fields ?? []) readField(part, null, `${path}.${part.name}`, into, tables);
    return null;
  }
  return readFields(field.fields ?? [], isRecord(raw) ? raw : {}, `${path}.`, into, tables);
}

function readList(field: FieldDefinition, raw: unknown, path: string, into: Into, tables: Sheet['tables'] | null): unknown {
  if (raw !== null && !Array.isArray(raw)) into.faults.push(`${path}: expected a list or null`);
  const items = Array.isArray(raw) ? raw.slice(0, MOST_ROWS) : [];
  const rows = items.map((item: unknown, position): Row => {
    const cells = new Map<string, Cell>();
    const faults: string[] = [];
    const value = readItem(field, item, { cells, faults });
    into.faults.push(...faults.map((fault) => `${path}.${position}.${fault}`));
    return { value, cells };
  });
  const filled = rows.filter(({ cells }) => [...cells.values()].some(({ value }) => value !== null));
  if (tables !== null) tables.set(path, filled);
  else
    for (const [position, { cells }] of filled.entries())
      for (const [below, cell] of cells) into.cells.set([path, position, ...(below === '' ? [] : [below])].join('.'), cell);
  return filled.length === 0 ? null : filled.map(({ value }) => value);
}

function readItem(field: FieldDefinition, item: unknown, into: Into): unknown {
  const { items } = field;
  if (items !== null) return readCell({ ...field, ...items, fields: null, items: null }, item, '', into);
  if (!isRecord(item)) into.faults.push('expected an object');
  return readFields(field.fields ?? [], isRecord(item) ? item : {}, '', into, null);
}

function readCell(field: FieldDefinition, raw: unknown, path: string, into: Into): unknown {
  const parsed = CellSchema.safeParse(raw);
  const { value: said, segments } = parsed.success ? parsed.data : { value: null, segments: [] };
  const read = parsed.success ? readValue(field, said) : { fault: 'expected {"value": …, "segments": […]}' };
  if ('fault' in read) into.faults.push(`${path}: ${read.fault}`);
  const [value, fault] = 'fault' in read ? [null, read.fault] : [read.value, null];
  into.cells.set(path, { field, value, segments, fault });
  return value;
}
