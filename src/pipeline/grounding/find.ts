/** Where a value stands anywhere in a reading. */
import type { Segment } from '../reading/reading.ts';
import { findInLine } from './in-line.ts';
import type { Target } from './normalise.ts';
import { findOverLines } from './over-lines.ts';
import type { Place, SegmentIndex } from './segments.ts';

/** All places of the target in a reading, in reading order; at most `limit`. Places over a line's end only where no line has it whole. */
export function findAnywhere(target: Target, index: SegmentIndex, limit: number): Place[] {
  const places: Place[] = [];
  for (const segment of candidates(target, index)) {
    for (const span of findInLine(target, segment, index)) places.push([span]);
    if (places.length >= limit) return places.slice(0, limit);
  }
  if (places.length > 0 || target.kind !== null) return places;
  for (const segment of index.all) {
    places.push(...findOverLines(target, segment, index));
    if (places.length >= limit) return places.slice(0, limit);
  }
  return places;
}

/** The segments worth a closer look: a cheap test that never drops one that holds the target. */
function candidates(target: Target, index: SegmentIndex): Iterable<Segment> {
  if (target.kind === null) {
    if (target.also !== null) return index.all;
    return target.squeezed.text === ''
      ? index.all.filter(({ line }) => line.text.includes(target.value))
      : index.holding(target.squeezed.text);
  }
  const trace = target.kind.trace?.(target.value) ?? [];
  return index.all.filter((segment) => trace.every((digits) => index.digits(segment).includes(digits)));
}
