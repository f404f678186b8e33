/** Whether an answer is what its JSON Schema asks for, in all that fields cannot say: bounds, lengths, formats, conditions. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { UseCase } from '../../contracts/use-case.ts';
import { KeptByContent } from './kept-by-content.ts';
import { isSchema, mapSchema, type Schema } from './schemas.ts';

/** What cannot be accepted, and where: a JSON Pointer into the schema, `#/properties/total`. */
export interface SchemaFault {
  readonly at: string;
  readonly detail: string;
}

/** Made when the first schema comes: most processes never see one. */
let ajv: Ajv2020 | undefined;

function validator(): Ajv2020 {
  if (ajv === undefined) {
    // `strict` would refuse the keywords of others, which say nothing here; OpenAPI and generators write many.
    ajv = new Ajv2020({
      allErrors: true,
      strict: false,
      logger: false,
      validateSchema: false,
      addUsedSchema: false,
      multipleOfPrecision: 9,
    });
    formats.default(ajv);
  }
  return ajv;
}

/** What is wrong with the schema itself, by the meta-schema and in what it is made of. */
export function schemaFaults(schema: Schema): SchemaFault[] {
  const modern = modernised(schema);
  const checker = validator();
  if (checker.validateSchema(modern) !== true) {
    const faults = (checker.errors ?? []).map(({ instancePath, message }) => ({
      at: `#${instancePath}`,
      detail: message ?? 'is no schema',
    }));
    const seen = new Set<string>();
    return faults.filter(({ at }) => !seen.has(at) && seen.add(at) !== undefined);
  }
  return faultsOfPatterns(modern);
}

function faultsOfPatterns(schema: Schema): SchemaFault[] {
  const faults: SchemaFault[] = [];
  mapSchema(schema, (part) => {
    const written = [part.pattern, ...Object.keys(isSchema(part.patternProperties) ? part.patternProperties : {})];
    for (const pattern of written) {
      if (typeof pattern !== 'string') continue;
      try {
        new RegExp(pattern, 'u');
      } catch (error) {
        faults.push({ at: '#', detail: `pattern does not compile: ${error instanceof Error ? error.message : String(error)}` });
      }
    }
    return part;
  });
  return faults;
}

/** Draft 4 to 7 and OpenAPI 3.0 as JSON Schema 2020-12 says the same; identifiers go, as references lead only inside. */
function modernised(schema: Schema): Schema {
  return mapSchema(schema, (part) => {
    const { $schema: _schema, $id: _id, id, nullable, ...rest } = part;
    const modern: Record<string, unknown> = typeof id === 'string' ? rest : id === undefined ? rest : { ...rest, id };
    for (const [exclusive, bound] of [
      ['exclusiveMinimum', 'minimum'],
      ['exclusiveMaximum', 'maximum'],
    ] as const) {
      if (typeof modern[exclusive] !== 'boolean') continue;
      if (modern[exclusive]) {
        modern[exclusive] = modern[bound];
        delete modern[bound];
      } else delete modern[exclusive];
    }
    if (Array.isArray(modern.items)) {
      modern.prefixItems = modern.items;
      delete modern.items;
    }
    if (nullable === true && typeof modern.type === 'string') modern.type = [modern.type, 'null'];
    return modern;
  });
}

const validators = new KeptByContent((schema: Schema): ValidateFunction => {
  // What was not found is null, and no fault of the answer.
  const compiled = mapSchema(modernised(schema), ({ required: _required, ...part }) => part);
  const checker = validator();
  try {
    return checker.compile(compiled);
  } finally {
    checker.removeSchema(compiled);
  }
});

/** What of the answer its schema does not allow: dotted path → reasons. Without a schema nothing is asked. */
export function violationsOf({ json_schema }: UseCase, result: Readonly<Record<string, unknown>>): ReadonlyMap<string, readonly string[]> {
  const violations = new Map<string, string[]>();
  if (json_schema === null) return violations;
  const validate = validators.get(json_schema);
  if (validate(withoutNulls(result))) return violations;
  const byPath = Map.groupBy(validate.errors ?? [], ({ instancePath }) => instancePath);
  for (const [path, errors] of byPath) {
    const reasons = [...new Set(telling(errors).map(({ message }) => `the schema asks for more: ${message}`))];
    violations.set(path.split('/').slice(1).join('.'), reasons);
  }
  return violations;
}

/** Of a union's errors those of the alternative that was meant: of the value's own type. */
function telling(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const own = errors.filter(({ keyword }) => !['anyOf', 'oneOf', 'type', 'if'].includes(keyword));
  return own.length > 0 ? own : errors;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isSchema(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => (part === null ? [] : [[key, withoutNulls(part)]])));
}
