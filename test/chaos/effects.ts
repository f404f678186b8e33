/** What each fault of the monkey did to the load: a fault that nobody felt proves nothing. Pure. */
import type { HistoryEvent } from './history.ts';

/** Of a job: milliseconds since 1970. */
export interface JobTime {
  readonly created: number;
  readonly ended: number;
}

/** The longest of something before a fault, and while it lasted. Milliseconds. */
export interface Slowest {
  readonly before: number;
  readonly during: number;
}

export interface Effect {
  readonly fault: string;
  /** Tries to submit that got no answer, or 5xx, while it lasted. */
  readonly failed: number;
  /** Of the answers to submits, and of the jobs from submit to end. */
  readonly answer: Slowest;
  readonly job: Slowest;
  /** A try failed, or an answer or a job took twice as long as before, and half a second more at least. */
  readonly felt: boolean;
}

/** What the load was like is looked at over so long before a fault, but not before the last one was over. */
const BEFORE_MS = 5000;
const TWICE = 2;
const FELT_MS = 500;

export function effectsOf(history: readonly HistoryEvent[], jobs: readonly JobTime[]): Effect[] {
  const ends = new Map(history.flatMap((event) => (event.event === 'fault over' ? [[event.nth, event.at] as const] : [])));
  const tries = history.flatMap((event) => (event.event === 'try' ? [{ from: event.at, to: event.at + event.ms, ok: event.ok }] : []));
  const spans = jobs.map(({ created, ended }) => ({ from: created, to: ended }));
  return history.flatMap((event) => {
    if (event.event !== 'fault' || event.process !== null) return [];
    const { fault, nth, at } = event;
    const until = ends.get(nth) ?? at;
    const calmFrom = Math.max(at - BEFORE_MS, ends.get(nth - 1) ?? 0);
    const before = (span: Span) => span.from >= calmFrom && span.to < at;
    const during = (span: Span) => span.from <= until && span.to >= at;
    const slowest = (all: readonly Span[]): Slowest => ({ before: longest(all.filter(before)), during: longest(all.filter(during)) });
    const [answer, job] = [slowest(tries), slowest(spans)];
    const failed = tries.filter((one) => during(one) && !one.ok).length;
    return [{ fault, failed, answer, job, felt: failed > 0 || slowed(answer) || slowed(job) }];
  });
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const longest = (spans: readonly Span[]): number => Math.max(0, ...spans.map(({ from, to }) => to - from));

const slowed = ({ before, during }: Slowest): boolean => during >= TWICE * before && during - before >= FELT_MS;

/** A line a kind, then the sum. */
export function tableOf(effects: readonly Effect[]): string {
  const kinds = [...Map.groupBy(effects, ({ fault }) => fault)].toSorted(([a], [b]) => a.localeCompare(b));
  const lines = kinds.map(([kind, all]) => {
    const felt = all.filter((effect) => effect.felt);
    const seconds = (pick: (effect: Effect) => number) => (median(felt.map(pick)) / 1000).toFixed(1).padStart(5);
    const pair = (of: (effect: Effect) => Slowest) =>
      `${seconds((effect) => of(effect).before)} →${seconds((effect) => of(effect).during)}`;
    const numbers = [felt.length, all.length - felt.length].map((n) => String(n).padStart(10)).join('');
    const failed = felt.reduce((sum, effect) => sum + effect.failed, 0);
    return `${kind.padEnd(18)}${numbers}${String(failed).padStart(16)}   ${pair(({ answer }) => answer)}   ${pair(({ job }) => job)}`;
  });
  const felt = effects.filter((effect) => effect.felt).length;
  return [
    `${'fault'.padEnd(18)}  survived  harmless  failed submits   slowest answer  slowest job, before → during (s, medians of those survived)`,
    ...lines,
    `${felt} faults failed or slowed the load and were survived; ${effects.length - felt} more did no harm`,
  ].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
