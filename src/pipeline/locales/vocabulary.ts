/** All languages together, made ready to be looked up: documents do not say which one they are in, and many mix two. */
import { modulesIn } from '../folder.ts';
import { fold, foldWords } from '../values/fold.ts';
import { CONCEPTS, type Concept, type Locale, type NamedKind, ROLES, type Role } from './locale.ts';

function isLocale(value: unknown): value is Locale {
  return typeof value === 'object' && value !== null && 'labels' in value && 'words' in value && 'months' in value;
}

/** By ISO 639-1 code, in alphabetical order. A file of this folder whose name is a code of two letters is a language: nothing else has to know of it. */
export const LOCALES: ReadonlyMap<string, Locale> = new Map(
  modulesIn(new URL('./', import.meta.url), (name) => /^[a-z]{2}$/.test(name)).map(({ name, url, content }) => {
    if (!isLocale(content)) throw new Error(`${url}: its default export is no Locale`);
    return [name, content];
  }),
);
const locales = [...LOCALES.values()];

/** The texts of a list with bars or line breaks between them. */
export const textsOf = (list: string): string[] =>
  list
    .split(/[|\n]/)
    .map((text) => text.trim())
    .filter(Boolean);
/** The words of a list with blanks between them. */
const wordsOf = (list: string): string[] => list.split(/\s+/).filter(Boolean);

/** A text with `№` once for each spelling of "number" in its language. */
function spelledOut(text: string, { words }: Locale): string[] {
  if (!text.includes('№')) return [text];
  return wordsOf(words.number).map((number) => text.replaceAll('№', number));
}

const roles: ReadonlySet<string> = new Set(ROLES);
export const isRole = (name: string): name is Role => roles.has(name);

/** A text of a language, with its rank in it: 0 for the preferred one. */
export interface RankedText {
  readonly text: string;
  readonly rank: number;
  /** It may end a compound of its language: "Handelsrechnung". */
  readonly compounds: boolean;
}

function rankedTexts(part: 'labels' | 'phrases', role: Role): RankedText[] {
  const seen = new Set<string>();
  return locales.flatMap((locale) => {
    const texts = locale[part][role];
    const ranked =
      texts === undefined
        ? []
        : textsOf(texts).flatMap((text, rank) =>
            spelledOut(text, locale).map((spelled) => ({ text: spelled, rank, compounds: locale.words.prefixes !== '' })),
          );
    return ranked.filter(({ text }) => {
      const key = text
        .split('…')
        .map((part) => foldWords(part).words.join(''))
        .join('…');
      return !seen.has(key) && seen.add(key) !== undefined;
    });
  });
}

const byRole = (part: 'labels' | 'phrases') => new Map(ROLES.map((role) => [role, rankedTexts(part, role)]));
const labels = byRole('labels');
const phrases = byRole('phrases');

/** Concept → its texts in all languages. */
const concepts = new Map(CONCEPTS.map((concept) => [concept, locales.flatMap((locale) => textsOf(locale.synonyms?.[concept] ?? ''))]));
const named = Map.groupBy(
  [...concepts].flatMap(([concept, texts]) => [...new Set(texts.map(fold))].map((text) => ({ concept, text }))),
  ({ text }) => text,
);

/** The concepts that a label may name. */
export const conceptsOf = (label: string): readonly Concept[] => (named.get(fold(label)) ?? []).map(({ concept }) => concept);
/** What documents call a concept, in all languages. */
export const synonymsOf = (concept: Concept): readonly string[] => concepts.get(concept) ?? [];

/** Folded text → the roles and concepts that it is a text of. */
const meant = new Map<string, Set<string>>();
for (const [name, texts] of [...labels, ...concepts])
  for (const one of texts) {
    const text = fold(typeof one === 'string' ? one : one.text);
    meant.set(text, (meant.get(text) ?? new Set()).add(name));
  }

/** True for two labels that one role or concept has, or of which one begins with the other. */
export function nameTheSame(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)];
  if (`${a} `.startsWith(`${b} `) || `${b} `.startsWith(`${a} `)) return true;
  const names = meant.get(b);
  return names !== undefined && [...(meant.get(a) ?? [])].some((name) => names.has(name));
}

/** What documents call a role, in all languages. */
export const labelsOf = (role: Role): readonly RankedText[] => labels.get(role) ?? [];
/** What introduces a role's value in running text, in all languages. */
export const phrasesOf = (role: Role): readonly RankedText[] => phrases.get(role) ?? [];

/** What documents say for the choices of a role; '' has words that stand for themselves. */
export function choiceTexts(role: Role): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  for (const { choices } of locales)
    for (const [value, list] of Object.entries(choices[role] ?? {})) texts.set(value, [...(texts.get(value) ?? []), ...textsOf(list)]);
  return texts;
}

type Words = keyof Locale['words'];

/** The words of a class as they are written; where one holds bars, its texts. */
function written(lists: readonly string[]): string[] {
  return [
    ...new Set(
      lists.flatMap((list) =>
        list.includes('|') ? list.split('|').flatMap((part, i) => (i === 0 ? wordsOf(part) : [part.trim()])) : wordsOf(list),
      ),
    ),
  ];
}

const listsOf = (of: (locale: Locale) => string): string[] => written(locales.map(of)).filter((word) => word !== '');
const wordLists = (name: Words): string[] => listsOf(({ words }) => words[name] ?? '');

const isEnd = (word: string): boolean => word.startsWith('-');
/** The words of a class that begin with `-`: ends of longer words. */
export const wordEnds = (name: Words): string[] =>
  bothSpellings(
    wordLists(name)
      .filter(isEnd)
      .map((word) => word.slice(1)),
  );

/** The words of a class, folded. */
export const foldedWords = (name: Words): ReadonlySet<string> =>
  new Set(wordLists(name).flatMap((word) => (isEnd(word) ? [] : fold(word).split(' '))));
/** Its texts, folded whole. */
export const foldedTexts = (name: Words): ReadonlySet<string> => new Set(wordLists(name).map(fold));

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const longestFirst = (texts: readonly string[]): string[] => [...new Set(texts)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** An alternation of the texts, the longest first; blanks in them are any blanks. It matches nothing where there are none. */
export function alternation(texts: readonly string[]): string {
  return texts.length === 0
    ? '(?!)'
    : longestFirst(texts)
        .map((text) => escaped(text).replace(/ /g, '\\s?'))
        .join('|');
}

/** With accents and without, as people write them. */
const bothSpellings = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => [text, text.normalize('NFD').replace(/\p{M}/gu, '').replace(/ł/g, 'l')]);

/** An alternation of a class of words, as they are written. */
export const oneOf = (name: Words): string => alternation(bothSpellings(wordLists(name).filter((word) => !isEnd(word))));
/** An alternation of what dates are written with. */
export const oneOfDates = (name: Exclude<keyof Locale['dates'], 'order'>): string =>
  alternation(bothSpellings(listsOf(({ dates }) => dates[name]).map((word) => word.replaceAll('-', ' '))));

/** What stands between the two ends of a range of dates. */
export const RANGE_WORDS: readonly string[] = listsOf(({ dates }) => dates.range);

/** Legal forms, as they are written. */
export const LEGAL_FORMS: readonly string[] = [...new Set(locales.flatMap(({ legalForms }) => textsOf(legalForms)))];

const digraphs: ReadonlyMap<string, string> = new Map(
  locales.flatMap((locale) => wordsOf(locale.digraphs).map((pair): [string, string] => [pair.slice(0, 1), pair.slice(2)])),
);
const DIGRAPH = new RegExp(`[${[...digraphs.keys()].join('')}]`, 'giu');
/** A text with letters written as two where its language does so too: "Fälligkeit" → "Faelligkeit". */
export const withDigraphs = (text: string): string => text.replace(DIGRAPH, (letter) => digraphs.get(letter.toLowerCase()) ?? letter);

/** Small, without accents. */
export const plain = (word: string): string => word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/ł/g, 'l');

const numbered = (lists: (locale: Locale) => readonly string[]): ReadonlyMap<string, number> =>
  new Map(
    locales.flatMap((locale) => lists(locale).flatMap((names, i) => wordsOf(names).map((name): [string, number] => [plain(name), i + 1]))),
  );

/** Name or short form, {@link plain} → 1 to 12. */
export const MONTHS = numbered(({ months }) => months);
/** Name or short form, {@link plain} → 1 (Monday) to 7. */
export const WEEKDAYS = numbered(({ weekdays }) => weekdays);

/** Name of a currency, in small letters → ISO 4217. */
export const CURRENCY_NAMES: ReadonlyMap<string, string> = new Map(
  locales.flatMap(({ amounts }) =>
    Object.entries(amounts.currencies).flatMap(([code, names]) =>
      bothSpellings(textsOf(names)).map((name): [string, string] => [name.toLowerCase(), code]),
    ),
  ),
);

/** Words behind an amount on a statement. */
export const DEBIT: readonly string[] = listsOf(({ amounts }) => amounts.debit);
export const CREDIT: readonly string[] = listsOf(({ amounts }) => amounts.credit);

/** Words of a label, folded, that say the kind of its value: whole words, and ends of words. */
export function kindWords(kind: NamedKind): { readonly whole: ReadonlySet<string>; readonly ends: readonly string[] } {
  const all = locales.flatMap(({ kinds }) => wordsOf(kinds[kind] ?? ''));
  return {
    whole: new Set(all.filter((word) => !word.startsWith('-')).map((word) => fold(word))),
    ends: [...new Set(all.filter((word) => word.startsWith('-')).map((word) => fold(word)))],
  };
}
