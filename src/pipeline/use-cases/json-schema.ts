/** A JSON Schema of an object → fields. What fields cannot say is refused by name, never dropped in silence. */
import { IxError } from '../../contracts/errors.ts';
import { FIELDS_MAX, type FieldDefinition, type FieldType } from '../../contracts/use-case.ts';

type Schema = Readonly<Record<string, unknown>>;

/** They describe a value and forbid none (JSON Schema 2020-12, Meta-Data and Core; `additionalProperties` says nothing new here). */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$comment',
  '$defs',
  'definitions',
  'title',
  'description',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  'examples',
  'format',
]);

/** Keywords understood for each type, beside the annotations. */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  string: ['enum', 'const', 'pattern'],
  integer: ['minimum', 'maximum'],
  number: [],
  decimal: [],
  boolean: [],
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items'],
};

/** Objects within objects at most. */
const MOST_DEPTH = 16;

/**
 * Understands `properties`, `required`, `type` (also with "null", or as `anyOf` of a schema and null), `enum` and `const` of
 * strings, `pattern`, `format` date and date-time, `title` (taken as a label), `description`, `items` that are objects, and
 * `$ref` into the same schema. A number that may also be a string, as pydantic writes its Decimal, is a `decimal`.
 * @throws IxError IX_001_001 with the place in the schema (`#/properties/total`) and what it cannot express.
 */
export function fieldsFromJsonSchema(schema: Schema): FieldDefinition[] {
  const reader = new SchemaReader(schema);
  const root = reader.resolve(schema, '#');
  if (root.type !== 'object') throw unfit(root.at, `expected "type": "object", the fields in its properties; found ${root.type}`);
  return reader.fieldsOf(root, 0);
}

const unfit = (at: string, why: string) => new IxError('IX_001_001', `json_schema ${at}: ${why}`);

/** A schema with references and nullability taken away. */
interface Resolved {
  readonly schema: Schema;
  readonly type: string;
  /** JSON Pointer of what was written. */
  readonly at: string;
}

class SchemaReader {
  readonly #root: Schema;
  #fields = 0;

  constructor(root: Schema) {
    this.#root = root;
  }

  fieldsOf({ schema, at }: Resolved, depth: number): FieldDefinition[] {
    if (depth > MOST_DEPTH) throw unfit(at, `objects nest more than ${MOST_DEPTH} deep, or refer to themselves`);
    const properties = asSchema(schema.properties ?? {}, `${at}/properties`);
    const required = schema.required ?? [];
    if (!Array.isArray(required) || !required.every((name) => typeof name === 'string' && Object.hasOwn(properties, name)))
      throw unfit(`${at}/required`, 'expected a list of names that stand in properties');
    return Object.entries(properties).map(([name, property]) => {
      this.#fields += 1;
      // References may multiply without end.
      if (this.#fields > FIELDS_MAX) throw unfit(at, `more than ${FIELDS_MAX} fields`);
      return this.#field(name, this.resolve(property, `${at}/properties/${pointer(name)}`), required.includes(name), depth);
    });
  }

  #field(name: string, resolved: Resolved, required: boolean, depth: number): FieldDefinition {
    const { schema, at, type } = resolved;
    const text = (key: string) => optionalText(schema, key, at);
    const title = text('title');
    const common = { name, required, description: text('description'), labels: title === null ? [] : [title] };
    const plain = { choices: null, pattern: null, fields: null };
    switch (type) {
      case 'object':
        return { ...common, ...plain, type, fields: this.fieldsOf(resolved, depth + 1) };
      case 'array': {
        const item = this.resolve(schema.items ?? {}, `${at}/items`);
        if (item.type !== 'object') throw unfit(item.at, `items of an array must be objects; found ${item.type}`);
        return { ...common, ...plain, type, fields: this.fieldsOf(item, depth + 1) };
      }
      case 'string': {
        const kind = stringType(schema);
        // Writers of schemas add the pattern of a date to its format; the type says it already.
        return { ...common, type: kind, choices: choicesOf(schema, at), pattern: kind === 'string' ? text('pattern') : null, fields: null };
      }
      case 'integer':
      case 'number':
      case 'decimal':
      case 'boolean':
        return { ...common, ...plain, type };
      default:
        throw unfit(at, `type ${type} is not one of string, integer, number, boolean, object, array`);
    }
  }

  /** Follows `$ref` and unwraps what only adds null; checks that nothing is left that fields cannot say. */
  resolve(given: unknown, at: string): Resolved {
    let schema = asSchema(given, at);
    const seen = new Set<unknown>();
    for (;;) {
      const reference = schema.$ref;
      const options = schema.anyOf ?? schema.oneOf ?? schema.allOf;
      const { $ref: _ref, anyOf: _any, oneOf: _one, allOf: _all, ...beside } = schema;
      if (reference !== undefined) {
        if (seen.has(reference)) throw unfit(at, `$ref ${JSON.stringify(reference)} refers to itself`);
        seen.add(reference);
        schema = { ...this.#refer(reference, at), ...beside };
      } else if (options !== undefined) {
        const only = onlyOption(options, at);
        if (only === 'decimal') return this.#checked(beside, 'decimal', at);
        schema = { ...asSchema(only, at), ...beside };
      } else return this.#checked(schema, typeOf(schema, at), at);
    }
  }

  #checked(schema: Schema, type: string, at: string): Resolved {
    const known = KEYWORDS[type] ?? [];
    for (const [keyword, value] of Object.entries(schema)) {
      const said = keyword === 'type' || ANNOTATIONS.has(keyword) || keyword.startsWith('x-') || known.includes(keyword);
      const isSafeBound = type === 'integer' && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
      if (!said || ((keyword === 'minimum' || keyword === 'maximum') && !isSafeBound))
        throw unfit(at, `${JSON.stringify(keyword)} cannot be expressed for type ${type}; leave it out`);
      if (keyword === 'additionalProperties' && typeof value !== 'boolean')
        throw unfit(at, 'additionalProperties as a schema cannot be expressed; list the properties');
    }
    return { schema, type, at };
  }

  #refer(reference: unknown, at: string): Schema {
    if (typeof reference !== 'string' || !/^#(\/|$)/.test(reference))
      throw unfit(at, `$ref ${JSON.stringify(reference)} does not point into this schema (#/…)`);
    let found: unknown = this.#root;
    for (const part of partsOf(reference)) found = isSchema(found) && Object.hasOwn(found, part) ? found[part] : undefined;
    if (found === undefined) throw unfit(at, `$ref ${JSON.stringify(reference)} points at nothing`);
    return asSchema(found, reference);
  }
}

/** The one schema of a union that is left when null is taken out; `decimal` for a number that may be a string. */
function onlyOption(options: unknown, at: string): unknown {
  const list = Array.isArray(options) ? options.filter((option) => !(isSchema(option) && option.type === 'null')) : [];
  if (list.length === 1) return list[0];
  const types = new Set(list.map((option) => (isSchema(option) ? option.type : undefined)));
  if (types.size === 2 && types.has('string') && types.has('number')) return 'decimal';
  throw unfit(at, 'anyOf, oneOf and allOf can be expressed only as one schema, or one schema and null');
}

function typeOf(schema: Schema, at: string): string {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) {
    const types = type.filter((one) => one !== 'null');
    if (types.length === 1) return String(types[0]);
    if (types.length === 2 && types.includes('string') && types.includes('number')) return 'decimal';
    throw unfit(at, `type ${JSON.stringify(type)}: one type, or one and "null", can be expressed`);
  }
  if (type !== undefined) throw unfit(at, `type must be a name, found ${JSON.stringify(type)}`);
  if (isSchema(schema.properties)) return 'object';
  if (Array.isArray(schema.enum) || typeof schema.const === 'string') return 'string';
  throw unfit(at, 'has no type');
}

function stringType(schema: Schema): FieldType {
  if (schema.format === 'date') return 'date';
  return schema.format === 'date-time' ? 'datetime' : 'string';
}

function choicesOf(schema: Schema, at: string): string[] | null {
  if (schema.const !== undefined) {
    if (typeof schema.const !== 'string') throw unfit(`${at}/const`, 'a string field can only be a string');
    return [schema.const];
  }
  if (schema.enum === undefined) return null;
  const values: unknown[] = Array.isArray(schema.enum) ? schema.enum.filter((value) => value !== null) : [];
  const choices = values.filter((value) => typeof value === 'string');
  if (choices.length === 0 || choices.length !== values.length) throw unfit(`${at}/enum`, 'expected a list of strings');
  return choices;
}

function optionalText(schema: Schema, key: string, at: string): string | null {
  const value = schema[key];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw unfit(`${at}/${key}`, `expected a string, found ${JSON.stringify(value)}`);
  return value;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asSchema(value: unknown, at: string): Schema {
  if (!isSchema(value)) throw unfit(at, `expected a schema, found ${JSON.stringify(value)}`);
  return value;
}

/** The names a `#/…` reference leads through; its text itself, which no schema has, where it is not well escaped (RFC 6901, 6). */
function partsOf(reference: string): string[] {
  const parts = reference.split('/').slice(1);
  try {
    return parts.map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    return [reference];
  }
}

/** A property's name as a part of a JSON Pointer (RFC 6901). */
const pointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
