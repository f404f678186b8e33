/** What has changed from one run to another: figures that have fallen, and values that are judged otherwise. */
import { type Figures, figuresOf, type Summary, shareOf, summaryOf } from './figures.ts';
import type { Run, RunDocument, RunValue, Verdict } from './run.ts';

export interface FigureChange {
  /** Of a field, or `all`. */
  readonly field: string;
  readonly figure: string;
  /** Shares, 0–1. */
  readonly before: number;
  readonly now: number;
  /** It has become worse. */
  readonly fell: boolean;
}

export interface ValueChange {
  readonly document: string;
  readonly path: string;
  readonly before: Pick<RunValue, 'verdict' | 'given' | 'level'>;
  readonly now: Pick<RunValue, 'verdict' | 'given' | 'level'>;
}

export interface Differences {
  readonly figures: readonly FigureChange[];
  readonly values: readonly ValueChange[];
  /** Documents of one run alone: neither figures nor values are of them. */
  readonly only_before: readonly string[];
  readonly only_now: readonly string[];
}

/** Of the values that documents say, so many are right; and so on. A share without anything to share is 0. */
const FIGURES: readonly { readonly name: string; readonly good: boolean; share(figures: Figures): number }[] = [
  { name: 'right', good: true, share: ({ right, said }) => shareOf(right, said) },
  { name: 'wrong', good: false, share: ({ wrong, invented, said, silent }) => shareOf(wrong + invented, said + invented + silent) },
  {
    name: 'wrong at high trust',
    good: false,
    share: ({ wrong_at_high, said, invented, silent }) => shareOf(wrong_at_high, said + invented + silent),
  },
  { name: 'right at high trust', good: true, share: ({ right_at_high, said }) => shareOf(right_at_high, said) },
];

/** Only documents that both runs have are compared. */
export function differencesOf(before: Run, now: Run): Differences {
  const names = (run: Run): Set<string> => new Set(run.documents.map(({ name }) => name));
  const [old, current] = [names(before), names(now)];
  const of = (run: Run, others: ReadonlySet<string>): Run => ({ ...run, documents: run.documents.filter(({ name }) => others.has(name)) });
  const [one, other] = [of(before, current), of(now, old)];
  return {
    figures: figureChanges(summaryOf(one), summaryOf(other)),
    values: one.documents.flatMap((document) =>
      valueChanges(
        document,
        other.documents.find(({ name }) => name === document.name),
      ),
    ),
    only_before: [...old].filter((name) => !current.has(name)),
    only_now: [...current].filter((name) => !old.has(name)),
  };
}

/** Whether a figure of all or of a field is worse than before. */
export const hasFallen = ({ figures }: Pick<Differences, 'figures'>): boolean => figures.some(({ fell }) => fell);

function figureChanges(before: Summary, now: Summary): FigureChange[] {
  const fields = new Set([...Object.keys(before.fields), ...Object.keys(now.fields)]);
  const none = figuresOf([]);
  return [
    ...changesOf('all', before.all, now.all),
    ...[...fields].flatMap((field) => changesOf(field, before.fields[field] ?? none, now.fields[field] ?? none)),
  ];
}

/** The figures that differ. */
export function changesOf(field: string, before: Figures, now: Figures): FigureChange[] {
  return FIGURES.map(({ name, good, share }) => {
    const [old, current] = [share(before), share(now)];
    return { field, figure: name, before: old, now: current, fell: good ? current < old : current > old };
  }).filter((change) => change.before !== change.now);
}

function valueChanges(before: RunDocument, now: RunDocument | undefined): ValueChange[] {
  const byPath = new Map(before.values.map((value) => [value.path, value]));
  const paths = new Set([...byPath.keys(), ...(now?.values ?? []).map(({ path }) => path)]);
  return [...paths].flatMap((path) => {
    const [one, other] = [byPath.get(path) ?? ABSENT, now?.values.find((value) => value.path === path) ?? ABSENT];
    if (one.verdict === other.verdict && one.level === other.level) return [];
    return [{ document: before.name, path, before: briefly(one), now: briefly(other) }];
  });
}

const ABSENT: ValueChange['now'] = { verdict: 'silent' satisfies Verdict, given: null, level: 'none' };
const briefly = ({ verdict, given, level }: ValueChange['now']): ValueChange['now'] => ({ verdict, given, level });
