/** The languages that OCR can read: what callers name them, and Tesseract's own codes, which are also the names of their data. */

/** By ISO 639-1. */
const CODES = { en: 'eng', de: 'deu', fr: 'fra', nl: 'nld', es: 'spa', it: 'ita', pt: 'por', pl: 'pol' } as const;

export const OCR_LANGUAGES: readonly string[] = Object.values(CODES);

/** @returns Tesseract's codes, each once, in their order; what is not known stays as it came, in `unknown`. */
export function languageCodes(names: readonly string[]): { readonly codes: string[]; readonly unknown: string[] } {
  const codes = new Set<string>();
  const unknown: string[] = [];
  for (const name of names) {
    const folded = name.trim().toLowerCase();
    const code = Object.entries(CODES).find(([iso, own]) => folded === iso || folded === own || folded.startsWith(`${iso}-`))?.[1];
    if (code === undefined) unknown.push(name);
    else codes.add(code);
  }
  return { codes: [...codes], unknown };
}
