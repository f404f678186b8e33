/** Reviews: what people decide about the values of an answer. The answer itself stays as the machine gave it. */
import { z } from 'zod';
import { TEXT_MAX, upTo } from './bounds.ts';
import type { ResponseIX } from './response.ts';

/**
 * `confirmed`: the machine's value, an empty one included; `picked`: one of its runners-up; `typed`: any other; `left_empty`: there is none.
 * `done`: the reviewer is through with the whole job, whatever is still open.
 */
export const DECISION_KINDS = ['confirmed', 'picked', 'typed', 'left_empty', 'done'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** Decisions of one request. */
const DECISIONS_MAX = 1000;

/** A value of a single field, or an empty list. */
export const DecidedValueSchema = z.union([upTo(TEXT_MAX, z.string()), z.number(), z.boolean(), z.null(), z.array(z.never()).max(0)]);
export type DecidedValue = z.output<typeof DecidedValueSchema>;

/** Body of `POST /v1/jobs/{job_id}/review`. */
export const NewReviewSchema = z
  .strictObject({
    decisions: z
      .record(z.string(), DecidedValueSchema)
      .refine((decisions) => Object.keys(decisions).length <= DECISIONS_MAX, `expected at most ${DECISIONS_MAX} entries`)
      .default({})
      .describe('Path, as in `response.trust`, → the right value; null: the document has none.'),
    done: z.boolean().default(false).describe('The review is complete, whatever is still open.'),
  })
  .refine(({ decisions, done }) => done || Object.keys(decisions).length > 0, 'expected a decision at least, or "done": true');
export type NewReview = z.output<typeof NewReviewSchema>;

export const DecisionSchema = z.strictObject({
  number: z.number().int().min(1).describe('From 1, in the order of the decisions.'),
  path: z.string().nullable().describe('As in `response.trust`; null for `done`.'),
  kind: z.enum(DECISION_KINDS).describe('How it was decided.'),
  value: DecidedValueSchema.describe('The value that was decided for; null: there is none, or `kind` is `done`.'),
  by: z.string().describe('`key 2f6k…`, `IX_ADMIN_KEY`, `this machine`.'),
  at: z.iso.datetime().describe('When it was decided.'),
});
export type Decision = z.output<typeof DecisionSchema>;

export const ReviewSchema = z.strictObject({
  complete: z.boolean().describe('Nothing is open any more, or the reviewer said that it is done.'),
  open: z.array(z.string()).describe('What of `response.needs_review` nobody has decided yet.'),
  decisions: z.array(DecisionSchema).describe('All there ever were, the first one first; of a path the last one counts.'),
  result: z.record(z.string(), z.unknown()).describe('`response.ix_result.result` with what was decided in its places.'),
});
export type Review = z.output<typeof ReviewSchema>;

/** A line of `GET /v1/reviews`. */
export const ReviewedJobSchema = z.strictObject({
  job_id: z.uuid().describe('The id of the job, a UUID that sorts by time of submission.'),
  client_id: z.string().describe('The client it belongs to.'),
  request_id: z.string().describe('What the submitter called the request; with the client it names one job.'),
  use_case: z.string().nullable().describe('The name of the use case; null: there was none.'),
  display_name: z.string().nullable().describe('The name of the document, for people; null: it has none.'),
  review: ReviewSchema.describe('What was decided.'),
});
export type ReviewedJob = z.output<typeof ReviewedJobSchema>;

/** Path → the decision that counts. */
export const latestOf = ({ decisions }: Pick<Review, 'decisions'>): ReadonlyMap<string, Decision> =>
  new Map(decisions.flatMap((decision) => (decision.path === null ? [] : [[decision.path, decision]])));

/** What the decisions come to. Null without any. */
export function reviewOf({ ix_result, needs_review }: ResponseIX, decisions: readonly Decision[]): Review | null {
  if (decisions.length === 0) return null;
  const latest = latestOf({ decisions: [...decisions] });
  const open = needs_review.filter((path) => !latest.has(path));
  const result = structuredClone(ix_result?.result ?? {});
  for (const [path, { value }] of latest) put(result, path.split('.').slice(1), value);
  const complete = open.length === 0 || decisions.some(({ kind }) => kind === 'done');
  return { complete, open, decisions: [...decisions], result };
}

/** Into objects and lists that are there already: each path is one of the answer's. */
function put(into: unknown, path: readonly string[], value: DecidedValue): void {
  const [name, ...rest] = path;
  if (typeof into !== 'object' || into === null || name === undefined) return;
  if (rest.length > 0) put(Reflect.get(into, name), rest, value);
  else Reflect.set(into, name, value);
}
