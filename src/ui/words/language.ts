/** In which language a page speaks: that of whoever looks at it. All words of the pages are in this folder, each in English and in German beside it. */
import { AsyncLocalStorage } from 'node:async_hooks';

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const spoken = new AsyncLocalStorage<Language>();

/** What `work` makes is in that language. */
export const speaking = <T>(language: Language, work: () => T): T => spoken.run(language, work);

/** English where nobody is spoken to. */
export const language = (): Language => spoken.getStore() ?? 'en';

export const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGES, text);

/** Words, asked for while a page is made: `const w = jobsWords();`. What there is in one language there is in the other, or it does not compile. */
export const inLanguages =
  <W extends object>(en: W, de: NoInfer<W>): (() => W) =>
  () =>
    language() === 'de' ? de : en;

/** The language that `Accept-Language` wants most of those there are; English where it wants none of them. */
export function wantedLanguage(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = Number(/^q=([\d.]+)$/.exec(parameters.find((one) => one.startsWith('q=')) ?? '')?.[1] ?? 1);
    return { language: tag.split('-')[0] ?? '', quality };
  });
  const known = wanted.flatMap(({ language, quality }) => (isLanguage(language) && quality > 0 ? [{ language, quality }] : []));
  return known.sort((a, b) => b.quality - a.quality)[0]?.language ?? 'en';
}
