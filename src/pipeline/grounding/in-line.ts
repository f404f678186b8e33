/** Where a value stands in one line: as a whole, never inside a longer number, word or account. */
import { outsideIbans } from '../kinds/amount.ts';
import type { Segment } from '../reading/reading.ts';
import { endsWhole, startsWhole } from './edges.ts';
import { isWritten, type Target, type TextTarget, writing } from './normalise.ts';
import type { SegmentIndex, Span } from './segments.ts';

const spanIn =
  (segment: Segment) =>
  ({ start, end }: { readonly start: number; readonly end: number }): Span => ({ segment, start, end });

/** All places of the target in one line, in order. Linear in the line's length. */
export function findInLine(target: Target, segment: Segment, index: SegmentIndex): Span[] {
  return target.kind === null ? findText(target, segment, index) : target.ground(target.value, segment).map(spanIn(segment));
}

function findText(target: TextTarget, segment: Segment, index: SegmentIndex): Span[] {
  const { text } = segment.line;
  const other = target.also === null ? [] : target.also(target.value, segment).map(spanIn(segment));
  if (other.length > 0) return other;
  const needle = target.squeezed.text;
  const found: Span[] = [];
  if (needle === '') {
    for (let at = text.indexOf(target.value); at !== -1; at = text.indexOf(target.value, at + target.value.length))
      found.push({ segment, start: at, end: at + target.value.length });
    return found;
  }
  const { text: hay, starts, ends } = index.squeezed(segment);
  for (let at = hay.indexOf(needle); at !== -1; at = hay.indexOf(needle, at + 1)) {
    const span = withSigns(target, { segment, start: starts[at] ?? 0, end: ends[at + needle.length - 1] ?? 0 });
    if (span !== null && startsWhole(text, span.start) && endsWhole(text, span.end) && isWritten(target, text.slice(span.start, span.end)))
      found.push(span);
  }
  return outsideIbans(found, segment);
}

/** The span with the signs that the value has before its first and after its last letter: the "+" of "+49 30", the "%" of "19 %". */
function withSigns(target: TextTarget, span: Span): Span | null {
  const { value, squeezed } = target;
  const { text } = span.segment.line;
  let { start, end } = span;
  for (const sign of [...writing(value.slice(0, squeezed.starts[0]))].reverse()) {
    const before = text.slice(0, start).trimEnd();
    if (!before.endsWith(sign)) return null;
    start = before.length - sign.length;
  }
  for (const sign of writing(value.slice(squeezed.ends.at(-1)))) {
    const after = text.slice(end).trimStart();
    if (!after.startsWith(sign)) return null;
    end = text.length - after.length + sign.length;
  }
  return { ...span, start, end };
}
