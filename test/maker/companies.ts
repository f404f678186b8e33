/** Companies, people and their addresses and accounts, put together at random: nobody is meant, and no name tells what a document is. */
import { ibanOf } from './codes.ts';
import { type Country, entries, type Language } from './languages/language.ts';
import type { Random } from './random.ts';

export interface Company {
  readonly name: string;
  readonly person: string;
  readonly street: string;
  /** Post code and city as one line of an address. */
  readonly place: string;
  readonly city: string;
  readonly country: Country;
  readonly phone: string;
  readonly email: string;
  readonly web: string;
  /** Null where the country has none. */
  readonly vatId: string | null;
  readonly taxNumber: string;
  readonly register: string;
  /** Without blanks; null where the country has none. */
  readonly iban: string | null;
  readonly otherIban: string | null;
  readonly bic: string;
  readonly bank: string;
}

export function makeCompany(random: Random, language: Language, country: Country): Company {
  const cityAndMore = random.pick(entries(country.cities));
  const city = cityAndMore.split(/, | CEDEX| [A-Z]{2,3}$/)[0] ?? cityAndMore;
  const person = `${random.pick(entries(language.first))} ${random.pick(entries(language.last))}`;
  const name = companyName(random, language, country, city);
  const short = asciiOf(name).slice(0, random.int(6, 14)) || 'firma';
  const site = `${short}.${random.chance(0.7) ? country.domain : 'com'}`;
  const bban = (): string | null => (country.bban === '' ? null : madeUpIban(random, country));
  return {
    name,
    person,
    street: fill(random.common(entries(country.streetLine)), {
      s: random.pick(entries(country.streets)),
      h: `${random.int(1, 180)}${random.chance(0.12) ? random.pick(['a', 'b', 'c']) : ''}`,
    }),
    place: fill(random.common(entries(country.cityLine)), { p: random.shape(country.postCode).replace(/^0/, '3'), c: cityAndMore }),
    city,
    country,
    phone: random.shape(random.pick(entries(country.phones))),
    email: `${random.pick(['info', 'office', 'mail', 'contact', asciiOf(person.split(' ')[0] ?? 'x')])}@${site}`,
    web: `www.${site}`,
    vatId: country.vatId === '' ? null : random.shape(random.common(entries(country.vatId))),
    taxNumber: random.shape(random.common(entries(country.taxNumber))),
    register: random.shape(fill(random.pick(entries(country.register)), { c: city })),
    iban: bban(),
    otherIban: bban(),
    bic: random.shape(random.common(entries(country.bankCode))),
    bank: bankName(random, language, country, city),
  };
}

function companyName(random: Random, language: Language, country: Country, city: string): string {
  const pattern = random.common(entries(language.companies));
  const trade = random.pick(entries(language.trades));
  const last = entries(language.last);
  const name = pattern.replace(/\{(\w)\}/g, (_, hole: string) => {
    if (hole === 'L' || hole === 'M') return random.pick(last);
    if (hole === 'S') return random.pick(entries(language.stems));
    if (hole === 'T') return trade;
    if (hole === 't') return trade.toLowerCase();
    if (hole === 'C') return city;
    if (hole === 'V') return random.pick(entries(language.first));
    if (hole === 'A') return random.shape('@'.repeat(random.int(2, 4)));
    return random.common(entries(country.forms));
  });
  return name.replace(/\s+/g, ' ').trim();
}

/** Some documents are made up themselves, and their accounts fail the check. */
function madeUpIban(random: Random, country: Country): string {
  const iban = ibanOf(country.code, random.shape(country.bban));
  return random.chance(0.04) ? `${country.code}${random.shape('00')}${iban.slice(4)}` : iban;
}

export function bankName(random: Random, language: Language, country: Country, city: string): string {
  return fill(random.pick(entries(country.banks)), {
    c: city,
    C: city,
    S: random.pick(entries(language.stems)),
    L: random.pick(entries(language.last)),
  });
}

/** `{x}` by its value; a hole without one stays. */
export function fill(text: string, holes: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => holes[name] ?? hole);
}

const asciiOf = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
