/** Where a value stands in one line: as a whole, never inside a longer number, word or account. */
import type { Segment } from '../reading.ts';
import { canonicalDecimal, type FoundAmount, findAmounts } from '../values/amount.ts';
import { findCurrencies } from '../values/currency.ts';
import { findDates, findTimes } from '../values/date.ts';
import { findIbans } from '../values/iban.ts';
import { placeWords } from './boxes.ts';
import { endsWhole, startsWhole } from './edges.ts';
import { isWritten, type Target, type TextTarget, writing } from './normalise.ts';
import type { SegmentIndex, Span } from './segments.ts';
import { sameTime } from './time.ts';

const spanIn =
  (segment: Segment) =>
  ({ start, end }: { readonly start: number; readonly end: number }): Span => ({ segment, start, end });

/** All places of the target in one line, in order. Linear in the line's length. */
export function findInLine(target: Target, segment: Segment, index: SegmentIndex): Span[] {
  const { text } = segment.line;
  switch (target.kind) {
    case 'number': {
      const says = ({ readings }: FoundAmount) => readings.some((reading) => canonicalDecimal(reading) === target.decimal);
      return outsideIbans(
        findWholeAmounts(segment)
          .filter(says)
          .map(spanIn(segment))
          .map(target.decimal.startsWith('-') ? (span) => span : withoutMarks),
        segment,
      );
    }
    case 'date':
      return findDates(text)
        .filter((date) => date.iso === target.iso || date.alternatives.includes(target.iso))
        .map(spanIn(segment));
    case 'datetime': {
      const [day = '', time = ''] = target.iso.split('T');
      const dates = findInLine({ kind: 'date', iso: day, short: false }, segment, index);
      const times = findTimes(text);
      return dates.flatMap((date) => {
        const after = times.find((candidate) => candidate.start >= date.end);
        if (after !== undefined) return sameTime(after.iso, time) ? [{ ...date, end: after.end }] : [];
        return sameTime('00:00', time) ? [date] : [];
      });
    }
    case 'text':
      return findText(target, segment, index);
  }
}

/**
 * The amounts of a line, each whole. A blank inside digits may group thousands or part two numbers: where words have boxes, a
 * wide gap parts and a narrow one groups; in plain text one blank before three digits groups. So "1 100,00" is not 100, and
 * "3    234,56" in a table is not 3234.56.
 */
function findWholeAmounts(segment: Segment): FoundAmount[] {
  const { text } = segment.line;
  const isParted = gapsOf(segment);
  const whole: FoundAmount[] = [];
  // The longest reading of a run of digits comes first, its pieces after it.
  let around: FoundAmount | null = null;
  for (const amount of findAmounts(text)) {
    if (around === null || amount.start >= around.end) around = amount;
    const inside = amount !== around;
    const gapInside = [...text.slice(amount.start, amount.end).matchAll(/(?<=\d) (?=\d)/g)].some(({ index }) =>
      isParted(amount.start + index),
    );
    const edges = [...(amount.start > around.start ? [amount.start - 1] : []), ...(amount.end < around.end ? [amount.end] : [])];
    if (!gapInside && (!inside || edges.every(isParted))) whole.push(amount);
  }
  return whole;
}

/** A value that is not negative is said by the digits alone: a dash or bracket around them is punctuation, a mark like CR its own word. */
function withoutMarks(span: Span): Span {
  const text = span.segment.line.text.slice(span.start, span.end);
  return { ...span, start: span.start + Math.max(0, text.search(/[\d.,]/)), end: span.end - (/\D*$/.exec(text)?.[0].length ?? 0) };
}

/** Blanks are 0.25–0.33 of the font size wide and boxes about as high as the font size; cells stand further apart. */
const WIDE_GAP = 0.45;

/** Tells of a blank's place in a line whether the words left and right of it stand clearly apart; without boxes they do not. */
function gapsOf(segment: Segment): (at: number) => boolean {
  if (segment.page.unit === 'none') return () => false;
  let words: ReturnType<typeof placeWords> | null = null;
  return (at) => {
    words ??= placeWords(segment.line);
    const right = words.findIndex((word) => word.start === at + 1);
    const [before, after] = [words[right - 1], words[right]];
    if (before === undefined || after === undefined || before.end !== at) return false;
    const [, , endX = 0, endY = 0, footX = 0, footY = 0] = before.word.bounding_box;
    const [startX = 0, startY = 0] = after.word.bounding_box;
    return Math.hypot(startX - endX, startY - endY) > WIDE_GAP * Math.hypot(footX - endX, footY - endY);
  };
}

/** Without digits that are a group of an account number: "0532" in an IBAN is no number of its own. */
function outsideIbans(spans: readonly Span[], segment: Segment): Span[] {
  if (spans.length === 0) return [];
  const ibans = findIbans(segment.line.text).filter((iban) => iban.valid);
  let next = 0;
  // Both stand in order, and account numbers do not overlap: one look at each.
  return spans.filter(({ start, end }) => {
    while ((ibans[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    const iban = ibans[next];
    return iban === undefined || iban.start > start || iban.end < end || iban.end - iban.start === end - start;
  });
}

function findText(target: TextTarget, segment: Segment, index: SegmentIndex): Span[] {
  const { text } = segment.line;
  const other = target.also === null ? [] : findOtherSpelling(target.value, target.also, text).map(spanIn(segment));
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

function findOtherSpelling(value: string, also: 'currency' | 'time', text: string) {
  return also === 'currency'
    ? findCurrencies(text).filter((currency) => currency.codes.includes(value))
    : findTimes(text).filter((time) => sameTime(time.iso, value));
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
