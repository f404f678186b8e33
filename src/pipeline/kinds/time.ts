/** A time of day: HH:MM, with seconds and offset where they are printed. */
import { findTimes } from '../values/date.ts';
import { sameTime } from '../values/time.ts';
import { byShape, type Kind } from './kind.ts';

const ISO_TIME = /^\d{2}:\d{2}(?::\d{2})?$/;

export default {
  name: 'time',
  types: ['string'],
  formed: true,
  withoutLabel: null,
  find: byShape((text) => findTimes(text).map(({ start, end, iso }) => ({ start, end, value: iso }))),
  canonicalise: (value) => (ISO_TIME.test(value) ? value : null),
  ground: (time, { line }) => findTimes(line.text).filter(({ iso }) => sameTime(iso, time)),
} satisfies Kind;
