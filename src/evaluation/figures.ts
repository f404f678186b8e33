/** The figures of a run: how much is right, by field, by trust and by group, and what it cost. */
import { TRUST_LEVELS, type TrustLevel } from '../contracts/response.ts';
import { isWrong } from './mistakes.ts';
import type { Run, RunDocument, RunValue } from './run.ts';
import { withoutRows } from './truth.ts';

/** Counts of values. */
export interface Figures {
  /** Values that the documents say: right + null + wrong. */
  readonly said: number;
  readonly right: number;
  readonly null: number;
  readonly wrong: number;
  /** Answers where the document says nothing, and null where it should be. */
  readonly invented: number;
  readonly silent: number;
  readonly right_at_high: number;
  /** Wrong or invented, and yet of high trust. */
  readonly wrong_at_high: number;
}

/** Answers of one level of trust, or of one stretch of probabilities. */
export interface Reliability {
  readonly name: string;
  readonly answers: number;
  readonly right: number;
  /** What ix gave as their probability, on average; null where it gave none. */
  readonly expected: number | null;
}

export interface Summary {
  readonly all: Figures;
  /** By field, all rows of a list together. */
  readonly fields: Readonly<Record<string, Figures>>;
  readonly levels: readonly Reliability[];
  readonly bins: readonly Reliability[];
  /** Mean distance of probability and share of right answers over the bins, 0–1; null without probabilities. */
  readonly calibration_error: number | null;
  readonly documents: number;
  readonly failed: number;
  readonly pages: number;
  readonly seconds_a_page: number | null;
  readonly tokens_a_page: number | null;
}

/** Lower ends of the bins. */
const BINS = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995] as const;

export function figuresOf(values: readonly RunValue[]): Figures {
  const count = (holds: (value: RunValue) => boolean): number => values.filter(holds).length;
  return {
    said: count(({ truth }) => truth !== null),
    right: count(({ verdict }) => verdict === 'right'),
    null: count(({ verdict }) => verdict === 'null'),
    wrong: count(({ verdict }) => verdict === 'wrong'),
    invented: count(({ verdict }) => verdict === 'invented'),
    silent: count(({ verdict }) => verdict === 'silent'),
    right_at_high: count(({ verdict, level }) => level === 'high' && verdict === 'right'),
    wrong_at_high: count((value) => value.level === 'high' && isWrong(value)),
  };
}

/** 0–1; nothing of nothing is 0. */
export const shareOf = (part: number, all: number): number => (all === 0 ? 0 : part / all);

const isAnswer = ({ given }: RunValue): boolean => given !== null;

export function summaryOf({ documents }: Run): Summary {
  const values = documents.flatMap((document) => document.values);
  const answers = values.filter(isAnswer);
  const bins = BINS.map((from, n) =>
    reliabilityOf(
      binName(from, BINS[n + 1]),
      answers.filter(({ probability }) => isBetween(probability, from, BINS[n + 1])),
    ),
  );
  const sum = (of: (document: RunDocument) => number): number => documents.reduce((total, document) => total + of(document), 0);
  const pages = sum((document) => document.pages);
  const asked = documents.filter(({ tokens }) => tokens !== null);
  const askedPages = asked.reduce((total, document) => total + document.pages, 0);
  return {
    all: figuresOf(values),
    fields: figuresBy(values, ({ path }) => withoutRows(path)),
    levels: TRUST_LEVELS.filter((level): level is Exclude<TrustLevel, 'none'> => level !== 'none').map((level) =>
      reliabilityOf(
        level,
        answers.filter((value) => value.level === level),
      ),
    ),
    bins,
    calibration_error: calibrationError(bins),
    documents: documents.length,
    failed: documents.filter(({ error }) => error !== null).length,
    pages,
    seconds_a_page: pages === 0 ? null : sum(({ seconds }) => seconds) / pages,
    tokens_a_page: askedPages === 0 ? null : asked.reduce((total, { tokens }) => total + (tokens ?? 0), 0) / askedPages,
  };
}

/** Figures by something that the files of truth say of their documents: `language`, `family`. */
export function figuresByGroup({ documents }: Run, group: string): Readonly<Record<string, Figures>> {
  const byName = Map.groupBy(documents, ({ groups }) => groups[group] ?? '-');
  return Object.fromEntries([...byName].toSorted(byKey).map(([name, some]) => [name, figuresOf(some.flatMap(({ values }) => values))]));
}

const figuresBy = (values: readonly RunValue[], name: (value: RunValue) => string): Readonly<Record<string, Figures>> =>
  Object.fromEntries([...Map.groupBy(values, name)].map(([field, some]) => [field, figuresOf(some)]));

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1);

const isBetween = (probability: number | null, from: number, to = Number.POSITIVE_INFINITY): boolean =>
  probability !== null && probability >= from && probability < to;

const binName = (from: number, to = 1): string => `${from}-${to}`;

function reliabilityOf(name: string, answers: readonly RunValue[]): Reliability {
  const told = answers.flatMap(({ probability }) => (probability === null ? [] : [probability]));
  return {
    name,
    answers: answers.length,
    right: answers.filter(({ verdict }) => verdict === 'right').length,
    expected: told.length === 0 ? null : told.reduce((sum, one) => sum + one, 0) / told.length,
  };
}

function calibrationError(bins: readonly Reliability[]): number | null {
  const all = bins.reduce((sum, { answers }) => sum + answers, 0);
  if (all === 0) return null;
  return bins.reduce((sum, { answers, right, expected }) => sum + Math.abs((expected ?? 0) * answers - right), 0) / all;
}
