/** Measuring on a machine that is never quite still: alternating runs, medians, and ratios taken within a round. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError without values. */
export function spread(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), min: quantile(values, 0), max: quantile(values, 1) };
}

/** Linear between the two nearest values (type 7 of Hyndman and Fan, 1996). `q` is 0 to 1. @throws RangeError without values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new RangeError('no values to take a quantile of');
  return low + (high - low) * (place - Math.floor(place));
}

/**
 * Runs every subject once a round, in an order that turns by one each round, so that what the machine does meanwhile meets them all
 * alike. @returns the figures of each, by round.
 */
export async function alternate<Name extends string | number, Figure = number>(
  rounds: number,
  names: readonly Name[],
  run: (name: Name, round: number) => Promise<Figure>,
): Promise<ReadonlyMap<Name, readonly Figure[]>> {
  const figures = new Map<Name, Figure[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length];
      if (name !== undefined) figures.get(name)?.push(await run(name, round));
    }
  }
  return figures;
}

/** The figures of one subject. @throws RangeError when it was not run. */
export function figuresOf<Name, Figure>(figures: ReadonlyMap<Name, readonly Figure[]>, name: Name): readonly Figure[] {
  const found = figures.get(name);
  if (found === undefined) throw new RangeError(`no figures of ${String(name)}`);
  return found;
}

/** Figure by figure of the same round. */
export const ratios = (ours: readonly number[], beside: readonly number[]): number[] =>
  ours.map((figure, round) => figure / (beside[round] ?? Number.NaN));

/** Milliseconds of each of `times` calls, one after the other. */
export async function timeEach(times: number, call: (i: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await call(i);
    took.push(performance.now() - start);
  }
  return took;
}
