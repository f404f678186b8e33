/** The languages documents are made in. */
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import type { Language } from './language.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';

export const LANGUAGES: readonly Language[] = [de, en, es, fr, it, nl, pl, pt];
export const LANGUAGE_CODES: readonly string[] = LANGUAGES.map(({ code }) => code);

export function languageOf(code: string): Language {
  const language = LANGUAGES.find((one) => one.code === code);
  if (language === undefined) throw new Error(`language ${code} is not one of ${LANGUAGE_CODES.join(', ')}`);
  return language;
}
