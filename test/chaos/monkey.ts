/** A monkey: brings faults about, one after the other, kind after kind, as the seed has it, and lets all recover before the next. */
import { setTimeout as delay } from 'node:timers/promises';
import type { History } from './history.ts';
import type { Kind } from './kinds.ts';
import { roll } from './roll.ts';

export interface MonkeyOptions {
  readonly kinds: readonly Kind[];
  readonly seed: number;
  readonly history: History;
  /** From the end of one fault to the next: milliseconds, at least and at most. */
  readonly restMs: readonly [number, number];
  /** Resolves when what the last fault did is overcome: the rest begins then. */
  readonly recovered: () => Promise<void>;
  /** It does one more when it is in the middle of it. */
  readonly signal: AbortSignal;
}

/** Each kind comes once before one comes again. */
export function kindAt<T extends Pick<Kind, 'name'>>(kinds: readonly T[], seed: number, nth: number): T {
  const round = Math.floor(nth / kinds.length);
  const order = [...kinds].sort((a, b) => roll(seed, `kind ${a.name}`, round) - roll(seed, `kind ${b.name}`, round));
  const kind = order[nth % kinds.length];
  if (kind === undefined) throw new Error('there are no kinds');
  return kind;
}

/** Goes on until it is told to stop, and leaves all whole. */
export async function runMonkey({ kinds, seed, history, restMs: [least, most], recovered, signal }: MonkeyOptions): Promise<void> {
  for (let nth = 0; ; nth++) {
    await delay(least + (most - least) * roll(seed, 'rest', nth), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const { name, act } = kindAt(kinds, seed, nth);
    history.append({ event: 'fault', fault: name, point: null, nth: nth + 1, process: null, at: Date.now() });
    await act((what) => roll(seed, name, what, nth));
    await recovered();
    history.append({ event: 'fault over', nth: nth + 1, at: Date.now() });
  }
}
