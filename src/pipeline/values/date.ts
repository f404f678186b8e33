/** Dates and times of day: European, ISO and US forms, month names, and where they stand in a text. */
import { MONTHS, oneOfDates, plain } from '../locales/vocabulary.ts';
import { level } from './fold.ts';
import { matchesOf } from './matches.ts';

/** A calendar date written in a text; `start`/`end` is its span in UTF-16 units. */
export interface FoundDate {
  readonly start: number;
  readonly end: number;
  /** YYYY-MM-DD, the likeliest reading: day first where the form leaves it open. */
  readonly iso: string;
  /** The other readings of an ambiguous form: "03/04/2025" is 2025-04-03 or 2025-03-04. */
  readonly alternatives: readonly string[];
  /** Which comes first where the form shows it ("31/12/2025" is `dmy`); null where it does not or where it is not asked (ISO, names). */
  readonly order: 'dmy' | 'mdy' | null;
}

/** A time of day; `iso` is HH:MM, or HH:MM:SS when seconds are written, with an offset (`Z`, `+02:00`) when one is written. */
export interface FoundTime {
  readonly start: number;
  readonly end: number;
  readonly iso: string;
}

/** A date with the time after it: `iso` is YYYY-MM-DDTHH:MM[:SS][offset]. */
export interface FoundDateTime extends FoundDate {}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** YYYY-MM-DD, or null when there is no such day. Years 1800–2199: others are reference numbers, not dates. */
function isoDate(year: number, month: number, day: number): string | null {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (DAYS_IN_MONTH[month - 1] ?? 0) + (leap ? 1 : 0);
  if (day < 1 || day > days || year < 1800 || year > 2199) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Two digits: 00–69 are 2000–2069, 70–99 are 1970–1999 (as POSIX strptime, with a pivot one year on). */
function fullYear(digits: string): number {
  const year = Number(digits.replace(/\D/g, ''));
  return digits.length > 3 ? year : year < 70 ? 2000 + year : 1900 + year;
}

// Branches of literals and bounded repeats only, so each is linear. The year may be missing before a dash and a full date.
const ISO = String.raw`(?<iy>\d{4})(?<is>[-/.])(?<im>\d{1,2})\k<is>(?<id>\d{1,2})`;
const NUMERIC = String.raw`(?<n1>\d{1,2})(?:(?<dot>[ ]?\.[ ]?)(?<n2>\d{1,2})[ ]?\.[ ]?(?<y1>\d{4}|'?\d{2})|(?<sep>[-/])(?<m2>\d{1,2})\k<sep>(?<y2>\d{4}|'?\d{2}))`;
const [ORDINAL, GLUE, RANGE, AT, HOUR] = [
  oneOfDates('ordinals'),
  oneOfDates('glue'),
  oneOfDates('range'),
  oneOfDates('at'),
  oneOfDates('hour'),
];
const DAY_NAME = String.raw`(?<d1>\d{1,2})(?: ?(?:${ORDINAL})(?!\p{L})|\.)?[ -/]?[ ]?(?:(?:${GLUE}) )?(?<w1>\p{L}{3,12})(?:\.|(?: (?:${GLUE}))? ?,?)[ -/]{0,2}(?<y3>\d{4}|'?\d{2})`;
const NAME_DAY = String.raw`(?<w2>\p{L}{3,12})\.?[ -]?(?:(?<d0>\d{1,2}) ?(?:-|${RANGE}) ?)?(?<d2>\d{1,2})(?: ?(?:${ORDINAL})(?!\p{L}))?(?: ?,[ ]?(?<y4>\d{4}|'?\d{2})|[ -](?<y6>\d{4}|'\d{2}))`;
const YEAR_NAME = String.raw`(?<y5>\d{4})[ -/]{1,2}(?<w3>\p{L}{3,12})[ -/]{1,2}(?<d3>\d{1,2})`;
const DATE = new RegExp(
  `(?<![\\p{L}\\d]|\\p{L}[-/]|\\d[.,:])(?:${ISO}|${NUMERIC}|${YEAR_NAME}|${DAY_NAME}|${NAME_DAY})(?=T\\d{2}:|(?![\\d\\p{L}]|\\.\\d|[/-]\\d{1,4}(?![\\d./-])))`,
  'giu',
);
/** What every date has: figures in three groups, or a name and a figure after it. Most texts end here. */
const TRACE = new RegExp(String.raw`\d ?[-/.] ?\d{1,2} ?[-/.] ?'?\d|\p{L}{3}(?: (?:${GLUE}))?[ -/]{0,3}\d`, 'iu');
/**
 * The first date of a range that writes the year once, right before the second one: "01.12. - 31.12.2025", "1.-15.03.2024",
 * "1 March to 31 March 2026", "March 1 - March 31, 2026".
 */
const OPEN_RANGE = new RegExp(
  String.raw`(?<![\p{L}\d.,])(?:(?<day>\d{1,2})(?:\.(?:(?<month>\d{1,2})\.)?|(?:${ORDINAL})?)(?: ?(?:(?:${GLUE}) )?(?<name>\p{L}{3,12})\.?)?` +
    String.raw`|(?<first>\p{L}{3,12})\.? (?<after>\d{1,2})(?:${ORDINAL})?) ?(?:-|${RANGE}) ?$`,
  'u',
);
const RANGE_END = new RegExp(` ?(?:-|${RANGE}) ?$`, 'u');

interface Reading {
  readonly iso: string;
  readonly alternatives: readonly string[];
  readonly order: 'dmy' | 'mdy' | null;
}

function numeric(first: number, second: number, year: number, dotted: boolean): Reading | null {
  const dayFirst = isoDate(year, second, first);
  // A dotted date has its day first wherever it is used.
  if (dotted) return dayFirst === null ? null : { iso: dayFirst, alternatives: [], order: null };
  const monthFirst = isoDate(year, first, second);
  if (dayFirst === null) return monthFirst === null ? null : { iso: monthFirst, alternatives: [], order: 'mdy' };
  if (monthFirst === null) return { iso: dayFirst, alternatives: [], order: 'dmy' };
  return { iso: dayFirst, alternatives: monthFirst === dayFirst ? [] : [monthFirst], order: null };
}

function named(word: string, day: string, year: string): Reading | null {
  const month = MONTHS.get(plain(word));
  const iso = month === undefined ? null : isoDate(fullYear(year), month, Number(day));
  return iso === null ? null : { iso, alternatives: [], order: null };
}

function readingOf(groups: Readonly<Record<string, string | undefined>>): Reading | null {
  const { iy, im, id, n1, n2, m2, y1, y2, w1, d1, y3, w2, d2, y4, y5, y6, w3, d3 } = groups;
  if (iy !== undefined) {
    const iso = isoDate(Number(iy), Number(im), Number(id));
    return iso === null ? null : { iso, alternatives: [], order: null };
  }
  if (n1 !== undefined) return numeric(Number(n1), Number(n2 ?? m2), fullYear(y1 ?? y2 ?? ''), n2 !== undefined);
  if (w1 !== undefined) return named(w1, d1 ?? '', y3 ?? '');
  if (w3 !== undefined) return named(w3, d3 ?? '', y5 ?? '');
  return w2 === undefined ? null : named(w2, d2 ?? '', y4 ?? y6 ?? '');
}

/**
 * All dates in a text, in order, not overlapping; a range that writes the year once gives both of its dates. Impossible days
 * are no dates. Linear in the length of the text.
 */
export function findDates(text: string): FoundDate[] {
  const flat = level(text).replaceAll('\u00a0', ' ');
  if (!/\d{2}/.test(flat) || !TRACE.test(flat)) return [];
  const found: FoundDate[] = [];
  DATE.lastIndex = 0;
  for (let match = DATE.exec(flat); match !== null; match = DATE.exec(flat)) {
    const start = match.index;
    const reading = readingOf(match.groups ?? {});
    if (reading === null) {
      // What looked like a date may hide one: "Rechnung 12 May 5, 2025".
      DATE.lastIndex = start + 1;
      continue;
    }
    const { d0, dot, w1, w2 } = match.groups ?? {};
    if (d0 !== undefined) {
      // "March 1 - 31, 2026": one month and year for two days.
      const iso = `${reading.iso.slice(0, 8)}${d0.padStart(2, '0')}`;
      const middle = start + match[0].indexOf(d0) + d0.length;
      const second = start + (/^\P{N}+/u.exec(flat.slice(middle, start + match[0].length))?.[0].length ?? 0) + middle - start;
      if (iso <= reading.iso) found.push({ start, end: middle, iso, alternatives: [], order: null });
      found.push({ start: second, end: start + match[0].length, ...reading });
      continue;
    }
    if (dot !== undefined || w1 !== undefined || w2 !== undefined) {
      const open = openBefore(flat, found.at(-1)?.end ?? 0, start, reading.iso, dot !== undefined);
      if (open !== null) found.push(open);
    }
    found.push({ start, end: start + match[0].length, ...reading });
  }
  return found;
}

/** Year, month and day without dashes, or with blanks for them: many other numbers look so. */
const COMPACT =
  /(?<![\p{L}\d.,:/'-]|\d )(?<year>(?:19|20)\d{2})(?<gap> ?)(?<month>\d{2})\k<gap>(?<day>\d{2})(?![\p{L}\d]|[.,:/'-]\d| \d)/gu;

/** Eight digits that may be a date ("20260806", "2026 08 06"): where a label says that they are one. */
export function findCompactDates(text: string): FoundDate[] {
  if (text.length < 8 || !/(?:19|20)\d\d ?\d\d ?\d/.test(text)) return [];
  return matchesOf(level(text).replaceAll('\u00a0', ' '), COMPACT).flatMap(({ 0: written, index: start, groups }) => {
    const iso = isoDate(Number(groups?.year), Number(groups?.month), Number(groups?.day));
    return iso === null ? [] : [{ start, end: start + written.length, iso, alternatives: [], order: null }];
  });
}

/** The date that opens the range a date at `start` ends; null where none does. */
function openBefore(flat: string, from: number, start: number, ends: string, dotted: boolean): FoundDate | null {
  const window = flat.slice(Math.max(from, start - 28), start);
  const match = OPEN_RANGE.exec(window);
  // In figures the day has its point: "Nr. 5 - 31.12.2025" is no range.
  if (match === null || (dotted && !/^\d{1,2}\./.test(match[0]))) return null;
  const { day, month, name, first, after } = match.groups ?? {};
  const named = name ?? first;
  const number = named === undefined ? Number(month ?? ends.slice(5, 7)) : MONTHS.get(plain(named));
  if (number === undefined) return null;
  const year = Number(ends.slice(0, 4));
  const iso = [isoDate(year, number, Number(day ?? after)), isoDate(year - 1, number, Number(day ?? after))].find(
    (open) => open !== null && open <= ends,
  );
  if (iso === undefined || iso === null) return null;
  const at = start - (window.length - match.index);
  const end = at + match[0].replace(RANGE_END, '').length;
  return { start: at, end, iso, alternatives: [], order: null };
}

// Hours and minutes by colon or h; by point only with a word for hours behind them, where "14.30" is no amount.
const TIME = new RegExp(
  String.raw`(?<=^|[^\p{L}\d.,:]|\dT)(?<h>\d{1,2})(?::(?<m>\d{2})(?::(?<s>\d{2})(?:[.,]\d{1,9})?)?|h(?<q>\d{2})(?!\d)|\.(?<p>\d{2})(?= ?(?:${HOUR})(?!\p{L})))` +
    String.raw`(?: ?(?<half>[ap]\.?m\b\.?))?(?<zone>Z|[+-]\d{2}:?\d{2}\b)?(?![\d:])`,
  'giu',
);

const TIME_TRACE = new RegExp(String.raw`\d(?::\d|h\d{2}|\.\d{2} ?(?:${HOUR}))`, 'iu');
const BEFORE_TIME = new RegExp(`^(?:T|[ ,]{1,3}(?:${AT}|-)? ?)$`, 'iu');

/** All times of day in a text: "14:30", "2:30 PM", "14.30 Uhr", "14:30:05+02:00". Not overlapping, linear. */
export function findTimes(text: string): FoundTime[] {
  const flat = level(text).replaceAll('\u00a0', ' ');
  if (!TIME_TRACE.test(flat)) return [];
  const found: FoundTime[] = [];
  for (const match of matchesOf(flat, TIME)) {
    const { h = '', m, s, p, q, half, zone } = match.groups ?? {};
    let hour = Number(h);
    const minute = m ?? p ?? q ?? '00';
    if (half !== undefined) {
      if (hour < 1 || hour > 12) continue;
      hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
    }
    if (hour > 23 || Number(minute) > 59 || Number(s ?? 0) > 59) continue;
    const offset = zone === undefined ? '' : zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
    const iso = `${String(hour).padStart(2, '0')}:${minute}${s === undefined ? '' : `:${s}`}${offset}`;
    found.push({ start: match.index, end: match.index + match[0].length, iso });
  }
  return found;
}

/** All dates that a time of day follows, with at most " um ", " at ", a comma or the ISO `T` between. */
export function findDateTimes(text: string): FoundDateTime[] {
  const flat = level(text).replaceAll('\u00a0', ' ');
  const dates = findDates(flat);
  const times = dates.length === 0 ? [] : findTimes(flat);
  let next = 0;
  return dates.flatMap((date): FoundDateTime[] => {
    while ((times[next]?.start ?? date.end) < date.end) next += 1;
    const time = times[next];
    if (time === undefined || !BEFORE_TIME.test(flat.slice(date.end, time.start))) return [];
    const join = (iso: string) => `${iso}T${time.iso}`;
    return [{ ...date, end: time.end, iso: join(date.iso), alternatives: date.alternatives.map(join) }];
  });
}

/** The readings of a text that is one date and nothing else, likeliest first; empty when it is not. */
export function parseDate(text: string): readonly string[] {
  const trimmed = text.trim();
  const date = findDates(trimmed)[0];
  return date !== undefined && date.start === 0 && date.end === trimmed.length ? [date.iso, ...date.alternatives] : [];
}
