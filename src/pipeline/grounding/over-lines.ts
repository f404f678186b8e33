/** Where a text begins in one line and goes on in the next: names, addresses, account numbers, hyphenated words. */
import type { Segment } from '../reading/reading.ts';
import { endsWhole, startsWhole } from './edges.ts';
import { isWritten, type TextTarget } from './normalise.ts';
import { cellsOf, type Place, type SegmentIndex, type Span, wholeLine } from './segments.ts';

/** Lines a value may run over: a company's name and address take this many at most. */
const MOST_LINES = 4;

/** The places where the target begins at the end of this line, or of one of its cells, and goes on in the lines after it. */
export function findOverLines(target: TextTarget, segment: Segment, index: SegmentIndex): Place[] {
  // The last cell ends where the line ends.
  const cells = segment.page.unit === 'none' ? cellsOf(segment).slice(0, -1) : [];
  return [wholeLine(segment), ...cells].flatMap((cell) => beginIn(target, cell, index));
}

function beginIn(target: TextTarget, cell: Span, index: SegmentIndex): Place[] {
  const needle = target.squeezed.text;
  const { text, starts } = index.squeezedIn(cell);
  const found: Place[] = [];
  for (let taken = Math.min(needle.length - 1, text.length); taken > 0; taken--) {
    if (!text.endsWith(needle.slice(0, taken))) continue;
    const start = starts[text.length - taken] ?? 0;
    if (startsWhole(cell.segment.line.text, start)) found.push(...goOn(target, [{ ...cell, start }], taken, index));
  }
  return found;
}

function goOn(target: TextTarget, parts: readonly Span[], taken: number, index: SegmentIndex): Place[] {
  const last = parts.at(-1);
  if (last === undefined || parts.length === MOST_LINES || !mayBreak(target, taken, last)) return [];
  const rest = target.squeezed.text.slice(taken);
  return index.after(last).flatMap((next): Place[] => {
    const { text, starts, ends } = index.squeezedIn(next);
    const start = starts[0];
    if (start === undefined) return [];
    if (text.startsWith(rest)) {
      const end = ends[rest.length - 1] ?? next.end;
      const place = [...parts, { ...next, start, end }];
      const whole = place.map((part) => part.segment.line.text.slice(part.start, part.end)).join('\n');
      return endsWhole(next.segment.line.text, end) && isWritten(target, whole) ? [place] : [];
    }
    return rest.startsWith(text) ? goOn(target, [...parts, { ...next, start }], taken + text.length, index) : [];
  });
}

/** A line may end between the value's words, after a hyphen, or anywhere in an account number. */
function mayBreak({ writing, squeezed }: TextTarget, taken: number, { segment, end }: Span): boolean {
  return (
    writing === null ||
    squeezed.ends[taken - 1] !== squeezed.starts[taken] ||
    /[-\u00ad\u2010\u2011]$/.test(segment.line.text.slice(0, end))
  );
}
