/** Checks of a use case what its contract cannot say in types, all faults at once. */
import { type Check, FIELDS_MAX, type FieldDefinition } from '../../contracts/use-case.ts';
import { KINDS } from '../kinds/kinds.ts';
import { ROLES } from '../locales/locale.ts';
import { isRole } from '../locales/vocabulary.ts';

/** What is wrong, and where: `fields/2/pattern`, as a JSON Pointer into the use case. */
export interface UseCaseFault {
  readonly pointer: string;
  /** The field in words people know it by; '' for the use case itself. */
  readonly field: string;
  readonly detail: string;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * There are not too many fields in all; names are non-empty, unique identifiers; `pattern` compiles; parts stand on objects and arrays
 * only, `choices` on single values; kinds and roles are known and fit; checks name fields that are there.
 */
export function faultsOf(
  fields: readonly FieldDefinition[],
  checks: readonly Check[],
  from: 'fields' | 'json_schema' = 'fields',
): UseCaseFault[] {
  if (countOf(fields) > FIELDS_MAX) return [{ pointer: `/${from}`, field: '', detail: `more than ${FIELDS_MAX} fields` }];
  if (fields.length === 0) return [{ pointer: `/${from}`, field: '', detail: 'no fields' }];
  const paths = new Set<string>();
  const inFields = faultsIn(fields, '/fields', '', paths)
    // A schema may have objects of which nothing is known.
    .filter(({ detail }) => from === 'fields' || detail !== NO_FIELDS)
    .map((fault) => (from === 'fields' ? fault : { ...fault, pointer: schemaPointer(fault.field) }));
  return [...inFields, ...checks.flatMap((check, i) => faultsOfCheck(check, `/checks/${i}`, paths))];
}

const NO_FIELDS = 'no fields';
/** Where a field's dotted path most likely stands in a schema. */
const schemaPointer = (path: string): string => ['/json_schema', ...path.split('.').map((name) => `properties/${name}`)].join('/');

const countOf = (fields: readonly FieldDefinition[]): number => fields.reduce((n, field) => n + 1 + countOf(field.fields ?? []), 0);

function faultsIn(fields: readonly FieldDefinition[], pointer: string, path: string, paths: Set<string>): UseCaseFault[] {
  if (fields.length === 0) return [{ pointer, field: path.replace(/\.$/, ''), detail: NO_FIELDS }];
  const seen = new Set<string>();
  return fields.flatMap((field, i) => {
    const full = path + field.name;
    const faults = faultsOfField(field, seen.has(field.name));
    seen.add(field.name);
    if (field.type !== 'array') paths.add(full);
    const own = faults.map(([key, detail]): UseCaseFault => ({ pointer: `${pointer}/${i}/${key}`, field: full, detail }));
    return [...own, ...faultsInside(field, `${pointer}/${i}`, `${full}.`, paths)];
  });
}

function faultsInside(field: FieldDefinition, pointer: string, path: string, paths: Set<string>): UseCaseFault[] {
  const { type, fields, items } = field;
  if (type === 'object') return faultsIn(fields ?? [], `${pointer}/fields`, path, paths);
  if (type !== 'array' || (fields !== null && items !== null)) return [];
  if (items === null) return faultsIn(fields ?? [], `${pointer}/fields`, path, new Set());
  const faults = faultsOfField({ ...items, name: field.name, fields: null, items: null }, false);
  return faults.map(([key, detail]) => ({ pointer: `${pointer}/items/${key}`, field: path.slice(0, -1), detail }));
}

type KeyFault = readonly [key: keyof FieldDefinition, detail: string];

function faultsOfField(field: FieldDefinition, twice: boolean): KeyFault[] {
  const { type } = field;
  const nested = type === 'object' || type === 'array';
  const faults: (KeyFault | false)[] = [
    !IDENTIFIER.test(field.name) && ['name', 'name must be an identifier: letters, digits, _, not starting with a digit'],
    twice && ['name', 'name appears twice'],
    field.fields !== null && !nested && ['fields', 'fields are allowed on object and array only'],
    field.items !== null && type !== 'array' && ['items', 'items are allowed on array only'],
    field.items !== null && field.fields !== null && ['items', 'an array has fields or items, not both'],
    field.choices !== null && nested && ['choices', 'choices are allowed on single values only'],
    field.choices !== null && !nested && !choicesFit(field) && ['choices', `choices must be values of the type ${type}`],
    field.multiline && type !== 'string' && ['multiline', 'multiline is allowed on string only'],
    field.range !== null && type !== 'date' && ['range', 'range is allowed on date only'],
    field.role !== null && !isRole(field.role) && ['role', `role ${JSON.stringify(field.role)} is not one of ${ROLES.join(', ')}`],
    ...[faultOfPattern(field), faultOfKind(field)],
  ];
  return faults.filter((fault) => fault !== false);
}

function choicesFit({ type, choices }: FieldDefinition): boolean {
  const fits = { boolean: 'boolean', integer: 'number', number: 'number' }[String(type)] ?? 'string';
  // The choices of a string may be of any type: the answer is the choice itself.
  return type === 'string' || (choices ?? []).every((choice) => typeof choice === fits && (type !== 'integer' || Number.isInteger(choice)));
}

function faultOfPattern({ pattern }: FieldDefinition): KeyFault | false {
  if (pattern === null) return false;
  try {
    new RegExp(pattern, 'u');
    return false;
  } catch (error) {
    return ['pattern', `pattern does not compile: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function faultOfKind({ kind, type }: FieldDefinition): KeyFault | false {
  if (kind === null) return false;
  const known = KINDS.get(kind);
  if (known === undefined) return ['kind', `kind ${JSON.stringify(kind)} is not one of ${[...KINDS.keys()].join(', ')}`];
  return known.types.includes(type) ? false : ['kind', `kind ${kind} is for ${known.types.join(', ')}, not for ${type}`];
}

function faultsOfCheck(check: Check, pointer: string, paths: ReadonlySet<string>): UseCaseFault[] {
  const named = check.kind === 'sum' ? [...check.parts, check.total] : [check.opening, check.closing];
  const unpaired = check.kind === 'sum' && check.parts.length !== 2 ? [{ pointer, field: '', detail: 'a sum has two parts' }] : [];
  const unknown = named
    .filter((path) => !paths.has(path))
    .map((path) => ({ pointer, field: '', detail: `the check names ${JSON.stringify(path)}, which is no field` }));
  return [...unpaired, ...unknown];
}
