/** A day with a time of day, as ISO 8601 writes them: YYYY-MM-DDTHH:MM. */
import { findDates, findDateTimes, findTimes } from '../values/date.ts';
import { sameTime } from '../values/time.ts';
import { readDate, traceOfDay } from './date.ts';
import type { Kind } from './kind.ts';

const ISO_DATETIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}.*)?$/;

export default {
  name: 'datetime',
  types: ['datetime'],
  formed: true,
  withoutLabel: null,
  find: ({ text, habits }) => (/\d/.test(text) ? findDateTimes(text).map((date) => readDate(date, habits)) : []),
  canonicalise: (value) => (ISO_DATETIME.test(value) ? value : null),
  ground(iso, { line }) {
    const [day = '', time] = iso.split('T');
    const dates = findDates(line.text).filter((date) => date.iso === day || date.alternatives.includes(day));
    if (time === undefined) return dates;
    const times = findTimes(line.text);
    return dates.flatMap(({ start, end }) => {
      const after = times.find((candidate) => candidate.start >= end);
      if (after !== undefined) return sameTime(after.iso, time) ? [{ start, end: after.end }] : [];
      return sameTime('00:00', time) ? [{ start, end }] : [];
    });
  },
  trace: traceOfDay,
  isShort: () => false,
} satisfies Kind;
