/** One answer beside the truth, value by value; the rows of a list are paired in their order, as well as they fit. */
import type { Page, ResponseIX } from '../contracts/response.ts';
import type { FieldDefinition, UseCase } from '../contracts/use-case.ts';
import { sameValue } from './compare.ts';
import type { RunPlace, RunValue, Verdict } from './run.ts';
import { isRecord, itemOf, type TruePlace, type TrueValue, type Truth, withoutRows } from './truth.ts';

interface Compared {
  /** In the truth; rows too many are counted on behind its last. */
  readonly path: string;
  /** In the answer. */
  readonly answered: string;
  readonly verdict: Verdict;
  readonly given: unknown;
  readonly truth: TrueValue;
}

/** The true value at a path; undefined: the truth does not say. */
type Lookup = (path: string) => TrueValue | undefined;

/** All values of which the truth says something. What it does not name is not judged. */
export function judge(useCase: UseCase, truth: Truth, response: ResponseIX): RunValue[] {
  const pages = response.ocr_result?.result.pages ?? [];
  const lookup: Lookup = (path) => truth.values.get(path);
  const result = response.ix_result?.result ?? {};
  return useCase.fields
    .flatMap((field) => compare(field, truth, lookup, field.name, result[field.name], field.name))
    .map(({ path, answered, verdict, given, truth: { value, places } }) => {
      const trust = response.trust?.[`result.${answered}`];
      const sources = response.provenance?.fields[`result.${answered}`]?.sources ?? [];
      return {
        path,
        verdict,
        given,
        truth: value,
        level: given === null ? 'none' : (trust?.level ?? 'low'),
        probability: given === null ? null : (trust?.probability ?? null),
        given_at:
          given === null
            ? []
            : sources.map(({ page, bounding_box }) => ({ page, box: bounding_box === null ? null : aroundOf(bounding_box) })),
        true_at: places.map((place) => onPage(place, pages)),
        reasons: [...(trust?.reasons ?? [])],
      };
    });
}

/** @param path in the truth; @param answered in the answer: they differ behind a row that is missing, or too many. */
function compare(field: FieldDefinition, truth: Truth, lookup: Lookup, path: string, given: unknown, answered: string): Compared[] {
  if (field.type === 'array') return compareRows(field, truth, lookup, path, given, answered);
  if (field.fields !== null)
    return field.fields.flatMap((part) =>
      compare(part, truth, lookup, `${path}.${part.name}`, isRecord(given) ? given[part.name] : null, `${answered}.${part.name}`),
    );
  const said = lookup(path);
  if (said === undefined) return [];
  const answer = given ?? null;
  return [{ path, answered, verdict: verdictOf(field, said.value, answer), given: answer, truth: said }];
}

function verdictOf(field: FieldDefinition, truth: string | null, given: unknown): Verdict {
  if (truth === null) return given === null ? 'silent' : 'invented';
  if (given === null) return 'null';
  return sameValue(field, truth, given) ? 'right' : 'wrong';
}

const NOTHING: TrueValue = { value: null, places: [] };

function compareRows(field: FieldDefinition, truth: Truth, lookup: Lookup, path: string, given: unknown, answered: string): Compared[] {
  const under = [...truth.values.keys()].filter((known) => known === path || known.startsWith(`${path}.`));
  if (under.length === 0) return [];
  const item = itemOf(field);
  const numbers = under.filter((known) => known !== path).map((known) => Number(known.slice(path.length + 1).split('.')[0]));
  const trueRows = [...new Set(numbers)].sort((a, b) => a - b);
  const rows: readonly unknown[] = Array.isArray(given) ? given : [];
  // Of a row too many, those columns count of which the truth says something; where it says that there are no rows, all.
  const columns = new Set(under.map(withoutRows));
  const none = truth.values.has(path);
  const absent: Lookup = (known) => (none || columns.has(withoutRows(known)) ? NOTHING : undefined);
  const beside = (t: number, g: number | null) =>
    compare(item, truth, lookup, `${path}.${trueRows[t]}`, g === null ? null : rows[g], `${answered}.${g}`);
  let next = (trueRows.at(-1) ?? -1) + 1;
  return paired(trueRows.length, rows.length, (t, g) => rightIn(beside(t, g))).flatMap(([t, g]) => {
    if (t !== null) return beside(t, g);
    const tooMany = compare(item, truth, absent, `${path}.${next++}`, rows[g ?? 0], `${answered}.${g}`);
    return tooMany.filter(({ verdict }) => verdict !== 'silent');
  });
}

const rightIn = (values: readonly Compared[]): number => values.filter(({ verdict }) => verdict === 'right').length;

/** What a pair is worth by being one: rows are rather wrong than one missing and one too many. */
const PAIR = 0.01;

type Pair = readonly [one: number | null, other: number | null];

/** Pairs of two lists, in the order of both, that are worth most together; who has no partner stands alone. */
function paired(ones: number, others: number, worth: (one: number, other: number) => number): Pair[] {
  const best = Array.from({ length: ones + 1 }, () => new Float64Array(others + 1));
  const worths = Array.from({ length: ones }, (_, i) => Array.from({ length: others }, (_, j) => worth(i, j) + PAIR));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  const pair = (i: number, j: number): number => at(i + 1, j + 1) + (worths[i]?.[j] ?? 0);
  for (let i = ones - 1; i >= 0; i--) {
    const row = best[i];
    for (let j = others - 1; j >= 0 && row !== undefined; j--) row[j] = Math.max(at(i + 1, j), at(i, j + 1), pair(i, j));
  }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < ones && j < others) {
    if (at(i, j) === pair(i, j)) pairs.push([i++, j++]);
    else if (at(i, j) === at(i + 1, j)) pairs.push([i++, null]);
    else pairs.push([null, j++]);
  }
  while (i < ones) pairs.push([i++, null]);
  while (j < others) pairs.push([null, j++]);
  return pairs;
}

type Box = NonNullable<RunPlace['box']>;

function aroundOf(corners: readonly number[]): Box {
  const xs = corners.filter((_, n) => n % 2 === 0);
  const ys = corners.filter((_, n) => n % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function onPage({ page, box }: TruePlace, pages: readonly Page[]): RunPlace {
  const { width = 0, height = 0 } = pages.find(({ page_no }) => page_no === page) ?? {};
  if (box === null || width === 0 || height === 0) return { page, box: null };
  return { page, box: [box[0] / width, box[1] / height, box[2] / width, box[3] / height] };
}
