/** A calendar day, as ISO 8601 writes it: YYYY-MM-DD. */
import { type FoundDate, findCompactDates, findDates } from '../values/date.ts';
import type { Habits, Kind, Value } from './kind.ts';

/** Eight digits are more often a number of a series. */
const COMPACT = 0.12;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The reading that the document's habits speak for; day first where nothing does. */
export function readDate({ start, end, iso, alternatives }: FoundDate, habits: Habits): Value {
  const [other] = alternatives;
  if (other === undefined || habits.dateOrder === 'dmy') return { start, end, text: iso, doubt: 0, others: [] };
  if (habits.dateOrder === 'mdy') return { start, end, text: other, doubt: 0, others: [] };
  if (habits.american) return { start, end, text: other, doubt: 0, others: [iso] };
  return { start, end, text: iso, doubt: 0, others: habits.dayFirst ? [] : alternatives };
}

/** The last two digits of the year, and the day: both are printed whatever the form. */
export const traceOfDay = (iso: string): readonly string[] => [iso.slice(2, 4), String(Number(iso.slice(8, 10)))];

export default {
  name: 'date',
  types: ['date'],
  formed: true,
  withoutLabel: null,
  ranged: true,
  find: ({ text, dates, habits }) => {
    const plain = dates.map((date) => readDate(date, habits));
    const compact = findCompactDates(text).map((date): Value => ({ ...readDate(date, habits), doubt: COMPACT }));
    return compact.length === 0 ? plain : [...plain, ...compact].sort((a, b) => a.start - b.start);
  },
  canonicalise: (value) => (ISO_DATE.test(value) ? value : null),
  ground: (iso, { line }) =>
    [...findDates(line.text), ...findCompactDates(line.text)].filter((date) => date.iso === iso || date.alternatives.includes(iso)),
  trace: traceOfDay,
  isShort: () => false,
} satisfies Kind;
