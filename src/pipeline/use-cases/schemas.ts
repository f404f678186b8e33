/** JSON Schemas as values: where their parts are, and several of them as one. */

export type Schema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names a `#/…` reference leads through; its text itself, which no schema has, where it is not well escaped (RFC 6901, 6). */
export function partsOf(reference: string): string[] {
  const parts = reference.split('/').slice(1);
  try {
    return parts.map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    return [reference];
  }
}

/** A property's name as a part of a JSON Pointer (RFC 6901). */
export const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** All that the schemas say together: properties and required names of all, of every other keyword the last one. */
export function mergedAll(schemas: readonly Schema[]): Schema {
  const properties: [string, unknown][] = [];
  const required = new Set<unknown>();
  for (const schema of schemas) {
    if (isSchema(schema.properties)) properties.push(...Object.entries(schema.properties));
    if (Array.isArray(schema.required)) for (const name of schema.required) required.add(name);
  }
  const merged: Schema = Object.assign({}, ...schemas);
  return {
    ...merged,
    ...(isSchema(merged.properties) ? { properties: Object.fromEntries(properties) } : {}),
    ...(required.size > 0 ? { required: [...required] } : {}),
  };
}

/** One object for several alternatives: the properties of all, each of what any of them says of it; required is none. */
export function eitherOf(schemas: readonly Schema[]): Schema {
  const byName = new Map<string, unknown[]>();
  for (const { properties } of schemas)
    for (const [name, property] of Object.entries(isSchema(properties) ? properties : {}))
      byName.set(name, [...(byName.get(name) ?? []), property]);
  const properties = [...byName].map(([name, all]): [string, unknown] => [name, all.length === 1 ? all[0] : { anyOf: all }]);
  return { ...mergedAll(schemas), properties: Object.fromEntries(properties), required: [] };
}

/** Keywords that hold one schema, a list of them, or schemas by name (JSON Schema 2020-12 and the drafts before it). */
const ONE = [
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
  'additionalItems',
];
const LIST = ['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems'];
const NAMED = ['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties', 'components', 'schemas'];

/** The schema with `change` made to it and to every schema in it. */
export function mapSchema(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const inner = (value: unknown): unknown => (isSchema(value) ? mapSchema(value, change) : value);
  const mapped: Record<string, unknown> = { ...change(schema) };
  for (const [keyword, value] of Object.entries(mapped)) {
    if (LIST.includes(keyword) && Array.isArray(value)) mapped[keyword] = value.map(inner);
    else if (NAMED.includes(keyword) && isSchema(value))
      mapped[keyword] = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(part)]));
    else if (ONE.includes(keyword)) mapped[keyword] = inner(value);
  }
  return mapped;
}
