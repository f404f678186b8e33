/** Checks the places an engine named: do the words there say the value? */
import type { Evidence } from '../engines/engine.ts';
import type { Kind } from '../kinds/kind.ts';
import { kindNamed } from '../kinds/kinds.ts';
import { findInLine } from './in-line.ts';
import { isWritten, type Target } from './normalise.ts';
import { findOverLines } from './over-lines.ts';
import { type SegmentIndex, type Span, squeeze } from './segments.ts';

const [DATE, TIME] = [kindNamed('date'), kindNamed('time')];

/** The span an evidence names, or null when there is no such segment or no such span in it. */
export function spanOf({ segment_id, start, end }: Evidence, index: SegmentIndex): Span | null {
  const segment = index.get(segment_id);
  if (segment === null || !Number.isInteger(start) || !Number.isInteger(end)) return null;
  return start >= 0 && start < end && end <= segment.line.text.length ? { segment, start, end } : null;
}

/**
 * The exact places of the target within what was cited, or none when the cited words do not say it. A citation may hold more
 * than the value (a whole line): what comes back is the value alone. A value over several lines needs its first one cited, or
 * all of them.
 */
export function verify(target: Target, cited: readonly Span[], index: SegmentIndex): Span[] {
  const single = cited.flatMap((citation) => findInLine(target, citation.segment, index).filter((found) => covers(citation, found)));
  if (single.length > 0) return single;
  if (target.kind !== null) return target.kind.name === 'datetime' ? verifyApart(target.value, cited) : [];
  const overLines = cited.flatMap((citation) =>
    findOverLines(target, citation.segment, index).filter(([first]) => first !== undefined && covers(citation, first)),
  );
  if (overLines.length > 0) return overLines.flat();
  const together = cited.map(textOf).join('\n');
  const spelled = squeeze(together).text === target.squeezed.text && isWritten(target, together);
  return cited.length > 1 && spelled && cited.every(isWhole) ? [...cited] : [];
}

const textOf = ({ segment, start, end }: Span) => segment.line.text.slice(start, end);

/** The citation holds all of the found value that counts: of numbers and dates its digits (signs and names may stand outside). */
function covers(citation: Span, found: Span): boolean {
  const text = textOf(found);
  const first = Math.max(0, text.search(/\d/));
  const last = /\d\D*$/.exec(text);
  const onlyDigits = last !== null && !/\p{L}/u.test(text);
  const start = found.start + (onlyDigits ? first : 0);
  const end = onlyDigits ? found.start + last.index + 1 : found.end;
  return citation.start <= start && citation.end >= end;
}

/** A date and a time of day cited each on its own. */
function verifyApart(iso: string, cited: readonly Span[]): Span[] {
  const [day = '', time = ''] = iso.split('T');
  const said = (kind: Kind, value: string) =>
    cited.flatMap((citation) =>
      (kind.ground?.(value, citation.segment) ?? [])
        .map(({ start, end }) => ({ segment: citation.segment, start, end }))
        .filter((found) => covers(citation, found)),
    );
  const [date] = said(DATE, day);
  const [clock] = said(TIME, time);
  return date === undefined || clock === undefined ? [] : [date, clock];
}

/** The cited span cuts no word in two. */
function isWhole({ segment, start, end }: Span): boolean {
  const { text } = segment.line;
  const cut = (at: number) => /[\p{L}\p{N}]$/u.test(text.slice(0, at)) && /^[\p{L}\p{N}]/u.test(text.slice(at));
  return !cut(start) && !cut(end);
}
