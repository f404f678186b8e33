/** Which languages OCR has on this machine. */
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What Tesseract knows of a language, packed. @throws when its package is not installed. */
export const languageFile = (language: string): string =>
  require.resolve(`@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`);

/** Those without their file, as Tesseract names them; also `osd`, by which pages that lie turned are found. */
export async function missingLanguages(languages: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const language of [...languages, 'osd']) {
    try {
      await access(languageFile(language));
    } catch {
      missing.push(language);
    }
  }
  return missing;
}
