/** Tick boxes: "[x] yes [ ] no", "ja ☐ nein ☒". */
import { matchesOf } from '../values/matches.ts';
import type { Stretch } from './kind.ts';

const BOX = /[☐☑☒✓✔✗✘□■]|\[[ xX✓✔]?\]|\([ xX✓✔]?\)/gu;
const EMPTY = /[☐□✗✘]|\[ ?\]|\( ?\)/u;

/** A box; its place is in the text. */
export interface Box extends Stretch {
  readonly ticked: boolean;
}

export function findBoxes(text: string, from: number, to: number): Box[] {
  return matchesOf(text.slice(from, to), BOX).map(({ 0: box, index }) => ({
    start: from + index,
    end: from + index + box.length,
    ticked: !EMPTY.test(box),
  }));
}

/** Of options in a text those whose box is ticked. Boxes stand all before their options or all behind them: the first one shows where. */
export function tickedOf<T extends Stretch>(options: readonly T[], boxes: readonly Box[]): T[] {
  const before = (boxes[0]?.start ?? 0) < (options[0]?.start ?? 0);
  return options.filter((option, i) => {
    const from = before ? (options[i - 1]?.end ?? 0) : option.end;
    const to = before ? option.start : (options[i + 1]?.start ?? Number.POSITIVE_INFINITY);
    const own = boxes.filter(({ start, end }) => start >= from && end <= to);
    return (before ? own.at(-1) : own[0])?.ticked ?? false;
  });
}
