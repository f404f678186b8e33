/** Where a JSON Schema has strings, and how one gets there in a value that fits the schema otherwise. */
import { z } from 'zod';

export interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly minLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: Schema | boolean | undefined;
  readonly items?: Schema | boolean | undefined;
}

export const SchemaSchema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    anyOf: z.array(SchemaSchema).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minLength: z.number().optional(),
    minimum: z.number().optional(),
    properties: z.record(z.string(), SchemaSchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), SchemaSchema]).optional(),
    items: z.union([z.boolean(), SchemaSchema]).optional(),
  }),
);

/** A property of that name, the first item, one of the schemas of `anyOf`, a property of any name (its value), or that name itself. */
export type Step = { readonly key: string } | 'item' | { readonly branch: number } | 'value' | 'name';
export type Path = readonly Step[];

/** Schemas by the reference to them. */
export type Components = ReadonlyMap<string, Schema>;

/** A schema refers to itself: that many times it is followed. */
const ROUNDS = 2;

/** Every string, every name of a property that is free, and every value of which nothing is said. */
export function* stringsOf(schema: Schema, components: Components, seen: readonly string[] = []): Generator<Path> {
  const within = function* (step: Step, inner: Schema): Generator<Path> {
    for (const path of stringsOf(inner, components, seen)) yield [step, ...path];
  };
  if (schema.$ref !== undefined) {
    const { $ref } = schema;
    if (seen.filter((earlier) => earlier === $ref).length < ROUNDS)
      yield* stringsOf(resolve(schema, components), components, [...seen, $ref]);
  } else if (schema.anyOf !== undefined) {
    for (const [branch, inner] of schema.anyOf.entries()) yield* within({ branch }, inner);
  } else if (is(schema, 'string') || Object.keys(schema).length === 0) {
    yield [];
  } else if (is(schema, 'array')) {
    yield* within('item', itemsOf(schema));
  } else if (is(schema, 'object')) {
    for (const [key, inner] of Object.entries(schema.properties ?? {})) yield* within({ key }, inner);
    if (typeof schema.additionalProperties === 'object') yield* within('value', schema.additionalProperties);
    if (schema.additionalProperties !== undefined) yield ['name'];
  }
}

/** What stands at a free property when its name does not matter. */
const ANY_NAME = 'any';

/** `base` with `value` at that place; what has to be around it there is added. */
export function placed(base: unknown, schema: Schema, components: Components, path: Path, value: unknown): unknown {
  const actual = resolve(schema, components);
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'object' && 'branch' in step) {
    const inner = actual.anyOf?.[step.branch] ?? {};
    const fitting = resolve(inner, components);
    return placed(is(fitting, kindOf(base)) ? base : plain(fitting, components), inner, components, rest, value);
  }
  if (step === 'item') {
    const items = itemsOf(actual);
    const [first = plain(items, components), ...others] = Array.isArray(base) ? base : [];
    return [placed(first, items, components, rest, value), ...others];
  }
  const object: Record<string, unknown> = { ...(isRecord(base) ? base : {}) };
  if (step === 'name') return Object.fromEntries([...Object.entries(object), [String(value), 'x']]);
  const key = step === 'value' ? ANY_NAME : step.key;
  const free = typeof actual.additionalProperties === 'object' ? actual.additionalProperties : {};
  const inner = step === 'value' ? free : (actual.properties?.[key] ?? {});
  return { ...object, [key]: placed(object[key] ?? plain(inner, components), inner, components, rest, value) };
}

/** The least that fits a schema. */
export function plain(schema: Schema, components: Components): unknown {
  const {
    anyOf,
    const: only,
    enum: choices,
    format,
    pattern,
    minLength = 0,
    minimum = 1,
    properties = {},
    required = [],
    type,
  } = resolve(schema, components);
  if (only !== undefined) return only;
  if (choices !== undefined) return choices[0];
  if (anyOf !== undefined) return plain(anyOf[0] ?? {}, components);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'string':
      if (format === 'uri') return 'http://127.0.0.1:1/';
      if (format === 'uuid') return '019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e';
      if (format === 'date-time') return '2026-01-01T00:00:00Z';
      return pattern?.includes('sha256') ? `sha256:${'0'.repeat(64)}` : 'x'.repeat(Math.max(1, minLength));
    case 'integer':
    case 'number':
      return minimum;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries(required.map((key) => [key, plain(properties[key] ?? {}, components)]));
    default:
      return null;
  }
}

export function resolve(schema: Schema, components: Components): Schema {
  if (schema.$ref === undefined) return schema;
  const found = components.get(schema.$ref);
  if (found === undefined) throw new Error(`${schema.$ref} leads nowhere`);
  return resolve(found, components);
}

const itemsOf = ({ items }: Schema): Schema => (typeof items === 'object' ? items : {});
const is = ({ type }: Schema, kind: string): boolean => (Array.isArray(type) ? type.includes(kind) : type === kind);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** For people: `context.files[].headers{name}`. */
export const nameOf = (path: Path): string =>
  path
    .map((step) =>
      step === 'item' ? '[]' : step === 'value' ? '{value}' : step === 'name' ? '{name}' : 'key' in step ? `.${step.key}` : '',
    )
    .join('')
    .replace(/^\./, '');
