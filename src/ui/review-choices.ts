/** What a person may choose for one value of an answer: the machine's own, its runners-up, another, none. Names of the form ↔ values. */
import { typedValue, type ValueField } from '../contracts/field-value.ts';
import type { Job } from '../contracts/job.ts';
import type { FieldTrust, Source } from '../contracts/response.ts';
import { type DecidedValue, DecidedValueSchema, type Decision, latestOf } from '../contracts/review.ts';
import type { ResultRow } from './result.ts';

/** A value that the machine found: `own`, or a runner-up, `other-0`. */
export interface Candidate {
  readonly name: string;
  readonly value: DecidedValue;
  /** 0–1; null: not told. */
  readonly probability: number | null;
  readonly sources: readonly Source[];
}

/** A field under review. */
export interface Reviewed {
  /** As in `response.trust`. */
  readonly path: string;
  readonly row: ResultRow;
  readonly trust: FieldTrust;
  readonly candidates: readonly Candidate[];
  /** The decision that counts. */
  readonly decision: Decision | null;
  readonly isOpen: boolean;
}

/** What is to be decided first, in the order of the answer; then what was decided or needs nobody. @param rows of the job's result. */
export function reviewedFields({ response, review }: Job, rows: readonly ResultRow[]): Reviewed[] {
  if (response === null) return [];
  const latest = latestOf(review ?? { decisions: [] });
  const fields = rows.flatMap((row): Reviewed[] => {
    const path = `result.${row.path}`;
    const { trust } = row;
    if (trust === null) return [];
    const decision = latest.get(path) ?? null;
    const isOpen = decision === null && response.needs_review.includes(path);
    return [{ path, row, trust, candidates: candidatesOf(row, trust), decision, isOpen }];
  });
  const rank = ({ path, isOpen }: Reviewed) => (isOpen ? 0 : response.needs_review.includes(path) ? 1 : 2);
  return fields.sort((a, b) => rank(a) - rank(b));
}

function candidatesOf(row: ResultRow, trust: FieldTrust): Candidate[] {
  const own = { value: row.value, probability: row.value === null ? null : trust.probability, sources: row.sources };
  return [own, ...trust.runners_up].flatMap(({ value, probability, sources }, i) => {
    const decided = DecidedValueSchema.safeParse(value);
    // An empty value of the machine's is what "leave empty" says.
    if (!decided.success || decided.data === null) return [];
    return [{ name: i === 0 ? 'own' : `other-${i - 1}`, value: decided.data, probability, sources }];
  });
}

/** The choice that is made until another is: what was decided, else what the machine says. */
export function chosen({ candidates, decision, row }: Reviewed): string {
  if (decision === null) return row.value === null ? 'empty' : (candidates[0]?.name ?? 'empty');
  if (decision.value === null) return 'empty';
  return candidates.find(({ value }) => JSON.stringify(value) === JSON.stringify(decision.value))?.name ?? 'typed';
}

/** The value that the form chooses; undefined: it chooses none. */
export function valueChosen(field: Reviewed, kind: ValueField | null, form: URLSearchParams): DecidedValue | undefined {
  const choice = form.get('choice');
  if (choice === 'empty') return null;
  if (choice === 'typed') return typedValue(kind ?? { type: 'string', choices: null }, form.get('typed') ?? '');
  return field.candidates.find(({ name }) => name === choice)?.value;
}
