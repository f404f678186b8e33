/** How one document writes: which words it has for what, and the look of its amounts, dates, labels and account numbers. */
import { value, type Words } from './drawing/words.ts';
import { en } from './languages/en.ts';
import { type Country, entries, type Language, type WordKey } from './languages/language.ts';
import type { Random } from './random.ts';

/** Where a document says its currency beside amounts. */
const CURRENCY_PLACES = {
  'code-after': 30,
  'sign-after': 25,
  'sign-before': 12,
  'code-before': 7,
  label: 8,
  none: 18,
};

type CurrencyPlace = keyof typeof CURRENCY_PLACES;

/** Dates as few people write them. */
const RARE_DATES = [
  'yyyymmdd',
  'yyyy mm dd',
  'yyyy-Mon-dd',
  'Mon-dd-yy',
  'd. Month yyyy',
  "d.m.'yy",
  'dd-Mon-yy',
  'dd mm yyyy',
  'd.m. yyyy',
  'yyyy/mm/dd',
];

export class Manner {
  readonly random: Random;
  readonly language: Language;
  readonly country: Country;
  /** Path of the field that the document's currency is the value of. */
  readonly currencyField: string;
  readonly currencyPlace: CurrencyPlace;
  /** Behind a label: a colon, a blank and a colon, nothing … */
  readonly behindLabel: string;
  readonly #group: string;
  readonly #decimal: string;
  /** A stray blank beside a separator, as bad text layers have. */
  readonly #torn: boolean;
  readonly #dates: string;
  readonly #weekday: 'none' | 'long' | 'short';
  /** Before each label. */
  readonly #bullet: string;
  readonly #capitals: boolean;
  readonly #english: boolean;
  readonly #minus: 'before' | 'behind' | 'brackets' | 'apart';
  readonly #ibanBy: string;
  readonly #currencyAsSign: boolean;
  readonly #words = new Map<WordKey, string>();

  constructor(random: Random, language: Language, country: Country, currencyField = 'currency') {
    this.random = random;
    this.language = language;
    this.country = country;
    this.currencyField = currencyField;
    // Islands put their sign before the amount, the continent behind it.
    const before = ['en', 'pt'].includes(language.code) || ['CH', 'NL', 'IN'].includes(country.code);
    // Ringgits stand in labels and over columns more than beside amounts.
    const place =
      country.code === 'MY' && random.chance(0.7) ? random.pick(['label', 'none', 'none'] as const) : random.weighted(CURRENCY_PLACES);
    this.currencyPlace = before && place === 'sign-after' ? 'sign-before' : place;
    const blank = language.code === 'fr' && random.chance(0.7) ? ' ' : '';
    this.behindLabel = random.weighted({ [`${blank}:`]: 55, '': 38, '.': 2, ' -': 1, ' :': 4, '：': 0.4 });
    this.#group = random.chance(0.02) ? '\u2009' : random.pick(country.groups);
    // Where the sign is letters, it is written as the code is elsewhere.
    this.#currencyAsSign = country.signAlone && /[a-z]/i.test(country.sign) && random.chance(country.code === 'MY' ? 0.97 : 0.6);
    this.#torn = random.chance(0.015);
    this.#decimal = random.chance(0.03) ? (country.decimal === ',' ? '.' : ',') : country.decimal;
    this.#dates = random.chance(0.03) ? random.pick(RARE_DATES) : random.common(entries(country.dates));
    this.#weekday = random.weighted({ none: 95, long: 3, short: 2 });
    this.#bullet = random.chance(0.015) ? random.pick(['■ ', '► ', '• ', '☎ ', '[x] ', '» ', '- ']) : '';
    this.#capitals = random.chance(0.1);
    this.#english = language.code !== 'en' && random.chance(0.07);
    this.#minus = random.weighted({ before: 70, behind: 14, brackets: 6, apart: 10 });
    this.#ibanBy = random.weighted({ ' ': 72, '': 20, '\u00a0': 4, '-': 1, '  ': 2, '\u2009': 1, '.': 0.5, ' – ': 0.3, '–': 0.3 });
  }

  /** What this document says for a key, the same wherever it says it. Holes are left to `fill`. */
  word(key: WordKey): string {
    let word = this.#words.get(key);
    if (word === undefined) {
      word = this.#inOwnCurrency(this.random.common(entries(this.language.words[key])));
      this.#words.set(key, word);
    }
    return word;
  }

  /** Another word each time. */
  any(key: WordKey): string {
    return this.#inOwnCurrency(this.random.pick(entries(this.language.words[key])));
  }

  /** Labels that name a currency name the document's. */
  #inOwnCurrency(words: string): string {
    return words
      .replace(/(?<![A-Z])(?:EUR|PLN|GBP|RM)(?![A-Z])|€|£|R\$|\bzł\b/g, this.country.currency)
      .replace(/\beuros?\b/gi, this.country.currency);
  }

  /** A label without what stands behind it. */
  bare(key: WordKey): string {
    let words = this.word(key).replace(/\s*:$/, '');
    if (this.#english && !words.includes('/')) words = `${words} / ${entries(en.words[key])[0]}`;
    if (this.random.chance(0.01)) words = spoilt(words, this.random);
    return this.#capitals ? words.toUpperCase() : words;
  }

  label(key: WordKey): string {
    return this.#bullet + this.bare(key) + this.behindLabel;
  }

  /** Label of a sum; some documents name the currency there. */
  sumLabel(key: WordKey, rate?: number): Words {
    const plain = rate === undefined ? this.bare(key) : this.rated(key, rate);
    if (this.currencyPlace !== 'label') return plain + this.behindLabel;
    return [`${plain} `, this.random.chance(0.6) ? ['(', this.currency(), ')'] : this.currency(), this.behindLabel];
  }

  rated(key: WordKey, rate: number): string {
    return this.bare(key).replaceAll('{R}', '{r}').replaceAll('{r}', this.rate(rate));
  }

  rate(rate: number): string {
    return Number.isInteger(rate) ? String(rate) : String(rate).replace('.', this.country.decimal);
  }

  currency(): Words {
    return value(this.currencyField, this.#currencyAsSign ? this.country.sign : this.country.currency);
  }

  /** The number alone, as printed. `cents` may be below zero. */
  number(cents: number, places = 2): string {
    const digits = String(Math.abs(cents)).padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    const part = places === 0 ? '' : this.#decimal + digits.slice(-places);
    const grouped = whole.length > 3 ? groups(whole, this.#group, this.country.code) : whole;
    const written = grouped + part;
    const text = this.#torn && this.random.chance(0.5) ? written.replace(/(?<=\d)([.,])(?=\d)/, this.random.pick(['$1 ', ' $1'])) : written;
    if (cents >= 0) return text;
    return { before: `-${text}`, behind: `${text}-`, brackets: `(${text})`, apart: `- ${text}` }[this.#minus];
  }

  /** An amount with its currency where the document puts it. */
  amount(field: string | null, cents: number): Words {
    const number = field === null ? this.number(cents) : value(field, this.number(cents));
    const sign = this.country.signAlone ? value(this.currencyField, this.country.sign) : this.country.sign;
    switch (this.currencyPlace) {
      case 'code-after':
        return [number, ' ', this.currency()];
      case 'code-before':
        return [this.currency(), ' ', number];
      case 'sign-after':
        return [number, ' ', sign];
      case 'sign-before':
        return this.country.sign.endsWith('.') || ['CH', 'NL'].includes(this.country.code) ? [sign, ' ', number] : [sign, number];
      default:
        return number;
    }
  }

  date(iso: string, field?: string): Words {
    const text = this.#weekdayOf(iso) + dateText(iso, this.#dates, this.language);
    return field === undefined ? text : value(field, text);
  }

  #weekdayOf(iso: string): string {
    if (this.#weekday === 'none') return '';
    const day = entries(this.language.weekdays)[(new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7] ?? '';
    return this.#weekday === 'long' ? `${day}, ` : `${day.slice(0, 2)}. `;
  }

  /** Rows have no room for the names of months. */
  dayInTable(iso: string, field: string): Words {
    const pattern = /M/.test(this.#dates) ? entries(this.country.dates).find((one) => !/M|dth/.test(one)) : this.#dates;
    return value(field, dateText(iso, pattern ?? this.#dates, this.language));
  }

  /** Another document's way to write a date: some mix two. */
  otherDate(iso: string): string {
    return dateText(iso, this.random.pick(entries(this.country.dates)), this.language);
  }

  iban(iban: string): string {
    // The country apart from the check digits.
    if (this.random.chance(0.01)) return `${iban.slice(0, 2)} ${iban.slice(2, 4)} ${iban.slice(4).replace(/(.{4})(?!$)/g, '$1 ')}`;
    return iban.replace(/(.{4})(?!$)/g, `$1${this.#ibanBy}`);
  }
}

/** Lakhs are grouped by two. */
function groups(whole: string, by: string, country: string): string {
  if (country === 'IN') return whole.replace(/\B(?=(?:\d{2})*\d{3}$)/g, by);
  return whole.replace(/\B(?=(?:\d{3})+$)/g, by);
}

function dateText(iso: string, pattern: string, language: Language): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  const name = (months: string): string => entries(months)[Number(month) - 1] ?? '';
  const parts: Readonly<Record<string, string>> = {
    yyyy: year,
    yy: year.slice(2),
    Month: name(language.months),
    Mon: name(language.shortMonths),
    mm: month,
    m: String(Number(month)),
    dth: ordinal(Number(day)),
    dd: day,
    d: String(Number(day)),
  };
  return pattern.replace(/yyyy|yy|Month|Mon|mm|m|dth|dd|\bd\b/g, (part) => parts[part] ?? part);
}

function ordinal(day: number): string {
  const ending = day % 100 > 10 && day % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}

/** What a bad scan or a careless template makes of a word. */
function spoilt(text: string, random: Random): string {
  if (random.chance(0.4)) return [...text].join(' ');
  const at = random.int(1, Math.max(1, text.length - 2));
  return text.slice(0, at) + text.slice(at + 1);
}
