/** An amount: a number as people print it, of money or of anything else; a decimal without a percent sign. */
import type { Segment } from '../reading/reading.ts';
import { canonicalDecimal, type FoundAmount, findAmounts } from '../values/amount.ts';
import { findIbans } from '../values/iban.ts';
import { gapsOf } from './gaps.ts';
import type { Kind, Sight, Stretch, Value } from './kind.ts';

/** An amount without decimals is more often a count, a year or a number. */
const WHOLE_AMOUNT = 0.12;
/** So much that it is not said, and nothing else in its place. */
const MISREAD = 0.7;
/** Numbers below this stand in any document by chance. */
const SHORT_NUMBER = 10;
const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;

/** The likeliest reading in this document: "1.234" is one and a bit where it writes decimals after a point. */
export function readAmount(sight: Sight, amount: FoundAmount, isRate: boolean): Value {
  const { text, habits } = sight;
  const { start, end, readings, percent } = amount;
  const [first = '', second] = readings;
  let read = first;
  if (second !== undefined && !first.includes('.') && second.includes('.') && habits.decimalSeparator !== null)
    read = text.slice(start, end).includes(habits.decimalSeparator) ? second : first;
  const sure = isRate ? percent : read.includes('.');
  return { start, end, text: read, doubt: isMisread(sight, amount) ? MISREAD : sure ? 0 : WHOLE_AMOUNT, others: [] };
}

/** Shared by all kinds of numbers. */
export const NUMBER = {
  formed: true,
  withoutLabel: null,
  numeric: true,
  canonicalise: (value: string) => (DECIMAL.test(value) ? canonicalDecimal(value) : null),
  ground: groundNumber,
  trace: (value: string) => [value.replace(/\D/g, '').replace(/^0+/, '') || '0'],
  isShort: (value: string) => Math.abs(Number(value)) < SHORT_NUMBER,
} as const satisfies Partial<Kind>;

export default {
  ...NUMBER,
  name: 'amount',
  types: ['decimal', 'number'],
  find: (sight) => sight.amounts.filter(({ percent }) => !percent).map((amount) => readAmount(sight, amount, false)),
} satisfies Kind;

/** A mark behind an amount, read as a figure: "312,47 S" as "312,475". What it was cannot be told any more. */
const WITH_MARK = /^\d{1,3}([.,])\d{2}[58]$/;

function isMisread({ text, habits, recognised, weak }: Sight, { start, end }: FoundAmount): boolean {
  const separator = recognised ? WITH_MARK.exec(text.slice(start, end))?.[1] : undefined;
  return separator !== undefined && (separator === habits.decimalSeparator || (weak && habits.decimalSeparator !== null));
}

/** Where a line prints the number, whole, in any of its readings. */
function groundNumber(decimal: string, segment: Segment): Stretch[] {
  const says = ({ readings }: FoundAmount) => readings.some((reading) => canonicalDecimal(reading) === decimal);
  const found = findWholeAmounts(segment).filter(says);
  return outsideIbans(decimal.startsWith('-') ? found : found.map((stretch) => withoutMarks(segment, stretch)), segment);
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
function withoutMarks({ line }: Segment, { start, end }: Stretch): Stretch {
  const text = line.text.slice(start, end);
  return { start: start + Math.max(0, text.search(/[\d.,]/)), end: end - (/\D*$/.exec(text)?.[0].length ?? 0) };
}

/** Without digits that are a group of an account number: "0532" in an IBAN is no number of its own. */
export function outsideIbans<T extends Stretch>(stretches: readonly T[], { line }: Segment): T[] {
  if (stretches.length === 0) return [];
  const ibans = findIbans(line.text).filter((iban) => iban.valid);
  let next = 0;
  // Both stand in order, and account numbers do not overlap: one look at each.
  return stretches.filter(({ start, end }) => {
    while ((ibans[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    const iban = ibans[next];
    return iban === undefined || iban.start > start || iban.end < end || iban.end - iban.start === end - start;
  });
}
