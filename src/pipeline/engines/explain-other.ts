/** Why values are what they are that the rules have not found: what an electronic invoice states, and what a model says. */
import type { FieldExplanation } from '../../contracts/response.ts';
import { type Reading, segmentsOf } from '../reading/reading.ts';
import type { Extraction } from './engine.ts';

/** Rows of a list whose cells are explained; the later ones are like them. */
export const MOST_EXPLAINED_ROWS = 100;

const NOTHING_KNOWN: Pick<FieldExplanation, 'labels' | 'labels_found' | 'candidates'> = { labels: [], labels_found: [], candidates: [] };

/** What the rules say of each field, where they were asked, and of the values that are not theirs where those come from. */
export function explained(extraction: Extraction, reading: Reading): Map<string, FieldExplanation> {
  const { result, explanations = new Map<string, FieldExplanation>(), stated, engine, reasons } = extraction;
  const all = new Map(explanations);
  const lines = new Map(segmentsOf(reading).map(({ id, line }) => [id, line.text]));
  for (const [path, value, list] of leavesOf(result, '')) {
    const known = explanations.get(path);
    const others = stated?.has(path) === true || engine === 'llm' || (engine === 'auto' && isOpen(explanations.get(list ?? path)));
    if (!others || known?.outcome === 'found') continue;
    if (value === null) {
      const outcome = reasons.get(path)?.join('; ') ?? 'the model finds nothing';
      if (engine === 'llm') all.set(path, { ...NOTHING_KNOWN, outcome });
      continue;
    }
    const segment_id = extraction.evidence.get(path)?.[0]?.segment_id ?? null;
    const why = stated?.has(path) === true ? 'the electronic invoice states it' : 'the model says so';
    const snippet = segment_id === null ? null : (lines.get(segment_id) ?? null);
    const candidate = { value, likelihood: null, segment_id, snippet, reasons: [why], lost: null };
    all.set(path, { ...(known ?? NOTHING_KNOWN), candidates: [candidate, ...(known?.candidates ?? [])].slice(0, 10), outcome: 'found' });
    // The rows are there: the list is not empty any more.
    const whole = list === null ? undefined : all.get(list);
    if (list !== null && whole !== undefined) all.set(list, { ...whole, outcome: 'found' });
  }
  return all;
}

const isOpen = (known: FieldExplanation | undefined): boolean => known !== undefined && known.outcome !== 'found';

/** Dotted paths of single values, each with that of the list it is in; lists without a row count as one. */
function* leavesOf(value: unknown, path: string, list: string | null = null): Generator<readonly [string, unknown, string | null]> {
  const below = (name: string | number): string => (path === '' ? `${name}` : `${path}.${name}`);
  if (Array.isArray(value)) {
    for (const [i, row] of value.slice(0, MOST_EXPLAINED_ROWS).entries()) yield* leavesOf(row, below(i), list ?? path);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) yield* leavesOf(part, below(name), list);
  } else yield [path, value, list];
}
