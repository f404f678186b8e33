/** Query parameters by schema: unknown, repeated and ill-typed ones are refused by name. The same schema documents them. */
import type { Context } from 'hono';
import { z } from 'zod';
import type { AppEnv } from './deps.ts';
import { faultsOf } from './faults.ts';
import { badText } from './json.ts';
import { concise } from './json-schema.ts';
import { type Fault, invalid } from './problem.ts';

export type QuerySchema = z.ZodObject;

export interface QueryParameter {
  readonly name: string;
  readonly required: boolean;
  readonly schema: z.core.JSONSchema.BaseSchema;
}

/** Written once a schema: every request asks. */
const written = new WeakMap<QuerySchema, readonly QueryParameter[]>();

/** What a query schema says of each parameter, as JSON Schema of its text. */
export function queryParameters(schema: QuerySchema): readonly QueryParameter[] {
  const parameters = written.get(schema) ?? write(schema);
  written.set(schema, parameters);
  return parameters;
}

function write(schema: QuerySchema): QueryParameter[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', override: concise });
  return Object.entries(properties).flatMap(([name, property]) =>
    typeof property === 'boolean' ? [] : [{ name, required: required.includes(name), schema: property }],
  );
}

/**
 * Parameters of type array may be repeated, a lone empty one is the empty array; those of type integer are read as decimal digits.
 * @throws Problem 422 naming each parameter.
 */
export function parseQuery<S extends QuerySchema>(c: Context<AppEnv>, schema: S): z.output<S> {
  const known = new Map(queryParameters(schema).map((parameter) => [parameter.name, parameter.schema.type]));
  const given = new Map<string, string[]>();
  for (const [name, value] of new URL(c.req.url).searchParams) given.set(name, [...(given.get(name) ?? []), value]);

  const faults: Fault[] = [];
  const values: [string, unknown][] = [];
  for (const [name, texts] of given) {
    const type = known.get(name);
    const bad = texts.map(badText).find((detail) => detail !== null);
    if (!known.has(name)) {
      const names = [...known.keys()].join(', ');
      faults.push({ parameter: name, detail: `unknown parameter, expected ${names === '' ? 'none here' : `one of ${names}`}` });
    } else if (bad !== undefined) faults.push({ parameter: name, detail: bad });
    else if (type === 'array') values.push([name, texts.filter((text) => text !== '')]);
    else if (texts.length > 1) faults.push({ parameter: name, detail: 'expected once' });
    else values.push([name, type === 'integer' && /^-?\d+$/.test(texts[0] ?? '') ? Number(texts[0]) : texts[0]]);
  }
  const parsed = schema.safeParse(Object.fromEntries(values));
  if (parsed.success && faults.length === 0) return parsed.data;
  const issues = parsed.error?.issues ?? [];
  throw invalid([
    ...faults,
    ...issues.flatMap((issue) =>
      faultsOf(issue, [], Object.fromEntries(values)).map(({ detail }) => ({ parameter: String(issue.path[0]), detail })),
    ),
  ]);
}
