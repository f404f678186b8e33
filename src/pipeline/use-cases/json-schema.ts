/** A JSON Schema of an object → fields. What fields cannot say is no hindrance: the answer is checked against it. */
import { z } from 'zod';
import { FIELDS_MAX, type FieldDefinition, FieldDefinitionSchema, type FieldType } from '../../contracts/use-case.ts';
import { type SchemaFault, schemaFaults } from './conformance.ts';
import { eitherOf, isSchema, mergedAll, partsOf, pointer, type Schema } from './schemas.ts';

/** Objects within objects at most. */
const MOST_DEPTH = 16;

/** Keys of a field that a property may give in its `x-ix`. */
const ExtensionSchema = FieldDefinitionSchema.pick({
  kind: true,
  role: true,
  labels: true,
  phrases: true,
  choice_labels: true,
  belongs_to: true,
  range: true,
  place: true,
  alone: true,
  multiline: true,
}).partial();

const FORMAT_KINDS: Readonly<Record<string, string>> = { email: 'email', 'idn-email': 'email', uri: 'url', iri: 'url', url: 'url' };

/**
 * Fields for `properties`, `items`, `enum`, `const`, `pattern`, `format`, `title` (taken as a label), `description` and `x-ix`, through
 * `$ref`, `allOf`, `anyOf` and `oneOf`. A number that may also be a string, as pydantic writes its Decimal, is a `decimal`. What has no
 * parts that could be looked for (a map, a tuple, what holds itself) becomes an object without fields.
 */
export function fieldsFromJsonSchema(schema: Schema): { readonly fields: FieldDefinition[]; readonly faults: readonly SchemaFault[] } {
  const malformed = schemaFaults(schema);
  if (malformed.length > 0) return { fields: [], faults: malformed };
  const reader = new SchemaReader(schema);
  const fields = reader.read();
  return { fields, faults: reader.faults };
}

/** A schema with references, unions and nullability taken away. */
interface Resolved {
  readonly schema: Schema;
  readonly types: ReadonlySet<string>;
  /** References that led here: one that comes again would go on for ever. */
  readonly refs: ReadonlySet<string>;
  /** JSON Pointer of what was written. */
  readonly at: string;
}

class SchemaReader {
  readonly faults: SchemaFault[] = [];
  readonly #root: Schema;
  #fields = 0;

  constructor(root: Schema) {
    this.#root = root;
  }

  read(): FieldDefinition[] {
    const root = this.#resolve(this.#root, '#', new Set());
    if (root === null) return [];
    if (!root.types.has('object')) {
      this.#fault('#', `expected "type": "object", the fields in its properties; found ${[...root.types].join(', ') || 'none'}`);
      return [];
    }
    return this.#fieldsOf(root, 0);
  }

  #fault(at: string, detail: string): null {
    this.faults.push({ at, detail });
    return null;
  }

  #fieldsOf({ schema, at, refs }: Resolved, depth: number): FieldDefinition[] {
    if (depth > MOST_DEPTH) {
      this.#fault(at, `objects nest more than ${MOST_DEPTH} deep`);
      return [];
    }
    const properties = isSchema(schema.properties) ? schema.properties : {};
    const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
    return Object.entries(properties).flatMap(([name, property]) => {
      if (this.#fields > FIELDS_MAX) return [];
      this.#fields += 1;
      // References may multiply without end.
      if (this.#fields > FIELDS_MAX) {
        this.#fault(at, `more than ${FIELDS_MAX} fields`);
        return [];
      }
      const resolved = this.#resolve(property, `${at}/properties/${pointer(name)}`, refs);
      return resolved === null ? [] : (this.#field(name, required.includes(name), resolved, depth) ?? []);
    });
  }

  #field(name: string, required: boolean, resolved: Resolved, depth: number): FieldDefinition | null {
    const { schema, at } = resolved;
    const extension = this.#extensionOf(resolved);
    if (extension === null) return null;
    const title = typeof schema.title === 'string' ? [schema.title] : [];
    const description = typeof schema.description === 'string' ? schema.description : null;
    const parts = this.#partsOf(resolved, name, depth);
    const given = { name, required, description, ...parts, ...extension };
    const labels = [...(extension.labels ?? []), ...title];
    const field = FieldDefinitionSchema.safeParse({ ...given, labels });
    if (field.success) return field.data;
    return this.#fault(at, field.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; '));
  }

  /** What the property says in `x-ix`, and no more: what it leaves out keeps its own default. */
  #extensionOf({ schema, at }: Resolved): Partial<z.output<typeof ExtensionSchema>> | null {
    const given = schema['x-ix'] ?? {};
    const extension = ExtensionSchema.safeParse(given);
    if (!extension.success) return this.#fault(`${at}/x-ix`, z.prettifyError(extension.error).replaceAll('\n', '; '));
    return Object.fromEntries(Object.entries(extension.data).filter(([key]) => isSchema(given) && Object.hasOwn(given, key)));
  }

  /** What of a field its type brings. */
  #partsOf(resolved: Resolved, name: string, depth: number): Partial<FieldDefinition> & { readonly type: FieldType } {
    const { schema, types } = resolved;
    const choices = choicesOf(schema);
    if (choices !== null) return { type: typeOfChoices(choices), choices };
    if (types.has('object')) return { type: 'object', fields: this.#fieldsOf(resolved, depth + 1) };
    if (types.has('array')) return this.#arrayOf(resolved, name, depth);
    if (types.has('string')) {
      if (types.has('number')) return { type: 'decimal' };
      const type = schema.format === 'date' ? 'date' : schema.format === 'date-time' ? 'datetime' : 'string';
      // Writers of schemas add the pattern of a date to its format; the type says it already.
      const pattern = type === 'string' && typeof schema.pattern === 'string' ? schema.pattern : null;
      const kind = type === 'string' && pattern === null ? (FORMAT_KINDS[String(schema.format)] ?? null) : null;
      return { type, pattern, kind };
    }
    if (types.has('number')) return { type: 'number' };
    if (types.has('integer')) return { type: 'integer' };
    if (types.has('boolean')) return { type: 'boolean' };
    return UNREAD;
  }

  #arrayOf({ schema, at, refs }: Resolved, name: string, depth: number): Partial<FieldDefinition> & { readonly type: FieldType } {
    // A tuple's places have no names to look for.
    if (Array.isArray(schema.prefixItems) || Array.isArray(schema.items) || schema.items === false) return UNREAD;
    const items = this.#resolve(schema.items ?? {}, `${at}/items`, refs);
    if (items === null) return UNREAD;
    const { fields, ...parts } = this.#partsOf(items, name, depth);
    if (parts.type === 'object') return fields === null || fields === undefined || fields.length === 0 ? UNREAD : { type: 'array', fields };
    if (parts.type === 'array') return UNREAD;
    const { type, choices = null, pattern = null, kind = null } = parts;
    const extension = this.#extensionOf(items);
    return extension === null
      ? UNREAD
      : { type: 'array', items: FieldDefinitionSchema.shape.items.parse({ type, choices, pattern, kind, ...extension }) };
  }

  /** Follows `$ref`, merges `allOf`, takes null and unions apart; null where nothing can be made of it. */
  #resolve(given: unknown, at: string, refs: ReadonlySet<string>): Resolved | null {
    // `true` allows anything.
    if (given === true) return { schema: {}, types: new Set(['string']), refs, at };
    if (!isSchema(given)) return this.#fault(at, `expected a schema, found ${JSON.stringify(given)}`);
    const { $ref: reference, allOf, anyOf, oneOf, ...beside } = given;
    const followed = typeof reference === 'string' ? this.#follow(reference, at, refs) : { parts: [], refs };
    if (followed === null) return null;
    if (followed === 'again') return { schema: beside, types: new Set(), refs, at };
    const all: Resolved[] = [];
    const parts = [...followed.parts, ...(Array.isArray(allOf) ? allOf : [])];
    for (const part of parts) {
      const resolved = this.#resolve(part, at, followed.refs);
      if (resolved === null) return null;
      all.push(resolved);
    }
    for (const union of [anyOf, oneOf]) {
      if (!Array.isArray(union)) continue;
      const either = this.#union(union, at, followed.refs);
      if (either === null) return null;
      all.push(either);
    }
    const own = typesOf(beside);
    const types = own.size > 0 ? own : new Set(all.flatMap((part) => [...part.types]));
    const further = new Set([...followed.refs, ...all.flatMap((part) => [...part.refs])]);
    const nothingSaid = types.size === 0 && parts.length === 0 && anyOf === undefined && oneOf === undefined && !saysNull(beside);
    return {
      schema: mergedAll([...all.map(({ schema }) => schema), beside]),
      types: nothingSaid ? new Set(['string']) : types,
      refs: further,
      at,
    };
  }

  /** The alternatives beside null: one as it is, objects as one with the properties of all, single values by what all of them are. */
  #union(options: readonly unknown[], at: string, refs: ReadonlySet<string>): Resolved | null {
    const resolved: Resolved[] = [];
    for (const option of options) {
      if (isSchema(option) && saysNull(option)) continue;
      const one = this.#resolve(option, at, refs);
      if (one === null) return null;
      resolved.push(one);
    }
    const [only] = resolved;
    if (only !== undefined && resolved.length === 1) return only;
    const further = new Set(resolved.flatMap((part) => [...part.refs]));
    for (const form of ['object', 'array']) {
      const same = resolved.filter(({ types }) => types.has(form));
      const [first] = same;
      if (first === undefined) continue;
      const schema = form === 'object' ? eitherOf(same.map((part) => part.schema)) : first.schema;
      return { schema, types: new Set([form]), refs: further, at };
    }
    const choices = resolved.map(({ schema }) => choicesOf(schema));
    const types = new Set(resolved.flatMap((part) => [...part.types]));
    if (choices.every((list) => list !== null)) return { schema: { enum: choices.flat() }, types, refs: further, at };
    // Of several single types all are allowed: the widest one is looked for.
    return { schema: {}, types: types.has('boolean') && types.has('string') ? new Set(['string']) : types, refs: further, at };
  }

  /** Where a reference leads; `again` where it has led to what is being read. */
  #follow(reference: string, at: string, refs: ReadonlySet<string>): { parts: unknown[]; refs: ReadonlySet<string> } | 'again' | null {
    if (!/^#(\/|$)/.test(reference)) return this.#fault(at, `$ref ${JSON.stringify(reference)} does not point into this schema (#/…)`);
    if (refs.has(reference) || (reference === '#' && at !== '#')) return 'again';
    let found: unknown = this.#root;
    for (const part of partsOf(reference))
      found = (isSchema(found) || Array.isArray(found)) && Object.hasOwn(found, part) ? Reflect.get(found, part) : undefined;
    if (found === undefined) return this.#fault(at, `$ref ${JSON.stringify(reference)} points at nothing`);
    if (reference === at) return this.#fault(at, `$ref ${JSON.stringify(reference)} refers to itself`);
    return { parts: [found], refs: new Set([...refs, reference]) };
  }
}

/** What no document shows as such. */
const UNREAD = { type: 'object', fields: [] } satisfies Partial<FieldDefinition>;

const saysNull = ({ type, ...rest }: Schema): boolean => type === 'null' || rest.const === null;

/** What `type` says, or what the other keywords are about; without null. */
function typesOf(schema: Schema): Set<string> {
  const { type } = schema;
  const named: unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  const types = new Set(named.flatMap((name) => (typeof name === 'string' && name !== 'null' ? [name] : [])));
  if (type !== undefined || types.size > 0) return types;
  const about = (keywords: readonly string[]) => keywords.some((keyword) => schema[keyword] !== undefined);
  if (about(['properties', 'additionalProperties', 'patternProperties'])) return new Set(['object']);
  if (about(['items', 'prefixItems'])) return new Set(['array']);
  if (about(['pattern', 'format', 'minLength', 'maxLength'])) return new Set(['string']);
  return about(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']) ? new Set(['number']) : types;
}

type Choice = string | number | boolean;

/** The single values allowed; null where any is, or where one of them is no single value. */
function choicesOf(schema: Schema): Choice[] | null {
  const listed: unknown[] = schema.const !== undefined ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : [];
  const values = listed.filter((value) => value !== null);
  const choices = values.filter((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
  return choices.length === 0 || choices.length < values.length ? null : [...new Set(choices)];
}

function typeOfChoices(choices: readonly Choice[]): FieldType {
  const [kind, ...others] = new Set(choices.map((choice) => typeof choice));
  if (others.length > 0 || kind === 'string') return 'string';
  if (kind === 'boolean') return 'boolean';
  return choices.every((choice) => Number.isInteger(choice)) ? 'integer' : 'number';
}
