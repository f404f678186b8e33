/** The single values of a result, each with its field. */
import type { FieldDefinition } from '../../contracts/use-case.ts';

export interface Leaf {
  /** Dotted path below the result: `items.0.amount`. */
  readonly path: string;
  readonly field: FieldDefinition;
  readonly value: unknown;
}

/** The values of a result by its fields, down into objects and arrays. What has no parts is a leaf itself. */
export function* leavesOf(fields: readonly FieldDefinition[], values: Readonly<Record<string, unknown>>, path: string): Generator<Leaf> {
  for (const field of fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : null;
    yield* leavesOfValue(field, value, path + field.name);
  }
}

function* leavesOfValue(field: FieldDefinition, value: unknown, path: string): Generator<Leaf> {
  if (Array.isArray(value) && value.length > 0) {
    for (const [position, item] of value.entries()) yield* leavesOfValue(field, item, `${path}.${position}`);
  } else if (isRecord(value) && field.fields !== null) yield* leavesOf(field.fields, value, `${path}.`);
  else yield { path, field, value };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
