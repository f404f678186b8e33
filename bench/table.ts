/** One table that a person can read: a row is one thing measured beside another. */
import { ratios, type Spread, spread } from './measure.ts';

export interface Row {
  readonly what: string;
  /** What stands beside it: a peer, a floor, the same at another size. */
  readonly beside: string;
  readonly unit: 'ms' | 'jobs/s' | 'pages/s' | 'pages/min' | 'MB';
  readonly ours: Spread;
  readonly theirs: Spread | null;
  /** Ours / theirs within each round. */
  readonly ratio: Spread | null;
  readonly rounds: number;
  /** Null: nothing is required of it. */
  readonly required: Requirement | null;
}

export interface Requirement {
  /** "≤ 2 ×": as it is read. */
  readonly text: string;
  /** Null: it is told, not judged. */
  readonly met: boolean | null;
}

interface Measured {
  readonly what: string;
  readonly beside: string;
  readonly unit: Row['unit'];
  /** By round. */
  readonly ours: readonly number[];
  readonly theirs?: readonly number[];
  readonly required?: (ours: Spread, ratio: Spread | null) => Requirement;
}

export function row({ what, beside, unit, ours, theirs, required }: Measured): Row {
  const own = spread(ours);
  const ratio = theirs === undefined ? null : spread(ratios(ours, theirs));
  return {
    what,
    beside,
    unit,
    ours: own,
    theirs: theirs === undefined ? null : spread(theirs),
    ratio,
    rounds: ours.length,
    required: required?.(own, ratio) ?? null,
  };
}

/** Requirements on medians. */
export const atMost = (ms: number) => (ours: Spread) => ({ text: `≤ ${ms} ms`, met: ours.median <= ms });
export const below = (most: number, unit: string) => (ours: Spread) => ({ text: `< ${most} ${unit}`, met: ours.max < most });
export const ratioAtMost = (most: number) => (_: Spread, ratio: Spread | null) => ({
  text: `≤ ${most} ×`,
  met: ratio !== null && ratio.median <= most,
});
export const ratioAtLeast = (least: number) => (_: Spread, ratio: Spread | null) => ({
  text: `≥ ${least} ×`,
  met: ratio !== null && ratio.median >= least,
});
/** For a person to compare: on a machine where others are at work, a miss says nothing. */
export const told = (text: string) => () => ({ text, met: null });
export const both =
  (...requirements: readonly ((ours: Spread, ratio: Spread | null) => Requirement)[]) =>
  (ours: Spread, ratio: Spread | null): Requirement => {
    const all = requirements.map((requirement) => requirement(ours, ratio));
    return { text: all.map(({ text }) => text).join(', '), met: all.every(({ met }) => met !== false) };
  };

const COLUMNS = ['what', 'beside', 'ours', 'theirs', 'ratio', '(least – most)', 'required', ''] as const;

export function formatTable(rows: readonly Row[]): string {
  const lines = [
    COLUMNS,
    ...rows.map(({ what, beside, unit, ours, theirs, ratio, required }) => [
      what,
      beside,
      `${digits(ours.median)} ${unit}`,
      theirs === null ? '' : `${digits(theirs.median)} ${unit}`,
      ratio === null ? '' : `${digits(ratio.median)} ×`,
      ratio === null ? '' : `(${digits(ratio.min)} – ${digits(ratio.max)})`,
      required?.text ?? '',
      required === null || required.met === null ? '' : required.met ? 'pass' : 'MISS',
    ]),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  // Figures to the right, words to the left.
  const cell = (text: string, column: number) =>
    column >= 2 && column <= 5 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  const [head = '', ...body] = lines.map((line) => line.map(cell).join('  ').trimEnd());
  return [head, '─'.repeat(head.length), ...body].join('\n');
}

/** Three significant digits, never an exponent. */
function digits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded >= 100 ? rounded.toFixed(0) : rounded >= 10 ? rounded.toFixed(1) : rounded >= 1 ? rounded.toFixed(2) : rounded.toFixed(3);
}
