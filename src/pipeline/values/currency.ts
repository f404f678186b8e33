/** Currencies: ISO 4217 codes, symbols and names, and where they stand in a text. */
import { CURRENCY_NAMES } from '../locales/vocabulary.ts';
import { level } from './fold.ts';
import { matchesOf } from './matches.ts';

/** A currency written in a text; `start`/`end` is its span in UTF-16 units. */
export interface FoundCurrency {
  readonly start: number;
  readonly end: number;
  /** ISO 4217: the first of `codes`. */
  readonly code: string;
  /** Every currency this spelling may mean, likeliest first: `$` is USD, but also CAD, AUD, … */
  readonly codes: readonly string[];
  /** `word`: a spelling that is also a word ("ALL", "Fr." for Friday), or one of several countries ("kr"): trust it beside an amount only. */
  readonly kind: 'code' | 'symbol' | 'name' | 'word';
}

/** ISO 4217 codes, current and past, as the ICU data of the runtime lists them. */
const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Codes that all-capital headings are full of. */
const WORDS: ReadonlySet<string> = new Set(
  'ALL ANG BAM BOB COP CUP GEL KGS LAK LEK MAD MOP PEN SOS TOP TRY MAP ERN BAN DOP SIT VAL ESP FIM PAB MXV XXX XTS STD SUR AFA'.split(' '),
);

/** Spelling (small) → codes, likeliest first. Signs of Unicode block "Currency Symbols" and the usual compounds. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  '€': ['EUR'],
  us$: ['USD'],
  ca$: ['CAD'],
  c$: ['CAD'],
  au$: ['AUD'],
  a$: ['AUD'],
  nz$: ['NZD'],
  hk$: ['HKD'],
  s$: ['SGD'],
  nt$: ['TWD'],
  mx$: ['MXN'],
  r$: ['BRL'],
  cl$: ['CLP'],
  j$: ['JMD'],
  tt$: ['TTD'],
  fj$: ['FJD'],
  z$: ['ZWL'],
  $: ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'MXN'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
  '₹': ['INR'],
  '₽': ['RUB'],
  '₺': ['TRY'],
  '₩': ['KRW'],
  '₪': ['ILS'],
  '₴': ['UAH'],
  '฿': ['THB'],
  '₫': ['VND'],
  '₱': ['PHP'],
  '₦': ['NGN'],
  원: ['KRW'],
  円: ['JPY'],
  元: ['CNY', 'TWD'],
  's/': ['PEN'],
  's/.': ['PEN'],
  kr: ['NOK', 'SEK', 'DKK', 'ISK'],
  'kr.': ['DKK', 'NOK', 'SEK', 'ISK'],
  rs: ['INR', 'PKR', 'LKR', 'NPR', 'MUR'],
  'rs.': ['INR', 'PKR', 'LKR', 'NPR', 'MUR'],
  rp: ['IDR'],
  'rp.': ['IDR'],
  rm: ['MYR'],
  zł: ['PLN'],
  kč: ['CZK'],
  'fr.': ['CHF'],
  sfr: ['CHF'],
  'sfr.': ['CHF'],
};

const literal = (text: string) => text.replace(/[.$/]/g, '\\$&');
const longestFirst = (words: readonly string[]) => [...words].sort((a, b) => b.length - a.length);
const letterSigns = longestFirst(Object.keys(SIGNS).filter((sign) => /^[a-zł]/u.test(sign)));
const bareSigns = Object.keys(SIGNS).filter((sign) => !letterSigns.includes(sign));

/** A capital R is a rand before money only: before digits with two decimals. */
const RAND_AMOUNT = String.raw`[ \u00a0]?\d{1,3}(?:[ \u00a0,.']?\d{3}){0,4}[.,]\d{2}(?!\d)`;

/** Alternation of literals only: linear. Codes are matched by shape and looked up. */
const SPELLINGS = new RegExp(
  `(?<name>(?<![\\p{L}\\d])(?:${longestFirst([...CURRENCY_NAMES.keys()])
    .map(literal)
    .join('|')})(?!\\p{L}))` +
    `|(?<sign>(?<!\\p{L})(?:${letterSigns.map(literal).join('|')})(?!\\p{L})|[${bareSigns.map(literal).join('')}])` +
    `|(?<rand>(?<!\\p{L})R(?=${RAND_AMOUNT}))` +
    '|(?<code>(?<!\\p{L})[A-Z]{3}(?!\\p{L}))',
  'giu',
);

/** Each name holds one of these. */
const NAME_STEMS = new Set([...CURRENCY_NAMES.keys()].map((name) => (longestFirst(name.split(/[ -]/))[0] ?? name).slice(0, 4)));
/** No currency is written without one of these: most lines end here. */
const TRACE = new RegExp(
  `[${bareSigns.map(literal).join('')}]|(?<!\\p{L})(?:${letterSigns.map(literal).join('|')}|R[ \u00a0]?\\d)|${[...NAME_STEMS].map(literal).join('|')}`,
  'iu',
);
const CAPITALS = /[A-Z]{3}/;

/** True for an ISO 4217 code in capitals. */
export function isCurrencyCode(code: string): boolean {
  return CODES.has(code);
}

/** The codes a spelling alone may mean ("€", "EUR", "Euro", "US$"), likeliest first; empty when it is no currency. */
export function parseCurrency(text: string): readonly string[] {
  const trimmed = text.trim();
  const upper = trimmed.toUpperCase();
  if (CODES.has(upper)) return [upper];
  const lower = trimmed.toLowerCase();
  const name = CURRENCY_NAMES.get(lower);
  return name === undefined ? (SIGNS[lower] ?? []) : [name];
}

/** All currencies in a text, in order, not overlapping. ISO codes count in capitals only. */
export function findCurrencies(text: string): FoundCurrency[] {
  const found: FoundCurrency[] = [];
  const flat = level(text);
  if (!CAPITALS.test(flat) && !TRACE.test(flat)) return found;
  for (const match of matchesOf(flat, SPELLINGS)) {
    const [spelling] = match;
    const start = match.index;
    const end = start + spelling.length;
    const codes = match.groups?.code === undefined || CODES.has(spelling) ? codesOf(match.groups ?? {}, spelling) : [];
    const [code] = codes;
    if (code === undefined) continue;
    found.push({ start, end, code, codes, kind: kindOf(match.groups ?? {}, spelling) });
  }
  return found;
}

function codesOf({ rand }: Readonly<Record<string, string | undefined>>, spelling: string): readonly string[] {
  if (rand === undefined) return parseCurrency(spelling);
  return rand === 'R' ? ['ZAR'] : [];
}

function kindOf({ name, sign }: Readonly<Record<string, string | undefined>>, spelling: string): FoundCurrency['kind'] {
  if (name !== undefined) return 'name';
  if (WORDS.has(spelling) || /^(?:s?fr|kr|rs|rp|\p{L})\.?$/iu.test(spelling)) return 'word';
  return sign === undefined ? 'code' : 'symbol';
}
