/** Zod's issues as faults: a JSON Pointer to each field and, in words, what was expected of it. */
import type { z } from 'zod';
import { type Fault, invalid } from './problem.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Parses a body. @throws Problem 422 naming every field that does not fit. */
export function parseBody<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap((issue) => faultsOf(issue, [], value)));
}

/** RFC 6901. */
export const pointerTo = (path: Path): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Everything one issue says, each at its own field; `value` is what stands at `base`. */
export function faultsOf(issue: Issue, base: Path, value: unknown): Fault[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ pointer: pointerTo([...path, key]), detail: 'unknown key' }));
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ pointer: pointerTo(path.slice(0, -1)), detail: `a key: ${message}` }));
  }
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors);
    if (branch !== null) return branch.flatMap((inner) => faultsOf(inner, path, at(value, issue.path)));
    const expected = issue.errors.flatMap((errors) => errors.map((error) => ('expected' in error ? error.expected : error.message)));
    return [
      { pointer: pointerTo(path), detail: `expected ${[...new Set(expected)].join(' or ')}, received ${kindOf(at(value, issue.path))}` },
    ];
  }
  if (issue.code === 'invalid_type' && at(value, issue.path) === undefined) {
    return [{ pointer: pointerTo(path), detail: `missing, expected ${issue.expected}` }];
  }
  const detail = issue.message.replace(/^Invalid input: /, '');
  return [{ pointer: pointerTo(path), detail: /expected/i.test(detail) ? detail : `${detail}; received ${kindOf(at(value, issue.path))}` }];
}

/** The branch of a union the sender most likely meant: not of another type altogether, and with the fewest faults. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const count = (issues: readonly Issue[]) =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
  const meant = branches.filter((issues) => !issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0));
  return meant.toSorted((a, b) => count(a) - count(b))[0] ?? null;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, part) ? Reflect.get(inner, part) : undefined),
    value,
  );
}

const kindOf = (value: unknown): string =>
  value === undefined ? 'nothing' : value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
