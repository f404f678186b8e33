/**
 * The schemas of the OpenAPI document: JSON Schema 2020-12, which zod writes itself, put so that other people's tools make the most of it.
 * Requests are closed, for ix refuses what it does not know; answers are open, for a later ix may say more.
 */
import { z } from 'zod';
import { concise } from './json-schema.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

export const referenceTo = (name: string): string => `#/components/schemas/${name}`;

/** Zod's schemas as components that refer to each other. @param known what comes out of transforms, which zod cannot know. */
export function schemasOf(
  schemas: Readonly<Record<string, z.ZodType>>,
  io: 'input' | 'output',
  known: ReadonlyMap<z.core.$ZodType, JsonSchema> = new Map(),
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const { schemas: all } = z.toJSONSchema(registry, {
    io,
    uri: referenceTo,
    unrepresentable: 'any',
    override: (written) => {
      concise(written);
      if (io === 'output') {
        if (written.jsonSchema.additionalProperties === false) delete written.jsonSchema.additionalProperties;
        Object.assign(written.jsonSchema, known.get(written.zodSchema));
      }
      plain(written.jsonSchema);
    },
  });
  return Object.fromEntries(Object.entries(all).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]));
}

/** As generators of clients and linters take it. */
function plain(schema: JsonSchema): void {
  // A property with a default is one that generators take to be always there, so that callers would have to send it: it is said in words.
  const { default: absent, description, prefixItems, anyOf } = schema;
  delete schema.default;
  const worthSaying = absent !== undefined && absent !== null && typeof absent !== 'object';
  if (worthSaying && description !== undefined) schema.description = `${description} Default: \`${JSON.stringify(absent)}\`.`;
  // A pair of the same kind is a list of two: linters want to know its items.
  if (prefixItems?.[0] !== undefined) {
    delete schema.prefixItems;
    Object.assign(schema, { items: prefixItems[0], minItems: prefixItems.length, maxItems: prefixItems.length });
  }
  const constants = (anyOf ?? []).map((one) => (typeof one === 'object' ? one.const : undefined));
  if (constants.length > 0 && constants.every((one) => typeof one === 'number')) {
    delete schema.anyOf;
    Object.assign(schema, { type: 'integer', enum: constants });
  }
}
